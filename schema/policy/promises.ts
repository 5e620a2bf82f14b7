// Promises as written: a duration, a map that says more, a list of which the first that holds applies, or any of these by priority.
import { z } from 'zod';
import { condition } from './conditions.ts';
import {
  cites,
  duration,
  flag,
  id,
  many,
  names,
  number,
  scalar,
  strict,
  text,
  timeOfDay,
  whole,
  once,
} from './values.ts';

const STRENGTHS = ['contract', 'goal', 'best_effort'] as const;
export const strength = once(() =>
  z.enum(STRENGTHS).describe('What a promise is worth: contract, goal or best_effort'),
);

/** When something starts or ends: a word, or a map that names what happens. */
export const trigger = once(() =>
  z.union([
    text(80),
    strict({
      met: id().describe('Another metric is met').optional(),
      field: z
        .union([id(), z.record(z.string(), many(scalar()))])
        .describe('A field is set: a field, or { field: value }')
        .optional(),
      to: many(scalar()).optional(),
      set: z
        .union([id(), z.record(z.string(), many(scalar()))])
        .describe('A field is set: set: field, or set: { field: value }')
        .optional(),
      channel: id().describe('A comment comes by this channel').optional(),
      level: id().describe('The ticket enters this level').optional(),
      duty: id().describe('A duty is done (with `outcome`: with one of these)').optional(),
      outcome: names().optional(),
      step: id().describe('An escalation step is taken').optional(),
      rating: text(20).describe('The customer rates: good, bad or any').optional(),
      defect: text(20).describe('A defect is reported or closed').optional(),
      intake: text(80).describe('complete: all of the intake is given').optional(),
      status: names().describe('The ticket gets this status').optional(),
      reply: text(20).describe('A public reply by agent or customer').optional(),
      when: condition().describe('The first instant at which this holds').optional(),
    }),
  ]),
);

export const inForce = once(() =>
  z
    .union([strict({ when: condition(), cites: cites().optional() }), condition()])
    .describe('Holds only while this does: { when: { contract.age: { atLeast: 30 days } } }'),
);

export const pauses = once(() =>
  many(condition()).describe(
    'The clock stands still while one of these holds: [{ when: { status: [pending, hold] } }]',
  ),
);
export const warn = once(() =>
  z
    .union([text(40), strict({ before: duration().optional(), left: text(10).optional(), after: text(10).optional() })])
    .describe('When it warns: 30m before, 25% of the target left (the default), { before: 1h }, { left: 10% } or none'),
);

const terms = {
  clock: id().describe("The calendar it runs on; default: the tier's hours").optional(),
  when: condition().optional(),
  by: z.enum(['close', 'time']).describe("close: the end of the clock's hours on that day").optional(),
  cutOff: timeOfDay().describe('A start later than this local time counts as the next business day').optional(),
  businessDays: id().describe("Whose days `n business days` counts; default: the policy's, else the clock").optional(),
  starts: many(trigger()).describe("What starts it, in place of the metric's own start").optional(),
  ends: many(trigger()).describe('What ends it').optional(),
  pauses: pauses().optional(),
  warn: warn().optional(),
  outside: z.enum(['best_effort']).describe('best_effort until the clock first opens').optional(),
  strength: strength().optional(),
  agreed: flag().describe('An agent may record another instant that was agreed').optional(),
  inForce: inForce().optional(),
  onRequest: flag().describe('Runs only where somebody asked for it').optional(),
  repeats: flag().describe('Starts anew at each start').optional(),
  level: names().describe('Only at these levels').optional(),
  cites: cites().optional(),
} as const;

const shared = { title: text(200).optional(), ...terms };
/** Keys that an entry and a map by priority both may hold; a priority cannot be called so. */
export const PROMISE_KEYS: readonly string[] = ['within', ...Object.keys(shared)];

const within = once(() => duration().describe('How long: 4h, 90m, 14 days, 2 business days, as needed'));
const entry = once(() => strict({ within: within(), ...shared }));
const NOTHING = z.enum(['none', 'best effort', 'best_effort']);

const one = once(() =>
  z.union([
    NOTHING,
    duration(),
    entry(),
    z
      .array(z.union([duration(), entry()]))
      .min(1)
      .max(100),
  ]),
);
const byPriority = once(() => z.object(shared).catchall(one()));
/** A metric's promise: one for all priorities, or a map by priority (P1, "P1, P2", P3-P4, default). */
export const promise = once(() =>
  z.union([
    NOTHING,
    duration(),
    entry(),
    z
      .array(z.union([duration(), entry()]))
      .min(1)
      .max(100),
    byPriority(),
  ]),
);

export const promises = once(() =>
  z
    .object({ cites: cites().optional() })
    .catchall(promise())
    .describe(
      'Promise by metric: first_response, update, next_response, workaround, resolution, or a metric of your own',
    ),
);

export const metric = once(() =>
  strict({
    within: z
      .union([NOTHING, duration(), z.record(z.string(), one())])
      .describe('How long, for every tier')
      .optional(),
    while: condition().describe('Starts only while this holds, and ends, met, when it no longer does').optional(),
    ...shared,
  }),
);

export const attainment = once(() => {
  const share = strict({
    share: text(10).describe('95%'),
    per: text(20).describe('month, quarter or year').optional(),
    when: condition().optional(),
    priority: names().optional(),
    cites: cites().optional(),
  });
  const byPriority = z
    .object({ per: text(20).optional(), when: condition().optional(), cites: cites().optional() })
    .catchall(z.union([text(10), share]));
  return z.union([text(10), share, z.array(share), byPriority]);
});

export const credit = once(() =>
  strict({
    for: names().describe('The metric whose breach it is for'),
    each: text(200).describe('What each breach gives: 5% of monthly_fee, 100 USD'),
    atLeast: text(60).describe('How many breaches it takes: 5 per quarter').optional(),
    per: text(20).optional(),
    cap: text(60).describe('The most of it: 100%').optional(),
    claimWithin: duration().describe('How long it can be claimed').optional(),
    when: condition().optional(),
    cites: cites().optional(),
  }),
);

const CARRY_OVER = 'none, all, or a whole number: the most that stays for the next period';

export const allowance = once(() =>
  strict({
    title: text(200).optional(),
    number: whole().describe('How many'),
    per: text(20).describe('month, quarter, year or contract').optional(),
    carryOver: z
      .union([z.enum(['none', 'all']), whole(), flag()], { error: CARRY_OVER })
      .describe('How many of those left stay for the next period: none (the default), all, or at most so many')
      .optional(),
    then: z.enum(['billable', 'limited', 'not_covered']).describe('Coverage once it is used up').optional(),
    when: condition().optional(),
    cites: cites().optional(),
  }),
);

export const silence = once(() =>
  strict({
    after: duration(),
    do: text(60).describe('remind, solve, close, or an act of your own'),
    clock: id().optional(),
    when: condition().optional(),
    cites: cites().optional(),
  }),
);

export const fee = once(() =>
  strict({
    service: id().describe('Service it is charged for; default: any').optional(),
    amount: text(80).describe('250 USD per hour, 750 USD per ticket').optional(),
    fee: text(80).describe('The same as amount').optional(),
    times: number().describe("A factor on the service's rate").optional(),
    during: id().describe('Calendar in which it holds').optional(),
    outside: id().describe('Calendar outside which it holds').optional(),
    atLeast: duration().describe('The least that is charged').optional(),
    roundUpTo: duration().describe('The sum of the work is rounded up to this').optional(),
    when: condition().optional(),
    cites: cites().optional(),
  }),
);
