/** Each check of an invariant is seen to fail on a build that breaks it, to fail alone, and to pass on the whole build. */
import { resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { BREAKAGES, type BreakageName } from '#test/faults/breakages.ts';
import { terminateAll } from '#test/faults/database-loss.ts';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import type { Replica } from '#test/faults/process.ts';
import { freshDatabase } from '#test/support/postgres.ts';

const BUILD = resolve('test/faults/breakages.ts');
const MINUTE = 60_000;

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

/** What must happen so that the breakage shows. Ends with everything done that the build will ever do. */
const STORIES: Readonly<Record<BreakageName, (drill: Drill, replica: Replica) => Promise<void>>> = {
  async 'answers before it has stored'(running, replica) {
    for (const id of [running.open(), running.open()]) await running.sender.deliver(id);
    await running.kill(replica);
    await running.start();
    running.sandbox.clock.forward(3 * MINUTE); // Zendesk's export holds back the last minute
  },
  async 'repeats a note without a look at the audits'(running) {
    await breach(running, () =>
      running.sandbox.faults.next({ match: 'PUT /api/v2/tickets/:id', answer: 'apply-then-reset' }),
    );
    await running.settled(60_000);
  },
  async 'stores what it refuses'(running) {
    const id = running.open();
    await running.sender.deliver(id);
    expect(await running.right(id, MINUTE)).toBe(true);
    expect(await running.sender.forged(id)).toBe(401);
  },
  async 'sets a wrong priority'(running) {
    const id = running.open({ impact: 'minor' });
    await running.sender.deliver(id);
    await expect.poll(() => running.sandbox.state.tickets.get(id)?.priority, { timeout: MINUTE }).not.toBe(null);
  },
  async 'tells of a breach a minute before it'(running) {
    const id = running.open({ impact: 'all_users' });
    await running.sender.deliver(id);
    expect(await running.right(id, MINUTE)).toBe(true);
    running.forget(id);
    running.sandbox.clock.forward((await firstDue(running, id)) - running.sandbox.clock.now() - MINUTE / 2);
  },
  async 'writes where customers read'(running) {
    await breach(running);
  },
  async 'logs a secret'(running) {
    await running.sender.deliver(running.open());
  },
  async 'ends when the database does'(running, replica) {
    await terminateAll(running.home.url ?? '');
    const whole = await running.start();
    await running.sender.deliver(running.open());
    expect(whole.end()).toBe(null);
    expect(await Promise.race([replica.ended.then(() => 'ended'), running.settled(MINUTE)])).not.toBe(false);
  },
};

describe.each(Object.keys(BREAKAGES) as BreakageName[])('a build that %s', (name) => {
  test.each([true, false])('broken: %s', async (isBroken) => {
    const { url } = await freshDatabase();
    drill = await startDrill({ name: `broken-${name}`, databaseUrl: url });
    const replica = await drill.start(isBroken ? { imports: [BUILD], environment: { BREAKAGE: name } } : {});
    await STORIES[name](drill, replica);
    await drill.settled(isBroken && BREAKAGES[name].breaks === 'I4' ? 5_000 : 150_000);
    const found = new Set((await drill.finish()).map(({ invariant }) => invariant));
    expect([...found]).toEqual(isBroken ? [BREAKAGES[name].breaks] : []);
  });
});

/** A ticket whose first response is late: one internal note at least. The model has no clock, so it is forgotten. */
async function breach(running: Drill, before: () => void = () => undefined): Promise<void> {
  const id = running.open({ impact: 'all_users' });
  await running.sender.deliver(id);
  expect(await running.right(id, MINUTE)).toBe(true);
  running.forget(id);
  before();
  running.sandbox.clock.forward((await firstDue(running, id)) - running.sandbox.clock.now() + 2_000);
  const isTold = (): boolean =>
    running.sandbox.writes.some(({ ticketId, comment, created }) => ticketId === id && comment !== null && !created);
  await expect.poll(isTold, { timeout: MINUTE }).toBe(true);
}

/** The first due instant of the ticket, ms. */
async function firstDue(running: Drill, id: number): Promise<number> {
  const { support } = await running.graphql<{ support: { timers: { dueAt: string | null }[] } }>(
    'query ($id: ID!) { support: ticketSupport(ticketId: $id) { timers { dueAt } } }',
    { id: String(id) },
  );
  return Math.min(...support.timers.flatMap(({ dueAt }) => (dueAt === null ? [] : [Date.parse(dueAt)])));
}
