/** A judgement in the schema's words: every part of it comes out through the app's own query. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Judgement } from '#core/judge/judgement.ts';
import { toTicketSupport } from '#rim/graphql/ticket-support.ts';
import { parseDuration, parseInstant, toDuration, toInstant } from '#rim/graphql/time-words.ts';
import { TICKET_SUPPORT } from '../../../zendesk-app/api/operations.ts';
import { startGraphql, supportView, type GraphqlHarness } from './harness.ts';

const NINE = Date.parse('2026-03-02T09:00:00Z');
const HOUR = 3_600_000;
const reasons = [{ text: 'Because.', cites: ['NEX-01'] }];
const card = { role: 'support_team', title: 'Support team', name: null, email: 'support@example.com', phone: null };
const judgement: Judgement = {
  ticketId: '35436',
  at: NINE,
  policy: { id: 'nextplane', version: 3, title: 'NextPlane support' },
  contract: {
    tier: 'business',
    status: 'unpaid',
    endsOn: '2026-12-31',
    contacts: [{ role: 'approved', email: 'a@example.com' }],
  },
  tier: { id: 'business', title: 'Business' },
  coverage: {
    verdict: 'billable',
    service: { id: 'call_out', title: 'Call-out' },
    fee: { amount: 750, currency: 'USD', rate: '250 USD per hour', workedMs: 2.5 * HOUR, reasons },
    reasons,
  },
  requester: {
    verdict: 'not_approved',
    certification: 'expiring',
    namedContacts: [{ role: 'approved', name: 'First contact', userId: '5' }],
    reasons,
  },
  channel: { used: 'phone', allowed: false, channels: ['web'], preferred: 'web', reasons },
  route: { contact: 'partner', details: card, fallback: 'partner', standsIn: true, reasons },
  priority: { id: 'P1', title: 'Business critical', zendesk: 'urgent', overriddenBy: 'agent', derived: 'P2', reasons },
  level: {
    id: 'L1',
    title: 'First level',
    owner: 'partner',
    contacts: [card],
    handOffs: [{ to: 'L2', open: false, blockedBy: ['identify'], reasons }],
    reasons,
  },
  hours: { open: true, until: NINE + 8 * HOUR, clock: 'office', timeZone: 'Europe/London' },
  timers: [
    {
      metric: 'first_response',
      title: 'First response',
      state: 'breached',
      strength: 'contract',
      target: { kind: 'working', ms: HOUR },
      targetText: '1h',
      startedAt: NINE - 2 * HOUR,
      dueAt: NINE - HOUR,
      warnAt: NINE - 1.25 * HOUR,
      metAt: null,
      pausedAt: null,
      remainingMs: -HOUR,
      clock: 'always',
      receipt: [{ from: NINE - 2 * HOUR, to: NINE - HOUR, kind: 'holiday', counted: true }],
      reasons,
    },
    {
      metric: 'root_cause_report',
      title: 'Root cause report',
      state: 'best_effort',
      strength: 'best_effort',
      target: { kind: 'business_days', count: 10 },
      targetText: '10 business days',
      startedAt: NINE,
      dueAt: null,
      warnAt: null,
      metAt: null,
      pausedAt: null,
      remainingMs: null,
      clock: 'office',
      receipt: [],
      reasons: [],
    },
  ],
  duties: [
    {
      id: 'identify',
      title: 'Identify',
      state: 'open',
      openedAt: NINE,
      dueAt: null,
      doneAt: null,
      outcome: null,
      outcomes: ['done'],
      blockedBy: [],
      links: [{ title: 'Guide', url: 'https://example.com/' }],
      reasons,
    },
  ],
  intake: {
    provided: 1,
    required: 2,
    items: [{ id: 'logs', title: 'Logs', given: false, optional: false, value: null }],
    message: 'Please send: Logs',
    reasons,
  },
  exclusions: [{ id: 'third_party', title: 'Third party', recorded: true, reason: 'seen', reasons }],
  escalation: {
    stale: true,
    reviewed: '2025-01-01',
    steps: [
      {
        id: 'head',
        title: 'Head of support',
        contact: 'head',
        contacts: [card],
        state: 'taken',
        takenAt: NINE,
        opensWhen: 'a promise is breached',
        opensAt: null,
        attempts: [{ at: NINE, outcome: 'not_reached' }],
        reasons,
      },
    ],
  },
  defect: { reference: 'owner/repository#12', url: null, state: 'open', expectedRelease: null },
  notices: [
    {
      id: 'n1',
      kind: 'maintenance',
      text: null,
      announced: NINE,
      from: NINE,
      to: NINE + HOUR,
      lead: 'short',
      recipients: [card],
      reasons,
    },
  ],
  downtime: { from: NINE, to: NINE + HOUR, now: true },
  advice: [{ text: 'Restart.', links: [], cites: [] }],
  silence: { do: 'remind', since: NINE, dueAt: NINE + HOUR, reasons },
  credits: [{ metric: 'first_response', text: '5% of monthly_fee', claimBy: null, reasons }],
  allowances: [{ id: 'incidents', number: 10, used: 3, per: 'year', reasons }],
  entitlements: [{ id: 'seats', title: 'Seats', quantity: 5, covers: true }],
  sessions: [{ at: NINE, url: 'https://example.com/session' }],
  waits: [],
  wantedTags: ['tier_business'],
  wantedPriority: 'urgent',
  nextAt: null,
};

let graphql: GraphqlHarness;
beforeAll(async () => {
  graphql = await startGraphql({
    services: { ticketSupport: (id) => Promise.resolve({ ...supportView(id), judgement }) },
  });
});
afterAll(() => graphql.close());

it("goes through the app's own query unchanged", async () => {
  const { data, code } = await graphql.ask(TICKET_SUPPORT, { variables: { ticketId: '35436' } });
  expect(code).toBeUndefined();
  expect(toTicketSupport(judgement)).toMatchObject(data?.['ticketSupport'] as object);
});

it('has capitals, instants, durations and dates', () => {
  const support = toTicketSupport(judgement);
  expect(support).toMatchObject({
    at: '2026-03-02T09:00:00Z',
    policy: { id: 'nextplane', version: 3, state: 'PUBLISHED' },
    contract: { tier: { title: 'Business' }, status: 'UNPAID', endsOn: '2026-12-31', startsOn: null },
    coverage: { verdict: 'BILLABLE', fee: { amount: '750 USD', worked: 'PT2H30M' } },
    requester: { verdict: 'NOT_APPROVED', certification: 'EXPIRING' },
    level: { owner: 'PARTNER', contacts: [{ name: 'Support team' }] },
    timers: [
      { state: 'BREACHED', strength: 'CONTRACT', target: 'PT1H', remaining: '-PT1H', receipt: [{ kind: 'HOLIDAY' }] },
      { state: 'BEST_EFFORT', target: 'P10D', remaining: null, dueAt: null },
    ],
    escalation: { reviewedOn: '2025-01-01', steps: [{ state: 'TAKEN', attempts: [{ outcome: 'NOT_REACHED' }] }] },
    defect: { state: 'OPEN' },
    notices: [{ lead: 'SHORT', announcedAt: '2026-03-02T09:00:00Z' }],
    writeBack: { state: 'PENDING', wantedPriority: 'urgent', wantedTags: ['tier_business'] },
  });
});

it('of the same judgement is the same, byte by byte', () => {
  expect(JSON.stringify(toTicketSupport(judgement))).toBe(JSON.stringify(toTicketSupport(structuredClone(judgement))));
});

describe('words of time', () => {
  it.each([
    [0, 'PT0S'],
    [1_000, 'PT1S'],
    [61_000, 'PT1M1S'],
    [26 * HOUR, 'PT26H'],
    [-90_000, '-PT1M30S'],
    [-400, 'PT0S'],
  ])('%i ms is %s', (ms, text) => {
    expect(toDuration(ms)).toBe(text);
  });

  it.each([
    ['PT1H30M', 5_400_000],
    ['P1D', 86_400_000],
    ['P1DT1S', 86_401_000],
    ['P', null],
    ['PT', null],
    ['1h', null],
    ['PT1.5H', null],
    ['-PT1H', null],
  ])('%s is %j ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it('reads and writes instants', () => {
    expect(toInstant(NINE + 5)).toBe('2026-03-02T09:00:00.005Z');
    expect(parseInstant('2026-03-02T10:00+01:00')).toBe(NINE);
    expect(['2026-03-02', '2026-02-30T00:00:00Z', '2026-03-02T09:00:00', '0'].map(parseInstant)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
