/** Events that come in any order and again and again, older states after newer ones: everything ends as if each had come once. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Random } from '#test/sandbox/random.ts';
import { checkTicketInput } from '#test/sandbox/tickets/input.ts';
import { staff } from '#test/sandbox/world/people.ts';
import type { Drill } from './drill.ts';
import { hint } from './sender.ts';

const TICKETS = 20;
const ROUNDS = 10;
/** Each event comes once to so many times: some 500 in all. */
const MOST_TIMES = 4;
/** Between two rounds, in ms: no timer of these tickets comes near its end. */
const PAUSE = 20_000;
/** What events leave in doubt the export shows, in which the last minute is not. */
const EXPORTED = 60_000;

interface Event {
  readonly ticketId: number;
  readonly id: string;
  readonly body: object;
}
/** When an agent first and last wrote to the customer, in ms. */
interface Replies {
  readonly first: number;
  readonly last: number;
}

/** Tickets of its own in a drill with a replica. Ends with all of them settled, each timer where the ticket's own story has it. */
export async function deliverShuffled(drill: Drill): Promise<void> {
  const { sandbox, random } = drill;
  const ids = Array.from({ length: TICKETS }, () => drill.open());
  const replies = new Map<number, Replies>();
  const told: Event[] = [];
  let waiting: Event[] = [];
  const tell = (ticketId: number): void => {
    const event = { ticketId, id: randomUUID(), body: JSON.parse(hint(sandbox, ticketId)) as object };
    told.push(event);
    for (let times = 0; times <= random() * MOST_TIMES - 1 || times === 0; times++) waiting.push(event);
  };
  ids.forEach(tell);
  for (let round = 1; round < ROUNDS; round++) {
    sandbox.clock.forward(PAUSE);
    for (const id of ids) {
      if (random() < 0.2) replies.set(id, reply(drill, id, replies.get(id)));
      else drill.change(id);
      tell(id);
    }
    waiting = shuffled(waiting, random);
    await deliver(drill, waiting.splice(0, waiting.length / 2));
  }
  await deliver(drill, shuffled(waiting, random));
  sandbox.clock.forward(EXPORTED);
  expect(await drill.settled(120_000)).toBe(true);
  const timers = await timersOf(drill, ids);
  for (const id of ids) {
    const opened = sandbox.state.tickets.get(id)?.createdAt ?? 0;
    const said = replies.get(id);
    const answered = said === undefined ? [] : [`update from ${second(said.last)} until never`];
    const wanted = [`first_response from ${second(opened)} until ${second(said?.first)}`, ...answered];
    expect(
      timers.get(id)?.map(({ metric, startedAt, metAt }) => `${metric} from ${startedAt} until ${metAt ?? 'never'}`),
    ).toEqual(wanted);
  }
  // What is told once more when all is over moves nothing.
  const writes = sandbox.writes.length;
  await deliver(drill, shuffled(told, random));
  expect(await drill.settled(120_000)).toBe(true);
  expect(await timersOf(drill, ids)).toEqual(timers);
  expect(sandbox.writes.slice(writes)).toEqual([]);
}

async function deliver(drill: Drill, events: readonly Event[]): Promise<void> {
  const left = events.values();
  const work = async (): Promise<void> => {
    for (const { ticketId, id, body } of left) await drill.sender.deliverRaw(ticketId, body, id);
  };
  await Promise.all([work(), work(), work(), work()]);
}

function reply({ sandbox }: Drill, ticketId: number, before: Replies | undefined): Replies {
  const input = checkTicketInput({ comment: { body: 'We look into it.', public: true } });
  sandbox.updateTicket(ticketId, input, { actorId: staff(sandbox.state, 'agent').id, channel: 'web' });
  const at = sandbox.state.tickets.get(ticketId)?.audits.at(-1)?.createdAt ?? 0;
  return { first: before?.first ?? at, last: at };
}

interface Timer {
  readonly metric: string;
  readonly startedAt: string;
  readonly metAt: string | null;
  readonly dueAt: string | null;
}

async function timersOf(drill: Drill, ids: readonly number[]): Promise<ReadonlyMap<number, readonly Timer[]>> {
  const timers = new Map<number, readonly Timer[]>();
  for (const id of ids) {
    const { support } = await drill.graphql<{ support: { timers: readonly Timer[] } }>(
      'query ($id: ID!) { support: ticketSupport(ticketId: $id) { timers { metric startedAt metAt dueAt } } }',
      { id: String(id) },
    );
    timers.set(id, support.timers);
  }
  return timers;
}

/** As Zendesk stamps it. */
function second(at: number | undefined): string {
  return at === undefined ? 'never' : `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((each) => ({ each, rank: random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ each }) => each);
}
