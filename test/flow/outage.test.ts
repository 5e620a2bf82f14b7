// S-02: every replica is down while promises fall due, for a minute, hours, days: each is told once on return, as late, in one note.
import { expect, test } from 'vitest';
import type { TimerJudgement } from '#core/judge/judgement.ts';
import { DATABASES } from './databases.ts';
import { AGENT, BOT } from './fake-zendesk.ts';
import { faultsWorld, HOUR } from './faults-world.ts';

const [[, embedded]] = DATABASES;
const world = faultsWorld(embedded);
const MINUTE = 60_000;

async function timersOf(ticketId: string): Promise<readonly TimerJudgement[]> {
  return (await world.sidecar.store.tickets.find(ticketId))?.judgement?.timers ?? [];
}
const notesOn = (ticketId: string): readonly string[] =>
  world.sidecar.zendesk.comments(ticketId).flatMap(({ authorId, text }) => (authorId === BOT ? [text] : []));

/** The worker stops before the first ticket is due and another starts so long after the last; all are told by then. */
async function downUntil(after: number, ids: readonly string[]): Promise<void> {
  const { sidecar } = world;
  const dues = (await Promise.all(ids.map(timersOf)))
    .flat()
    .flatMap(({ dueAt, state }) => (state === 'running' ? [dueAt ?? 0] : []));
  await sidecar.worker.stop(5_000);
  await world.forward(Math.max(...dues) - world.now() + after);
  sidecar.another();
  await sidecar.quiet();
}

test.each([
  ['a minute', MINUTE + 1_000],
  ['three hours', 3 * HOUR],
  ['three days', 72 * HOUR],
])('%s late', async (_name, late) => {
  const ids = ['1', '2', '3'];
  for (const id of ids) await world.openAndSettle(id);
  await downUntil(late, ids);
  await expect.poll(() => ids.map((id) => notesOn(id).length)).toEqual([1, 1, 1]);
  for (const id of ids) {
    expect(notesOn(id)[0]).toMatch(/First response was due .*\(Noticed late: it happened at /s);
    expect(world.sidecar.zendesk.ticket(id).tags).toContain('sla_breached');
  }
  // Nothing is told again, by an event or by time alone.
  for (const id of ids) await world.sidecar.webhook(world.sidecar.hint(id), `again-${id}`);
  await world.forward(72 * HOUR);
  await world.sidecar.quiet();
  expect(ids.map((id) => notesOn(id).length)).toEqual([1, 1, 1]);
});

test('several promises of one ticket that were missed meanwhile are one note; a warning that is overtaken is none', async () => {
  const { sidecar } = world;
  const { zendesk } = sidecar;
  await world.openAndSettle('1');
  await sidecar.worker.stop(5_000);
  // The reply that nobody heard of is late and starts the next promise, which is missed too.
  const [first] = await timersOf('1');
  zendesk.change('1', { by: AGENT, at: (first?.dueAt ?? 0) + HOUR, status: 'open', comment: { public: true } });
  await world.forward(72 * HOUR);
  const writes = zendesk.writes.length;
  await sidecar.webhook(sidecar.hint('1', { comment: { public: true, author_id: AGENT }, actor_id: AGENT }));
  sidecar.another();
  await sidecar.quiet();
  await expect.poll(() => notesOn('1').length).toBe(1);
  expect(notesOn('1')[0]?.match(/Noticed late/g)).toHaveLength(2);
  expect((await timersOf('1')).map(({ metric, state }) => `${metric} ${state}`)).toEqual([
    'first_response breached_met',
    'update breached',
  ]);
  expect(zendesk.writes.length - writes).toBe(1);
  expect(zendesk.writes.at(-1)?.note?.causes).toHaveLength(2);
});
