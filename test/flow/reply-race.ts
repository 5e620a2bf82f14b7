/** A reply in the very second in which it was due: told before, after, or while the timer wakes. Never both met and breached. */
import { expect } from 'vitest';
import type { EpochMs } from '#core/facts/facts.ts';
import { AGENT, BOT } from './fake-zendesk.ts';
import type { FaultsWorld } from './faults-world.ts';

export const ORDERS = ['before the timer wakes', 'after it woke', 'while it wakes'] as const;
export type Order = (typeof ORDERS)[number];

const METRIC = 'first_response';

/** `count` tickets are answered in the second that is due, as many a second later. The second is Zendesk's, whatever came first. */
export async function replyWhenDue(world: FaultsWorld, order: Order, count: number): Promise<void> {
  const { sidecar } = world;
  const { zendesk } = sidecar;
  const inTime = Array.from({ length: count }, (_, index) => String(1_000 + index));
  const tooLate = Array.from({ length: count }, (_, index) => String(500_000 + index));
  const ids = [...inTime, ...tooLate];
  const opened = world.now();
  for (const id of ids) zendesk.open(id, opened);
  await Promise.all(ids.map((id) => sidecar.webhook(sidecar.hint(id))));
  await sidecar.quiet();
  const due = await dueOf(world, ids);

  const reply = (list: readonly string[], at: EpochMs): void => {
    for (const id of list) zendesk.change(id, { by: AGENT, at, comment: { public: true } });
  };
  const tell = async (list: readonly string[]): Promise<void> => {
    const more = { comment: { public: true, author_id: AGENT }, actor_id: AGENT };
    await Promise.all(shuffled(list).map((id) => sidecar.webhook(sidecar.hint(id, more))));
  };
  if (order === 'before the timer wakes') {
    await world.forward(due - world.now() - 100);
    reply(inTime, due);
    await tell(inTime);
  } else {
    await world.standing(due + 5, async () => {
      if (order === 'after it woke') await Promise.all(inTime.map((id) => sidecar.worker.lookNow(id)));
      reply(inTime, due);
    });
    if (order === 'while it wakes') await tell(inTime);
  }
  await world.forward(due + 1_005 - world.now());
  reply(tooLate, due + 1_000);
  await Promise.all([order === 'after it woke' ? tell(inTime) : null, tell(tooLate)]);
  await world.forward(60_000);
  await sidecar.quiet();

  const seen = await Promise.all(ids.map((id) => outcomeOf(world, id)));
  expect(new Set(seen.slice(0, count))).toEqual(new Set(['met; 0 notes; no tag']));
  expect(new Set(seen.slice(count))).toEqual(new Set(['breached_met; 1 notes; tagged']));
}

/** The one due instant of them all. */
async function dueOf(world: FaultsWorld, ids: readonly string[]): Promise<EpochMs> {
  const rows = await Promise.all(ids.map((id) => world.sidecar.store.tickets.find(id)));
  const dues = new Set(rows.map((row) => row?.judgement?.timers.find(({ metric }) => metric === METRIC)?.dueAt));
  const [due] = dues;
  if (due == null || dues.size > 1) throw new Error(`${String(dues.size)} due instants`);
  return due;
}

async function outcomeOf(world: FaultsWorld, id: string): Promise<string> {
  const { store, zendesk } = world.sidecar;
  const row = await store.tickets.find(id);
  const states = row?.judgement?.timers.filter(({ metric }) => metric === METRIC).map(({ state }) => state);
  const notes = zendesk.comments(id).filter(({ authorId }) => authorId === BOT).length;
  const isTagged = zendesk.ticket(id).tags.includes('sla_breached');
  return `${String(states?.join(' and '))}; ${String(notes)} notes; ${isTagged ? 'tagged' : 'no tag'}`;
}

function shuffled<T>(list: readonly T[]): readonly T[] {
  return list
    .map((each) => ({ each, rank: Math.random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ each }) => each);
}
