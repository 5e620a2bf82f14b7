/** L-05: what can happen to a sidecar, as steps that fast-check puts in any order, repeats and takes away. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { checkTicketInput } from '#test/sandbox/tickets/input.ts';
import type { FaultAnswer } from '#test/sandbox/http/faults.ts';
import { customerPerson, staff } from '#test/sandbox/world/people.ts';
import type { PostgresServer } from '#test/support/postgres-server.ts';
import type { Drill } from './drill.ts';
import { hint } from './sender.ts';

/** One sequence: tickets of its own in a drill that goes on. */
export interface Story {
  readonly drill: Drill;
  readonly postgres: PostgresServer;
  readonly policy: string;
  readonly tickets: number[];
  /** Bodies that Zendesk has not sent yet, oldest first. */
  readonly late: { readonly ticketId: number; readonly body: object }[];
  /** Tickets of which somebody took a tag of ours: more than once would be a conflict. */
  readonly bare: Set<number>;
}

/** Whether there is a ticket: nothing else decides which step may follow. */
export interface Told {
  opened: number;
}

export type Step = fc.AsyncCommand<Told, Story>;

const PLACES = fc.nat({ max: 3 });
const IMPACTS = ['all_users', 'some_users', 'one_user', 'minor'] as const;

function step(name: string, run: (story: Story) => Promise<void>): Step {
  return { check: ({ opened }) => opened > 0, run: (_, story) => run(story), toString: () => name };
}
const at = ({ tickets }: Story, place: number): number => tickets[place % tickets.length] as number;

/** Zendesk repeats what was refused for the moment; so a step ends when its webhook is accepted. */
const opening = fc.constantFrom(...IMPACTS).map((impact): Step => ({
  check: ({ opened }) => opened < 4,
  async run(told, story) {
    const id = story.drill.open({ impact });
    story.tickets.push(id);
    told.opened += 1;
    await story.drill.sender.deliver(id);
  },
  toString: () => `open(${impact})`,
}));
const change = PLACES.map((place) =>
  step(`change(${String(place)})`, async (story) => {
    story.drill.change(at(story, place));
    await story.drill.sender.deliver(at(story, place));
  }),
);
const changeUntold = PLACES.map((place) =>
  step(`changeUntold(${String(place)})`, (story) => {
    const ticketId = at(story, place);
    story.drill.change(ticketId);
    story.late.push({ ticketId, body: JSON.parse(hint(story.drill.sandbox, ticketId)) as object });
    return Promise.resolve();
  }),
);
/** The newest first. */
const tellLate = fc.constant(step('tellLate', tellAll));
export async function tellAll({ drill, late }: Story): Promise<void> {
  for (const { ticketId, body } of late.splice(0).toReversed()) await drill.sender.deliverRaw(ticketId, body);
}
const repeat = PLACES.map((place) =>
  step(`repeat(${String(place)})`, async (story) => {
    const id = randomUUID();
    await Promise.all([1, 2, 3].map(() => story.drill.sender.once(at(story, place), id)));
    await story.drill.sender.deliver(at(story, place)); // all three may have met nobody
  }),
);
const reply = PLACES.map((place) =>
  step(`reply(${String(place)})`, async (story) => {
    const { sandbox, sender } = story.drill;
    const input = checkTicketInput({ comment: { body: 'We look into it.', public: true } });
    sandbox.updateTicket(at(story, place), input, { actorId: staff(sandbox.state, 'agent').id, channel: 'web' });
    await sender.deliver(at(story, place));
  }),
);
const takeTag = PLACES.map((place) =>
  step(`takeTag(${String(place)})`, async (story) => {
    const { sandbox, sender } = story.drill;
    const id = at(story, place);
    const tag = sandbox.state.tickets.get(id)?.tags.find((each) => each.startsWith('priority_'));
    if (tag === undefined || story.bare.has(id)) return;
    story.bare.add(id);
    const input = checkTicketInput({ remove_tags: [tag] });
    sandbox.updateTicket(id, input, { actorId: staff(sandbox.state, 'agent').id, channel: 'web' });
    await sender.deliver(id);
  }),
);
const suspend = fc.boolean().map((suspended) =>
  step(`suspend(${String(suspended)})`, ({ drill: { sandbox } }) => {
    customerPerson(sandbox.state, 'quarry-street-bank', 'technical').suspended = suspended;
    return Promise.resolve();
  }),
);
const demote = fc.constantFrom('agent' as const, 'end-user' as const).map((role) =>
  step(`demote(${role})`, ({ drill: { sandbox } }) => {
    staff(sandbox.state, 'agent').role = role;
    return Promise.resolve();
  }),
);
const kill = fc.nat({ max: 1 }).map((which) =>
  step(`kill(${String(which)})`, async ({ drill }) => {
    const victim = drill.replicas[which % drill.replicas.length];
    if (victim === undefined) throw new Error('no replica runs');
    await drill.kill(victim);
    drill.history.add({ type: 'kill' });
    await drill.start();
  }),
);
const crash = fc.constant(
  step('crashDatabase', async ({ postgres, drill }) => {
    await postgres.stop('immediate');
    await postgres.start();
    for (const replica of drill.replicas) await replica.ready();
  }),
);
const FAULTS: readonly (readonly [string, RegExp | string, FaultAnswer])[] = [
  ['429', /^PUT /, { status: 429, headers: { 'retry-after': '1' }, body: { error: 'APIRateLimitExceeded' } }],
  ['500', /^(PUT|GET) \/api\/v2\/tickets\//, { status: 500, body: 'Internal error' }],
  ['reset before', /^PUT /, 'reset'],
  ['reset after', /^PUT /, 'apply-then-reset'],
  ['409', /^PUT /, { status: 409, body: { error: 'DatabaseConflict' } }],
  ['nonsense', /^GET \/api\/v2\/tickets\//, { status: 200, body: 'nonsense' }],
  ['hang', /^GET \/api\/v2\/tickets\//, 'hang'],
];
const fault = fc
  .tuple(fc.constantFrom(...FAULTS), fc.integer({ min: 1, max: 2 }))
  .map(([[name, match, answer], times]) =>
    step(`fault(${name}, ${String(times)})`, ({ drill }) => {
      drill.sandbox.faults.next({ match, answer, times });
      return Promise.resolve();
    }),
  );
const forward = fc.constantFrom(61_000, 15 * 60_000, 3 * 3_600_000, 26 * 3_600_000).map((ms) =>
  step(`forward(${String(ms / 60_000)} min)`, async (story) => {
    const { sandbox, sender } = story.drill;
    sandbox.clock.forward(ms);
    // Until then a webhook is signed too early or too late for a replica that has not heard of it.
    const id = at(story, 0);
    while ((await sender.once(id)) !== 200 || (await sender.once(id)) !== 200) /* again */ ;
  }),
);
/** The first answer to P1 and P2 within other times; open tickets move to it. */
const publish = fc.constantFrom('30m', '1h', '4h').map((within) =>
  step(`publish(${within})`, async ({ drill, policy }) => {
    const text = policy
      .replace('first_response: { P1: 1h, P2: 2h,', `first_response: { P1: ${within}, P2: ${within},`)
      .replace('title: Business', `title: Business ${randomUUID()}`);
    const { saved } = await drill.graphql<{ saved: { version: number } }>(
      'mutation ($text: String!) { saved: savePolicyDraft(text: $text) { ... on PolicyVersion { version } } }',
      { text },
    );
    await drill.graphql(
      'mutation ($version: Int!) { publishPolicy(id: "nextplane", version: $version, note: "Another", moveOpen: true) { ... on PolicyVersion { version } } }',
      saved,
    );
  }),
);

/** Sequences of at most forty steps; the dear ones are seldom. */
export const steps = fc.commands<Told, Story, false>(
  [
    opening,
    change,
    change,
    changeUntold,
    tellLate,
    repeat,
    reply,
    takeTag,
    suspend,
    demote,
    fault,
    fault,
    forward,
    publish,
    kill,
    crash,
  ],
  { maxCommands: 40, size: 'max' },
);
