/** S-01 and S-04: many timers in one second over replicas; and the app host's own clock jumps and drifts, PostgreSQL's does not. */
import { glob, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import { freshDatabase } from '#test/support/postgres.ts';

const TIMERS = 500;

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

test('500 timers that are due in one second, four replicas: told once each, none early', async () => {
  drill = await startDrill({ name: 'timers', databaseUrl: (await freshDatabase()).url });
  const running = drill;
  await Promise.all(Array.from({ length: 4 }, () => running.start()));
  const ids = Array.from({ length: TIMERS }, () => running.open({ impact: 'all_users' }));
  await drill.sender.deliverAll(ids, 32);
  expect(await drill.settled(300_000)).toBe(true);
  for (const id of ids) drill.forget(id);
  drill.sandbox.clock.forward(24 * 3_600_000);
  const told = (): number => new Set(notes(running).map(({ ticketId }) => ticketId)).size;
  await expect.poll(told, { timeout: 300_000, interval: 500 }).toBe(TIMERS);
  expect(await drill.settled(300_000)).toBe(true);
  expect(await drill.finish()).toEqual([]);
});

test('the app host’s clock jumps and drifts: nothing early, nothing twice, nothing missed', async (context) => {
  const library = (await Array.fromAsync(glob('/usr/lib/*/faketime/libfaketimeMT.so.1')))[0];
  if (library === undefined) {
    context.skip('libfaketime is not on this machine: apt-get install libfaketime');
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'tierline-clock-'));
  const file = join(folder, 'offset');
  const step = (offset: string): Promise<void> => writeFile(file, `${offset}\n`);
  await step('+0');
  drill = await startDrill({ name: 'clocks', databaseUrl: (await freshDatabase()).url });
  const running = drill;
  await running.start();
  const stepped = await running.start({
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
  });
  const ids: number[] = [];
  for (const offset of ['+1h', '-2h', '+1d', '+0 x1.1', '-1d', '+0']) {
    await step(offset);
    running.history.add({ type: 'clock' });
    for (let count = 0; count < 4; count++) {
      const id = running.open({ impact: 'all_users', customer: 'quarry-street-bank' });
      ids.push(id);
      // The one whose clock is wrong refuses what seems old; the load balancer's next turn is the other's.
      for (let tries = 0; tries < 20 && (await running.sender.once(id)) !== 200;) tries++;
    }
    for (const id of ids) expect(await running.right(id, 120_000), offset).toBe(true);
  }
  expect(notes(running)).toEqual([]);
  expect(stepped.end()).toBe(null);
  for (const id of ids) running.forget(id);
  await step('-2h');
  running.sandbox.clock.forward(3 * 3_600_000);
  const told = (): number => new Set(notes(running).map(({ ticketId }) => ticketId)).size;
  await expect.poll(told, { timeout: 120_000 }).toBe(ids.length);
  expect(await running.settled(120_000)).toBe(true);
  expect(await running.finish()).toEqual([]);
  await rm(folder, { recursive: true });
});

function notes(running: Drill): readonly { readonly ticketId: number }[] {
  return running.sandbox.writes.filter(({ comment, created }) => comment !== null && !created);
}
