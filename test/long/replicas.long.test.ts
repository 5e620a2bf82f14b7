/** C-04: In full what the fast lane does in small: bursts over replicas, many starts at once, stops under load, a database that is lost. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loseDatabase } from '#test/faults/database-loss.ts';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import { shareAndTakeUp } from '#test/faults/replicas.ts';
import { stopUnderLoad } from '#test/faults/stopping.ts';
import { freshDatabase } from '#test/support/postgres.ts';
import { startPostgres, type PostgresServer } from '#test/support/postgres-server.ts';

let postgres: PostgresServer;
let drill: Drill | undefined;
beforeAll(async () => {
  postgres = await startPostgres({ durable: true });
});
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});
afterAll(() => postgres.remove());

test('1,000 deliveries over two replicas, and 10 tickets in the hands of one that dies', async () => {
  const { url } = await freshDatabase();
  drill = await shareAndTakeUp({ databaseUrl: url, tickets: 25, deliveries: 1_000, held: 10 });
  expect(await drill.finish()).toEqual([]);
});

test('C-07: eight replicas start at once on an empty database', async () => {
  drill = await startDrill({ name: 'eight', databaseUrl: (await freshDatabase()).url });
  const running = drill;
  await Promise.all(Array.from({ length: 8 }, () => running.start()));
  await drill.sender.deliverAll(
    Array.from({ length: 40 }, () => running.open()),
    8,
  );
  expect(await drill.settled(120_000)).toBe(true);
  expect(drill.sandbox.writes.filter(({ created }) => !created)).toHaveLength(40);
  expect(await drill.finish()).toEqual([]);
});

test('C-11: ten crashes of PostgreSQL under load', async () => {
  drill = await loseDatabase({ postgres, database: 'postgres', crashes: 10, tickets: 40 });
  expect(await drill.finish()).toEqual([]);
});

test('C-13: fifty stops under load: exit 0, nobody who had asked before is cut off', async () => {
  drill = await startDrill({ name: 'stops', databaseUrl: (await freshDatabase()).url });
  const ids = Array.from({ length: 10 }, () => drill?.open() ?? 0);
  for (let round = 0; round < 50; round++) {
    const replica = await drill.start();
    const stopped = await stopUnderLoad(drill, replica, { ids, atOnce: 16, after: 200 });
    expect(stopped, `round ${String(round)}`).toEqual({ code: 0, broken: [], odd: [] });
  }
  await drill.start();
  expect(await drill.settled(120_000)).toBe(true);
  expect(await drill.finish()).toEqual([]);
});

test('C-05: a replica that is frozen for 20 seconds with tickets in its hands: taken up, nothing twice', async () => {
  drill = await startDrill({ name: 'frozen-replica', databaseUrl: (await freshDatabase()).url });
  const running = drill;
  const first = await running.start();
  await running.start();
  const ids = Array.from({ length: 60 }, () => running.open());
  const delivering = running.sender.deliverAll(ids, 16, 240_000);
  const writes = (): number => running.sandbox.requests.find({ kind: 'write' }).length;
  await expect.poll(writes, { timeout: 60_000, interval: 5 }).toBeGreaterThan(2);
  first.signal('SIGSTOP');
  drill.history.add({ type: 'fault' });
  await pause(20_000);
  first.signal('SIGCONT');
  await delivering;
  expect(await drill.settled(120_000)).toBe(true);
  expect(await drill.finish()).toEqual([]);
});
