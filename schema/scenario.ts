// A scenario file as written: stories of tickets and what the policy must answer.
import { z } from 'zod';
import { date, duration, flag, id, many, number, strict, text, whole } from './policy/values.ts';
import { TICKET_STATUSES } from './ticket-words.ts';

const instant = () =>
  text(40).refine(
    (value) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(value),
    'an instant with its offset, such as 2026-03-02T09:00:00Z',
  );
const plain: z.ZodType<Plain> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(plain).max(1000), z.record(z.string(), plain)]),
);
/** A value as YAML gives it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

const map = () => z.record(z.string(), plain);
const status = () => z.enum(TICKET_STATUSES);

/** The contract of the ticket's organization; further keys are values that conditions ask for. */
const contract = () =>
  z
    .object({
      tier: id().optional(),
      status: z.enum(['active', 'unpaid', 'ended']).optional(),
      startsOn: date().nullable().optional(),
      endsOn: date().nullable().optional(),
      partner: text(200).nullable().optional(),
      region: text(200).nullable().optional(),
      users: number().nullable().optional(),
      timeZone: text(60).optional(),
      holidays: many(date()).optional(),
      entitlements: z.union([z.array(id()), z.record(id(), z.union([number(), flag(), z.null()]))]).optional(),
      contacts: z.record(id(), many(text(200))).optional(),
    })
    .catchall(plain);

const requester = () =>
  z
    .object({
      approved: flag().optional(),
      role: text(100).nullable().optional(),
      certifiedOn: date().nullable().optional(),
    })
    .catchall(plain);

const ticket = () =>
  z
    .object({
      id: text(40).optional(),
      opened: instant(),
      channel: id().nullable().optional(),
      status: status().optional(),
      type: text(20).nullable().optional(),
      priority: text(20).nullable().optional(),
      tags: many(text(200)).optional(),
    })
    .catchall(plain);

/** One update of the ticket, or one act of a person. */
const event = () =>
  strict({
    at: instant(),
    reply: z.enum(['agent', 'customer']).describe('A public comment').optional(),
    note: z.enum(['agent', 'customer']).describe('An internal comment').optional(),
    text: text(10_000).optional(),
    channel: id().optional(),
    status: status().optional(),
    type: text(20).optional(),
    set: map().describe('Fields that this update sets; priority is one set by hand').optional(),
    by: text(40).describe('Role of whoever set the priority').optional(),
    tags: many(text(200)).optional(),
    rating: z.enum(['good', 'bad']).optional(),
    duty: id().optional(),
    outcome: text(100).optional(),
    intake: id().optional(),
    value: plain.optional(),
    handOff: id().optional(),
    attempt: id().optional(),
    escalate: id().optional(),
    exclusion: id().optional(),
    withdraw: id().describe('The exclusion that is withdrawn').optional(),
    withdrawExclusion: id().optional(),
    reason: text(2000).optional(),
    start: id().optional(),
    complete: id().optional(),
    agree: id().describe('The metric whose due instant is agreed, with `due`').optional(),
    due: instant().optional(),
    work: duration().optional(),
    service: id().optional(),
    session: text(500).optional(),
    defect: z
      .union([
        text(200),
        strict({
          reference: text(200),
          url: text(500).optional(),
          expectedRelease: text(100).optional(),
          state: z.enum(['open', 'closed']).optional(),
        }),
      ])
      .optional(),
    contract: contract().nullable().describe('What changes of the contract; null: it is gone').optional(),
    requester: requester().optional(),
    refused: z
      .union([flag(), z.array(id())])
      .describe('The act is refused, by these')
      .optional(),
  });

const notice = () =>
  strict({
    id: id().optional(),
    kind: id(),
    text: text(2000).optional(),
    announced: instant(),
    from: instant(),
    to: instant(),
    organizations: many(text(200)).optional(),
  });

/** The parts of a judgement that an expectation may name. */
const EXPECTATIONS = [
  'ticketId',
  'at',
  'policy',
  'tier',
  'contract',
  'coverage',
  'service',
  'fee',
  'requester',
  'channel',
  'route',
  'priority',
  'level',
  'owner',
  'hours',
  'timers',
  'duties',
  'intake',
  'exclusions',
  'escalation',
  'stale',
  'defect',
  'notices',
  'downtime',
  'advice',
  'silence',
  'credits',
  'allowances',
  'entitlements',
  'sessions',
  'writeBack',
  'tags',
] as const;
const expectation = () =>
  strict(
    Object.fromEntries(EXPECTATIONS.map((key) => [key, plain.optional()])) as Record<
      (typeof EXPECTATIONS)[number],
      z.ZodOptional<typeof plain>
    >,
  );

/** `earlier`: in each earlier period of the contract, the first one first. */
const usage = () => strict({ used: whole().optional(), earlier: z.array(whole()).max(400).optional() });

export const scenarioSchema = strict({
  name: text(500),
  contract: contract().nullable().optional(),
  requester: requester().optional(),
  organization: map().optional(),
  ticket: ticket(),
  events: z.array(event()).max(2000).optional(),
  notices: z.array(notice()).max(200).optional(),
  usage: z
    .record(z.string(), z.union([number(), usage()]))
    .describe('How much of each allowance was used before, and in each earlier period of the contract')
    .optional(),
  reviewed: date().describe("Stands in for the policy's date of review").optional(),
  at: instant(),
  expect: expectation().default({}),
});

export const scenarioFileSchema = strict({
  policy: id(),
  title: text(200).optional(),
  scenarios: z.array(scenarioSchema).max(5000),
});

/** The same with scenarios of any shape: each is checked by itself, so that one with a fault leaves the others standing. */
export const scenarioListSchema = scenarioFileSchema.extend({ scenarios: z.array(z.unknown()).max(5000) });

/** A scenario file as written, its shape checked. */
export type ScenarioFileText = z.infer<typeof scenarioFileSchema>;
