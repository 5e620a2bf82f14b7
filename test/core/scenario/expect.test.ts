/** What an expectation checks (F1, F2): only what it names, and how it says that something is not there. */
import { describe, expect, it } from 'vitest';
import { differences } from '#core/scenario/expect.ts';
import type { PlainMap } from '#core/scenario/plain.ts';

const actual: PlainMap = {
  coverage: {
    verdict: 'covered',
    service: null,
    reasons: [
      { text: 'Technical support', cites: ['NEX-05', 'NEX-06'] },
      { text: 'Tier Startup', cites: [] },
    ],
  },
  advice: [{ text: 'Offer the manual', links: [], cites: ['STA-01'] }],
  intake: { provided: 0, required: 0, message: null, items: {} },
  fee: null,
  tier: { id: 'none', title: 'No contract' },
  defect: { reference: 'INF-7', state: 'open' },
  route: null,
  hours: { open: true, until: '2021-06-09T16:00:00Z' },
  timers: { update: { state: 'running', due: '2021-06-09T16:00:00Z', target: '2h', remaining: '−1h 30m' } },
  duties: { localize: { state: 'open', outcome: null } },
  exclusions: { unpaid: { recorded: false } },
  level: { id: 'L2', handOffs: { L3: { open: false, blockedBy: ['reproduce', 'check_console'] } } },
  tags: ['priority_p1', 'tier_startup'],
  notices: {},
};

const agrees: readonly (readonly [string, PlainMap])[] = [
  ['nothing', {}],
  ['a verdict alone', { coverage: 'covered' }],
  ['a state alone', { duties: { localize: 'open' } }],
  ['a defect by its state', { defect: 'open' }],
  ['a defect by its reference', { defect: 'INF-7' }],
  ['an instant with another offset', { hours: { until: '2021-06-09T09:00:00-07:00' } }],
  ['another spelling of a duration', { timers: { update: { target: '120m', remaining: '-90m' } } }],
  ['the longer name of an instant', { timers: { update: { dueAt: '2021-06-09T16:00:00Z' } } }],
  ['an ISO duration', { timers: { update: { target: 'PT2H', remaining: '-PT1H30M' } } }],
  [
    'an entry that is not there',
    { timers: { survey: 'none' }, duties: { record: 'none' }, exclusions: { misuse: 'none' } },
  ],
  ['an id that is none', { tier: 'none' }],
  ['a part that is not there', { fee: null, route: 'none', notices: {} }],
  ['an intake that asks for nothing', { intake: {} }],
  ['a reason by its clause', { coverage: { reasons: [{ cites: 'NEX-06' }] }, advice: [{ cites: ['STA-01'] }] }],
  ['a reason by its text or its clause alone', { coverage: { reasons: ['Tier Startup', 'NEX-05'] }, advice: 'STA-01' }],
  ['a reason that is not there', { coverage: { reasons: ['-NEX-12'] } }],
  ['some of a list', { tags: ['tier_startup', '-sla_breached'], exclusions: ['unpaid'] }],
  [
    'the whole of blockedBy, in any order',
    { level: { handOffs: { L3: { blockedBy: ['check_console', 'reproduce'] } } } },
  ],
];
const differs: readonly (readonly [string, PlainMap])[] = [
  ['another verdict', { coverage: 'limited' }],
  ['a second more', { hours: { until: '2021-06-09T16:00:01Z' } }],
  ['another sign', { timers: { update: { remaining: '90m' } } }],
  ['none of something that is there', { timers: { update: 'none' } }],
  ['none of a part that is there', { coverage: 'none' }],
  ['something that is not there', { timers: { survey: 'running' } }],
  ['an empty map for a full one', { timers: {}, notices: {} }],
  ['an empty list for a full one', { exclusions: [] }],
  ['a tag that is not wanted', { tags: ['-priority_p1'] }],
  ['a tag that is missing', { tags: ['sla_breached'] }],
  ['a defect by neither', { defect: 'INF-8' }],
  ['another clause', { coverage: { reasons: [{ cites: ['NEX-12'] }] } }],
  ['text and clause of two reasons', { coverage: { reasons: [{ text: 'Tier Startup', cites: ['NEX-05'] }] } }],
  ['advice that is not wanted', { advice: ['-STA-01'] }],
  ['a part of blockedBy', { level: { handOffs: { L3: { blockedBy: ['reproduce'] } } } }],
];

describe('an expectation', () => {
  it.each(agrees)('is content with %s', (_what, expected) => {
    expect(differences(expected, actual, '')).toEqual([]);
  });

  it.each(differs)('is not with %s', (_what, expected) => {
    expect(differences(expected, actual, '')).toHaveLength(1);
  });
});
