/** Random tickets with random lives, for any policy: every fact and act that the policy knows may turn up, refused ones left out. */
import fc from 'fast-check';
import type { ContractFacts, EpochMs, FactEvent, Facts, FieldValue } from '#core/facts/facts.ts';
import { refusal } from '#core/judge/judge.ts';
import type { Policy } from '#core/policy/policy.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

export interface Story {
  readonly policy: Policy;
  readonly facts: Facts;
  /** An instant in or after the story. */
  readonly at: EpochMs;
}

/** Openings near holidays, changes of offset, closing times, or anywhere in three years. */
const openings = fc.oneof(
  fc
    .constantFrom(
      ...['2021-03-12T23:00Z', '2021-03-26T16:00Z', '2021-10-29T15:00Z', '2021-11-05T23:59Z', '2021-07-02T23:00Z'],
      ...['2021-12-23T22:00Z', '2022-11-18T20:59:59Z', '2022-11-19T00:00Z', '2021-06-07T16:30Z', '2021-04-01T15:00Z'],
    )
    .map((text) => Date.parse(text)),
  fc.integer({ min: Date.UTC(2021, 0, 1), max: Date.UTC(2023, 11, 31) }).map((at) => at - (at % 1000)),
);

/** From nothing at all to some days. */
const gaps = fc.oneof(
  fc.constantFrom(0, 1000, 15 * MINUTE, 60 * MINUTE, 120 * MINUTE, 240 * MINUTE, DAY, 3 * DAY),
  fc.integer({ min: 0, max: 400 }).map((minutes) => minutes * MINUTE),
);

export function stories(policies: readonly Policy[]): fc.Arbitrary<Story> {
  return fc
    .constantFrom(...policies)
    .chain((policy) =>
      fc.tuple(
        fc.constant(policy),
        beginnings(policy),
        fc.array(fc.tuple(gaps, happenings(policy)), { maxLength: 14 }),
        gaps,
      ),
    )
    .map(([policy, beginning, rest, last]) => tellStory(policy, beginning, rest, last));
}

type Happening = (at: EpochMs, facts: Facts) => FactEvent;

function tellStory(
  policy: Policy,
  beginning: Facts,
  rest: readonly (readonly [number, Happening])[],
  last: number,
): Story {
  let facts = beginning;
  let at = facts.opened;
  for (const [gap, happening] of rest) {
    at += gap;
    const event = happening(at, facts);
    if (refusal(policy, facts, event) === null) facts = { ...facts, events: [...facts.events, event] };
  }
  return readable({ policy, facts, at: at + last });
}

/** In a counterexample a policy is its name. */
function readable(story: Story): Story {
  const show = (): string =>
    `${story.policy.id} at ${new Date(story.at).toISOString()}: ${JSON.stringify(story.facts, null, 1)}`;
  return Object.defineProperty(story, fc.toStringMethod, { value: show });
}

function beginnings(policy: Policy): fc.Arbitrary<Facts> {
  return fc
    .record({
      opened: openings,
      channel: fc.constantFrom('email', 'web', 'phone', 'chat', 'helpdesk'),
      fields: fieldsOf(policy),
      contract: fc.option(contractsOf(policy), { freq: 8 }),
      approved: fc.boolean(),
      certifiedOn: fc.constantFrom(null, '2019-12-30', '2021-01-05', '2020-02-29'),
      users: fc.constantFrom(null, 10, 50),
      reviewed: fc.constantFrom(null, '2020-12-01', '2021-06-30'),
    })
    .map(({ opened, channel, fields, contract, approved, certifiedOn, users, reviewed }) => ({
      ticketId: '1',
      opened,
      channel,
      status: 'new',
      fields,
      contract,
      requester: { approved, certifiedOn },
      organization: { users, timeZone: null, holidays: [] },
      notices: [
        { id: 'n', kind: 'maintenance', announced: opened + DAY, from: opened + 2 * DAY, to: opened + 3 * DAY },
      ],
      reviewed,
      events: [],
    }));
}

function fieldsOf(policy: Policy): fc.Arbitrary<Record<string, FieldValue>> {
  const shape = Object.fromEntries([...policy.fields.keys()].map((id) => [id, fc.option(valueOf(policy, id))]));
  return fc.record(shape) as fc.Arbitrary<Record<string, FieldValue>>;
}

function valueOf(policy: Policy, field: string): fc.Arbitrary<FieldValue> {
  const known = policy.fields.get(field);
  const values = [
    ...(known?.values.map((value) => value.id) ?? []),
    ...(field === policy.topicField ? policy.topics.keys() : []),
  ];
  if (values.length > 0) return fc.constantFrom<FieldValue>(...values);
  return known?.type === 'checkbox' ? fc.boolean() : fc.constantFrom<FieldValue>('3.2', '4.1');
}

function contractsOf(policy: Policy): fc.Arbitrary<ContractFacts> {
  return fc.record({
    tier: fc.constantFrom(...policy.tiers.keys()),
    status: fc.constantFrom(
      'active' as const,
      'active' as const,
      'active' as const,
      'unpaid' as const,
      'ended' as const,
    ),
    startsOn: fc.constantFrom(null, null, '2021-06-08', '2022-01-01'),
    endsOn: fc.constantFrom(null, null, '2021-12-24', '2023-06-30'),
    partner: fc.constantFrom(null, 'self', 'bluefin_it'),
    region: fc.constantFrom(null, 'emea'),
    entitlements: fc.constant(Object.fromEntries([...policy.entitlements.keys()].map((id) => [id, 50]))),
  });
}

function happenings(policy: Policy): fc.Arbitrary<Happening> {
  const of = (...ids: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...(ids.length > 0 ? ids : ['none']));
  const duties = [...policy.duties.values()];
  const all: fc.Arbitrary<Happening>[] = [
    fc
      .record({
        by: fc.constantFrom('agent' as const, 'agent' as const, 'customer' as const),
        open: fc.boolean(),
        status: fc.option(fc.constantFrom('open' as const, 'pending' as const, 'solved' as const)),
      })
      .map(({ by, open, status }) => (at) => ({
        at,
        kind: 'update',
        comment: { by, public: open },
        ...(status === null ? {} : { status }),
      })),
    fc
      .constantFrom('open' as const, 'hold' as const, 'pending' as const, 'solved' as const)
      .map((status) => (at) => ({ at, kind: 'update', status })),
    fc
      .constantFrom('urgent', 'high', 'normal', 'low', null)
      .map((value) => (at) => ({ at, kind: 'update', priority: { value, by: 'agent' } })),
    of(...[...policy.fields.keys()].filter((id) => policy.fields.has(id)))
      .chain((id) => fc.tuple(fc.constant(id), fc.option(valueOf(policy, id))))
      .map(([id, value]) => (at) => ({ at, kind: 'update', set: { [id]: value } })),
    fc
      .constantFrom(...(duties.length > 0 ? duties : [null]))
      .chain((duty) =>
        fc.tuple(fc.constant(duty?.id ?? 'none'), fc.constantFrom(null, 'waived', ...(duty?.outcomes ?? []))),
      )
      .map(([duty, outcome]) => (at) => ({ at, kind: 'duty', duty, outcome })),
    of(...policy.intake.flatMap((t) => t.items.map((i) => i.id))).map((item) => (at) => ({ at, kind: 'intake', item })),
    of(...policy.levels.map((l) => l.id)).map((to) => (at) => ({ at, kind: 'handOff', to })),
    of(...policy.escalation.map((s) => s.id)).map((step) => (at) => ({
      at,
      kind: 'attempt',
      step,
      outcome: 'not_reached',
    })),
    of(...policy.escalation.map((s) => s.id)).map((step) => (at) => ({ at, kind: 'escalate', step })),
    of(...policy.exclusions.filter((e) => e.when === null).map((e) => e.id)).chain((exclusion) =>
      fc.constantFrom<Happening>(
        (at) => ({ at, kind: 'exclusion', exclusion }),
        (at) => ({ at, kind: 'withdrawExclusion', exclusion }),
      ),
    ),
    of(...[...policy.metrics.values()].filter((m) => m.onRequest).map((m) => m.id)).map((metric) => (at) => ({
      at,
      kind: 'start',
      metric,
    })),
    of(...policy.metrics.keys()).map((metric) => (at) => ({ at, kind: 'complete', metric })),
    fc.constantFrom<Happening>(
      (at) => ({ at, kind: 'defect', reference: 'X-1', state: 'open' }),
      (at) => ({ at, kind: 'defect', reference: 'X-1', state: 'closed' }),
      (at) => ({ at, kind: 'rating', value: 'bad' }),
      (at) => ({ at, kind: 'rating', value: 'good' }),
      (at) => ({ at, kind: 'work', service: null, ms: 20 * MINUTE }),
    ),
    contractsOf(policy).map((contract) => (at) => ({ at, kind: 'contract', contract })),
  ];
  return fc.oneof(...all);
}
