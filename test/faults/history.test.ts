/** The checker itself: a good history passes, and each invariant is missed when it is broken. */
import { expect, test } from 'vitest';
import { check, type FinalState, type Line, type WriteLine } from './history.ts';

const BOT = 900;
const DUE = Date.parse('2026-03-04T16:00:00Z');
const SECRET = 'canary-secret-of-this-test';

const write = (more: Partial<WriteLine> = {}): WriteLine => ({
  type: 'write',
  at: DUE + 90_000, // a later minute: our own write is nothing that we must see
  ticketId: 1,
  actorId: BOT,
  created: false,
  changes: { priority: 'urgent' },
  comment: { public: false, body: 'First response was due at 2026-03-04 16:00:00 UTC (1h) and is breached.' },
  metadata: { tierline: { causes: ['breached/first_response/1'] } },
  ...more,
});

const good: readonly Line[] = [
  { type: 'sent', id: 'a', ticketId: '1' },
  { type: 'answered', id: 'a', status: 200, body: '{"status":"accepted"}' },
  { type: 'sent', id: 'b', ticketId: '1' },
  { type: 'answered', id: 'b', status: 401, body: '{}' },
  { type: 'ended', pid: 7, code: null, signal: 'SIGKILL', asked: true },
  write(),
  write({ at: DUE, actorId: 5, comment: { public: true, body: 'A person writes' }, metadata: {} }),
];

const final: FinalState = {
  botUserId: BOT,
  tickets: [
    {
      id: '1',
      priority: 'urgent',
      tags: ['tier_custom', 'by_hand'],
      wantedPriority: 'urgent',
      wantedTags: ['by_hand', 'tier_custom'],
    },
  ],
  decisions: [{ id: '1', seenAt: DUE, decided: true }],
  events: [{ id: 'a', done: true }],
  secrets: [SECRET],
  output: 'ready',
  recovered: true,
};

test('a history in which all went well has no violation', () => {
  expect(check(good, final)).toEqual([]);
});

const DAY = 86_400_000;
const timed = good.map((line) => (line.type === 'answered' ? { ...line, at: DUE } : line));

test('what was looked at more than a day ago is nowhere any more', () => {
  expect(check(timed, { ...final, events: [], at: DUE + DAY + 1 })).toEqual([]);
});

test.each<[string, readonly Line[], Partial<FinalState>]>([
  ['I1', good, { events: [] }],
  ['I1', timed, { events: [], at: DUE + DAY }],
  ['I1', timed, { events: [{ id: 'a', done: false }], at: DUE + DAY + 1 }],
  ['I1', good, { events: [{ id: 'a', done: false }] }],
  ['I1', good, { decisions: [{ id: '1', seenAt: DUE - 1_000, decided: true }] }],
  ['I1', good, { decisions: [{ id: '1', seenAt: DUE, decided: false }] }],
  ['I2', [...good, write()], {}],
  ['I3', good, { events: [...final.events, { id: 'b', done: true }] }],
  ['I4', good, { tickets: final.tickets.map((ticket) => ({ ...ticket, priority: 'low' })) }],
  ['I4', good, { tickets: final.tickets.map((ticket) => ({ ...ticket, tags: ['tier_custom'] })) }],
  ['I5', good.map((line) => (line === good[5] ? write({ at: DUE - 5_000 }) : line)), {}],
  [
    'I5',
    [...good, write({ comment: null, metadata: { tierline: { causes: [`escalated/l3/${String(DUE + 150_000)}`] } } })],
    {},
  ],
  [
    'I7',
    [
      ...good,
      write({ comment: { public: true, body: '' }, metadata: { tierline: { causes: ['breached/update/2'] } } }),
    ],
    {},
  ],
  ['I8', good, { output: `token ${SECRET}` }],
  ['I8', [...good, { type: 'answered', id: 'c', status: 503, body: SECRET }], {}],
  ['I9', good, { recovered: false }],
  ['I9', [...good, { type: 'ended', pid: 8, code: 1, signal: null, asked: false }], {}],
])('%s is missed when it is broken', (invariant, lines, more) => {
  const broken = check(lines, { ...final, ...more });
  expect(new Set(broken.map((violation) => violation.invariant))).toEqual(new Set([invariant]));
});
