/** What a policy text comes to: promises, calendars, conditions, references. */
import { describe, expect, it } from 'vitest';
import type { PromiseRule } from '#core/policy/policy.ts';
import { compiled, office, problemsOf } from './policies.ts';

const rules = (text: string, tier = 'gold'): readonly PromiseRule[] => compiled(text).tiers.get(tier)?.promises ?? [];
const short = (text: string, tier = 'gold'): string[] =>
  rules(text, tier).map(({ metric, priority, level, within, clock, strength }) =>
    [metric, level, priority, within.text, clock, strength === 'contract' ? null : strength]
      .filter((part) => part !== null)
      .join(' '),
  );

describe('promises', () => {
  it('one duration is for every priority', () => {
    expect(short(office('promises: { first_response: 4h }'))).toEqual(['first_response 4h']);
  });
  it('a map by priority, groups and ranges of them, and a default that comes last', () => {
    expect(short(office('promises: { update: { default: as needed, P1: 1h, "P2, P3": 2h } }'))).toEqual([
      'update P1 1h',
      'update P2 2h',
      'update P3 2h',
      'update as needed best_effort',
    ]);
    expect(short(office('promises: { update: { P1-P2: 90m, P3: 1 business day } }'))).toEqual([
      'update P1 1h 30m',
      'update P2 1h 30m',
      'update P3 1 business day',
    ]);
  });
  it('a list keeps its order', () => {
    const [first, second] = rules(
      office('promises: { first_response: { P1: [{ within: 30m, when: { channel: phone } }, 1h] } }'),
    );
    expect([first?.within.text, first?.when, second?.within.text, second?.when.kind]).toEqual([
      '30m',
      expect.objectContaining({ kind: 'compare', text: 'channel is phone' }),
      '1h',
      'always',
    ]);
  });
  it('what stands beside the priorities holds for all of them', () => {
    expect(
      short(
        office('promises: { update: { P1: 1h, P2: { within: 2h, clock: office }, clock: always, strength: goal } }'),
      ),
    ).toEqual(['update P1 1h always goal', 'update P2 2h office goal']);
  });
  it('what a metric says holds for the promises of it that say nothing else', () => {
    const metric = 'metrics: { visit: { clock: always, strength: goal, pauses: { status: hold } } }\n';
    const text = office(`${metric}promises: { visit: { P1: 2h, P2: { within: 4h, clock: office } } }`);
    expect(short(text)).toEqual(['visit P1 2h always goal', 'visit P2 4h office goal']);
    expect(rules(text)[0]?.pauses).toHaveLength(1);
  });
  it('shares by priority with what holds for all of them', () => {
    const text = office('promises: { update: 4h }\nattainment: { update: { P1: 99%, P2: 90%, per: quarter } }');
    expect(compiled(text).tiers.get('gold')?.attainment).toMatchObject([
      { share: 0.99, per: 'quarter' },
      { share: 0.9, per: 'quarter' },
    ]);
  });
  it('the close of a business day, and its cut-off', () => {
    expect(
      rules(
        office('promises: { update: { within: 1 business day, by: close, cutOff: 15:00, businessDays: office } }'),
      )[0],
    ).toMatchObject({
      within: { kind: 'business_days', days: 1, by: 'close', cutOff: 900 },
      businessDays: 'office',
    });
  });
  it('an own tier overrides what stands at the top, priority by priority', () => {
    const text = office('promises: { update: { P1: 1h, P2: 2h } }').replace(
      '{ hours: office }',
      '{ hours: office, promises: { update: { P1: 30m } } }',
    );
    expect(rules(text).find(({ priority }) => priority === 'P1')?.within.text).toBe('30m');
    expect(rules(text).find(({ priority }) => priority === 'P2')?.within.text).toBe('2h');
  });
  it('none takes a promise away', () => {
    const text = office('promises: { update: 1h, first_response: 1h }').replace(
      '{ hours: office }',
      '{ hours: office, promises: { update: none } }',
    );
    expect(short(text)).toEqual(['first_response 1h']);
  });
  it('extends takes over what a tier does not say, also from its grandparent', () => {
    const text = office('').replace(
      'tiers: { gold: { hours: office } }',
      'tiers: { a: { hours: office, channels: [email], promises: { update: 1h } }, b: { extends: a, promises: { first_response: 2h } }, gold: { extends: b, hours: always } }',
    );
    expect(short(text)).toEqual(['first_response 2h', 'update 1h']);
    expect(compiled(text).tiers.get('gold')).toMatchObject({
      hours: 'always',
      channels: { terms: [{ channel: 'email', allowed: true }] },
    });
  });
  it('promises of a level say at which', () => {
    expect(short(office('levels: { L1: {}, L2: { promises: { level_update: 1h } } }'))).toEqual(['level_update L2 1h']);
  });
  it('a warning is a time before, a share that is left, a share that has passed, or none', () => {
    const warn = (text: string): unknown =>
      rules(office(`promises: { update: { within: 4h, warn: ${text} } }`))[0]?.warn;
    expect([warn('30m'), warn('10%'), warn('{ after: 75% }'), warn('none')]).toEqual([
      { before: { kind: 'working', ms: 1_800_000, text: '30m' } },
      { left: 0.1 },
      { left: 0.25 },
      { left: 0 },
    ]);
  });
  it('pauses are conditions, one or several', () => {
    const pauses = (text: string): number | undefined =>
      rules(office(`promises: { update: { within: 4h, pauses: ${text} } }`))[0]?.pauses.length;
    expect([
      pauses('{ status: pending }'),
      pauses('[{ when: { status: [pending, hold] } }]'),
      pauses('[{ status: hold }, { tags: frozen }]'),
    ]).toEqual([1, 1, 2]);
  });
});

describe('durations', () => {
  it.each([
    ['90m', 'working', '1h 30m'],
    ['1h 30m', 'working', '1h 30m'],
    ['2h 10m', 'working', '2h 10m'],
    ['PT1H30M', 'working', '1h 30m'],
    ['30 minutes', 'working', '30m'],
    ['4 business hours', 'working', '4h'],
    ['1.5 hours', 'working', '1h 30m'],
    ['14 days', 'days', '14 days'],
    ['2 weeks', 'days', '14 days'],
    ['P14D', 'days', '14 days'],
    ['1 business day', 'business_days', '1 business day'],
    ['10 working days', 'business_days', '10 business days'],
    ['1 month', 'months', '1 month'],
    ['2 years', 'months', '24 months'],
    ['next business day', 'business_days', 'next business day'],
    ['end of the next business day', 'business_days', 'end of the next business day'],
    ['as needed', 'as_needed', 'as needed'],
  ])('%s', (text, kind, said) => {
    expect(rules(office(`promises: { update: ${text} }`))[0]?.within).toMatchObject({ kind, text: said });
  });
  it('days and hours do not mix', () => {
    expect(problemsOf(office('promises: { update: 1 day 4h }'))[0]).toContain('not one kind of time');
  });
});

describe('metrics', () => {
  const metric = (text: string, id: string): unknown => compiled(office(text)).metrics.get(id);
  it('start, end, repetition and request', () => {
    expect(
      metric('metrics: { report: { starts: solved, onRequest: true, within: 10 business days } }', 'report'),
    ).toMatchObject({
      starts: [{ on: 'solved' }],
      ends: [{ on: 'complete' }],
      onRequest: true,
      endsOnSolve: false,
    });
  });
  it('a metric that only a promise names runs from the opening until it is completed', () => {
    expect(metric('promises: { diagnosis: 2h }', 'diagnosis')).toMatchObject({
      starts: [{ on: 'opened' }],
      ends: [{ on: 'complete' }],
    });
  });
  it.each([
    ['{ met: first_response }', { on: 'met', metric: 'first_response' }],
    ['{ field: impact, to: a }', { on: 'field', field: 'impact', values: ['a'] }],
    ['{ set: { impact: [a, b] } }', { on: 'field', field: 'impact', values: ['a', 'b'] }],
    ['{ field: { impact: a } }', { on: 'field', field: 'impact', values: ['a'] }],
    ['impact', { on: 'field', field: 'impact', values: null }],
    ['{ channel: phone }', { on: 'channel', channel: 'phone' }],
    ['rating.bad', { on: 'rating', value: 'bad' }],
    ['{ defect: reported }', { on: 'defect' }],
    ['survey_sent', { on: 'complete' }],
    ['{ status: hold }', { on: 'when', text: 'status becomes hold' }],
  ])('starts: %s', (written, trigger) => {
    const text = office(`promises: { first_response: 1h, visit: { within: 4h, starts: ${written} } }`);
    expect(rules(text).find(({ metric: id }) => id === 'visit')?.starts).toMatchObject([trigger]);
  });
});

describe('channels', () => {
  const channels = (top: string, own = ''): unknown => {
    const text = office(top).replace('{ hours: office }', `{ hours: office${own} }`);
    return compiled(text).tiers.get('gold')?.channels;
  };
  it('none named: all', () => expect(channels('')).toMatchObject({ terms: [], others: true }));
  it('a condition for one of them', () => {
    expect(channels('channels: { phone: { allowed: true, when: { priority: P1 } } }')).toMatchObject({
      terms: [{ channel: 'phone', allowed: true, when: { kind: 'compare' } }],
      others: false,
    });
  });
  it("a tier's list beside the top's condition", () => {
    expect(
      channels(
        'channels: { phone: { allowed: true, when: { priority: P1 } } }',
        ', channels: { allowed: [email], preferred: email }',
      ),
    ).toMatchObject({
      terms: [{ channel: 'email' }, { channel: 'phone' }],
      preferred: 'email',
    });
  });
  it('only a refusal leaves the others', () =>
    expect(channels('channels: { phone: false }')).toMatchObject({ others: true }));
});

describe('conditions', () => {
  const when = (text: string): unknown => compiled(office(`exclusions: { x: { when: ${text} } }`)).exclusions[0]?.when;
  it('all keys of a map', () => {
    expect(when('{ impact: a, channel: [phone, chat] }')).toMatchObject({
      kind: 'all',
      of: [
        { subject: { of: 'field', field: 'impact' }, test: { kind: 'in', values: ['a'] } },
        { subject: { of: 'ticket', key: 'channel' }, test: { kind: 'in', values: ['phone', 'chat'] } },
      ],
    });
  });
  it('any, all, not', () => {
    expect(when('{ any: [{ impact: a }, { not: { all: [{ impact: b }, { tags: vip }] } }] }')).toMatchObject({
      kind: 'any',
      of: [{ kind: 'compare' }, { kind: 'not', of: { kind: 'all' } }],
    });
  });
  it.each([
    ['{ done: true }', { subject: { of: 'field', field: 'done' }, test: { kind: 'in', values: [true] } }],
    ['{ tags: [a, b] }', { test: { kind: 'includes', all: [], any: ['a', 'b'], none: [] } }],
    ['{ tags: { includes: [a, b], excludes: c } }', { kind: 'all' }],
    ['{ impact: { not: a } }', { test: { kind: 'not_in', values: ['a'] } }],
    ['{ impact: null }', { test: { kind: 'set', set: false } }],
    [
      '{ contract.users: { atLeast: 10, lessThan: 100 } }',
      { test: { kind: 'range', atLeast: 10, lessThan: 100, atMost: null, moreThan: null } },
    ],
    ['{ contract.age: { atLeast: 30 days } }', { test: { kind: 'range', atLeast: 2_592_000_000 } }],
    [
      '{ contract.users: { atLeast: organization.users } }',
      { test: { atLeast: { subject: { of: 'organization', key: 'users' } } } },
    ],
    ['{ contract.startsOn: { before: 2026-01-01 } }', { test: { lessThan: '2026-01-01' } }],
    [
      '{ contract: { status: unpaid } }',
      { subject: { of: 'contract', key: 'status' }, test: { kind: 'in', values: ['unpaid'] } },
    ],
    ['{ opened.on: weekdays }', { kind: 'time', instant: 'opened', test: { kind: 'weekdays', days: [0, 1, 2, 3, 4] } }],
    ['{ opened.on: [sat, Sunday] }', { kind: 'any', of: [{ test: { days: [5] } }, { test: { days: [6] } }] }],
    ['{ opened.on: office }', { test: { kind: 'on', calendar: 'office' } }],
    ['{ opened: { during: office } }', { test: { kind: 'during', calendar: 'office' } }],
    ['{ now.outside: 09:00-12:00 }', { instant: 'now', test: { kind: 'outside' } }],
    ['{ opened.before: 2026-03-01 }', { test: { kind: 'dates', from: null, to: '2026-02-28' } }],
    [
      '{ promise: breached }',
      { subject: { of: 'promise', metric: null }, test: { values: ['breached', 'breached_met'] } },
    ],
    ['{ customer: dissatisfied }', { kind: 'dissatisfied' }],
    ['{ rating.bad: true }', { subject: { of: 'rating' }, test: { values: ['bad'] } }],
    ['{ defect: reported }', { subject: { of: 'defect' }, test: { kind: 'set', set: true } }],
    ['{ ticket.age: { atLeast: 4h } }', { subject: { of: 'ticket_age' }, test: { atLeast: 14_400_000 } }],
  ])('%s', (text, meant) => expect(when(text)).toMatchObject(meant));
});

describe('references are checked with their place and a suggestion', () => {
  it.each([
    [
      'a calendar',
      'promises: { update: { within: 1h, clock: ofice } }',
      /^6:\d+ unknown-reference there is no calendar "ofice" \(did you mean "office"\?\)/,
    ],
    ['a priority', 'promises: { update: { P7: 1h } }', /there is no priority "P7" \(did you mean "P1"\?\)/],
    [
      'a metric that is a slip',
      'promises: { first_reponse: 1h }',
      /there is no metric "first_reponse" \(did you mean "first_response"\?/,
    ],
    ['a level', 'levels: { L1: { handOff: L11 } }', /there is no level "L11" \(did you mean "L1"\?\)/],
    [
      'a duty',
      'duties: { log: Log }\nlevels: { L1: { duties: [logs] } }',
      /there is no duty "logs" \(did you mean "log"\?\)/,
    ],
    ['a step', 'escalation: [{ step: a, contact: x, opensWhen: { since: b, atLeast: 1h } }]', /there is no step "b"/],
    [
      'a contact',
      'contacts: { sales: Sales }\nroutes: [{ topic: x, contact: slaes }]\ntopics: { x: X }',
      /there is no contact "slaes" \(did you mean "sales"\?\)/,
    ],
    [
      'a value of a field',
      'exclusions: { x: { when: { impact: z } } }',
      /"z" is not one of its values \(one of: a, b, c\)/,
    ],
    [
      'a field',
      'exclusions: { x: { when: { imapct: a } } }',
      /a condition cannot ask for "imapct" \(did you mean "impact"\?/,
    ],
    [
      'a holiday set',
      'downtime: { x: { open: { sat: 00:00-24:00 }, timeZone: Etc/UTC } }\nholidays: { x: [{ set: y }] }',
      /there is no holiday set "y"/,
    ],
    ['a country', 'holidays: { x: [{ country: ZZ }] }', /no holidays are known of the country "ZZ"/],
    [
      'a region',
      'holidays: { x: [{ country: AA, region: Q }] }',
      /no holidays are known of the country "AA" with a region "Q"/,
    ],
    ['an entitlement', 'exclusions: { x: { when: { entitlement.gold: true } } }', /there is no entitlement "gold"/],
    ['a tier', 'withoutContract: silver', /there is no tier "silver" \(one of: gold\)/],
    [
      'a key',
      'exclusions: { x: { wehn: {} } }',
      /unknown-key unknown key "wehn" in exclusions.x \(did you mean "when"\?\)/,
    ],
    [
      'a tier of itself',
      'withoutContract: gold\nmetrics: { a: { within: 1h, starts: { met: b } } }',
      /there is no metric "b"/,
    ],
  ])('%s', (_name, text, said) => {
    expect(problemsOf(office(text)).join('\n')).toMatch(said);
  });
  it('a tier that extends itself, and a calendar made of itself', () => {
    expect(problemsOf('policy: a\ntiers: { a: { extends: b }, b: { extends: a } }\n')[0]).toContain('extends itself');
    expect(problemsOf('policy: a\ncalendars: { a: { anyOf: [b] }, b: { anyOf: [a] } }\n')[0]).toContain(
      'is made of itself',
    );
  });
});

describe('calendars', () => {
  const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
  const local = `policy: a
calendars:
  office: { timeZone: Europe/London, open: { mon-fri: 09:00-17:00 } }
  local: { timeZone: organization.timeZone, open: { mon-fri: 09:00-17:00 }, closedOn: organization.holidays, otherwise: office }
`;
  it("a calendar of the customer's own runs in the customer's zone and holidays", () => {
    const { calendar } = compiled(local);
    const tokyo = calendar('local', { timeZone: 'Asia/Tokyo', holidays: ['2026-03-03'] });
    expect([tokyo.isOpen(at('2026-03-02T00:30:00Z')), tokyo.isOpen(at('2026-03-03T00:30:00Z'))]).toEqual([true, false]);
    expect(calendar('local', { timeZone: 'Asia/Tokyo', holidays: ['2026-03-03'] })).toBe(tokyo);
  });
  it('where the zone is not known, the other one', () => {
    expect(compiled(local).calendar('local', {}).zone).toBe('Europe/London');
  });
  it('days and windows may be written in several ways', () => {
    const { calendar } = compiled(
      'policy: a\ncalendars: { c: { timeZone: Etc/UTC, open: { weekdays: 9:00-17:00, Saturday: 10:00-12:00 }, except: { 12-24: 9:00-12:00 } } }\n',
    );
    const open = (text: string): boolean => calendar('c', {}).isOpen(at(text));
    expect([open('2026-03-02T09:00:00Z'), open('2026-03-07T11:00:00Z'), open('2026-03-08T11:00:00Z')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([open('2026-12-24T11:00:00Z'), open('2026-12-24T13:00:00Z'), open('2031-12-24T13:00:00Z')]).toEqual([
      true,
      false,
      false,
    ]);
  });
  it('always is there without being written', () => {
    expect(
      compiled(office('promises: { update: { within: 1h, clock: always } }')).calendar('always', {}).isOpen(0),
    ).toBe(true);
  });
  it('closed days stand in the calendar itself as well', () => {
    const { calendar } = compiled(
      'policy: a\ncalendars: { c: { timeZone: Etc/UTC, open: always, closedOn: [{ country: AA, except: [Founders Day] }, 2026-03-02] } }\n',
    );
    const open = (date: string): boolean => calendar('c', {}).isOpen(at(`${date}T12:00:00Z`));
    expect([open('2026-01-01'), open('2026-05-01'), open('2026-03-02')]).toEqual([false, true, false]);
  });
  it('a policy that names no tier has one', () => {
    expect([...compiled('policy: a\npromises: { update: 1h }\n').tiers.keys()]).toEqual(['standard']);
  });
});

describe('what is only named', () => {
  it('is a duty with its name as its title', () => {
    expect(compiled(office('levels: { L1: { duties: [log_it] } }')).duties.get('log_it')).toMatchObject({
      title: 'Log it',
      outcomes: [],
    });
  });
  it('is a contact of the contract', () => {
    const { contacts } = compiled(
      office('contacts: { sales: Sales }\nescalation: [{ step: a, contact: account_manager }]'),
    );
    expect([...contacts.keys()]).toEqual(['sales', 'account_manager']);
  });
  it('is a service where no service is defined', () => {
    const text = office('').replace('{ hours: office }', '{ hours: office, services: { technical: included } }');
    expect(compiled(text).services).toMatchObject([{ id: 'technical', title: 'Technical', when: null }]);
  });
});

describe('services', () => {
  const services = (more: string): unknown => compiled(office(more)).tiers.get('gold')?.services;
  it('a tier that says nothing of them includes them all', () =>
    expect(services('services: { a: A, b: B }')).toEqual([]));
  it('a service that comes into force later says so in every tier', () => {
    expect(
      services('services: { a: A, b: { inForce: { when: { contract.age: { atLeast: 30 days } } } } }'),
    ).toMatchObject([
      { service: 'a', kind: 'included', inForce: { kind: 'always' } },
      { service: 'b', kind: 'included', inForce: { kind: 'compare', text: 'contract.age is at least 30 days' } },
    ]);
  });
  it('a fee for a service holds on its tickets', () => {
    const fees = compiled(office('services: { a: A }\nfees: { service: a, amount: 750 USD per ticket }')).tiers.get(
      'gold',
    )?.fees;
    expect(fees).toMatchObject([
      {
        service: 'a',
        rate: { amount: 750, currency: 'USD', per: 'ticket' },
        when: { subject: { of: 'ticket', key: 'service' } },
      },
    ]);
  });
  it.each([
    ['250 USD per hour', { amount: 250, currency: 'USD', per: 'hour' }],
    ['$1,250.50 an hour', { amount: 1250.5, currency: 'USD', per: 'hour' }],
    ['EUR 90/hour', { amount: 90, currency: 'EUR', per: 'hour' }],
    ['£600 per day', { amount: 600, currency: 'GBP', per: 'day' }],
    ['75 CHF', { amount: 75, currency: 'CHF', per: 'ticket' }],
  ])('%s', (text, rate) =>
    expect(compiled(office(`fees: { amount: "${text}" }`)).tiers.get('gold')?.fees[0]?.rate).toMatchObject(rate),
  );
});
