/** Business days that a policy names count everywhere: in promises, duties, silence, credits and notices alike. */
import { expect, it } from 'vitest';
import { judge } from '#core/judge/judge.ts';
import { compiled } from '../policy/policies.ts';
import { at, ticket } from './tickets.ts';

const FRIDAY = at('2026-03-06T10:00:00Z');
const TUESDAY = at('2026-03-10T10:00:00Z');

/** Open every day, with business days of the office. */
const policy = compiled(`policy: acme
calendars:
  desk: { timeZone: Etc/UTC, open: { mon-sun: 09:00-17:00 } }
  office: { timeZone: Etc/UTC, open: { mon-fri: 09:00-17:00 } }
businessDays: office
tiers: { gold: { hours: desk, credits: { for: repair, each: 50 EUR, claimWithin: 2 business days } } }
metrics: { repair: { title: Repair, starts: opened, ends: solved } }
promises: { repair: 2 business days }
duties: { call: { when: always, within: 2 business days } }
silence: { after: 2 business days, do: remind }
notices: { maintenance: { lead: 2 business days } }`);

const facts = ticket({
  opened: FRIDAY,
  events: [{ at: FRIDAY, kind: 'update', comment: { by: 'agent', public: true } }],
  notices: [{ id: '1', kind: 'maintenance', announced: FRIDAY, from: TUESDAY - 1, to: TUESDAY + 3_600_000 }],
});

it('counts two business days from Friday to Tuesday', () => {
  const { timers, duties, notices } = judge(policy, facts, FRIDAY);
  expect(timers.map(({ dueAt }) => dueAt)).toEqual([TUESDAY]);
  expect(duties.map(({ dueAt }) => dueAt)).toEqual([TUESDAY]);
  expect(notices.map(({ lead }) => lead)).toEqual(['short']);
});

it('waits so long for the customer, and no shorter', () => {
  expect(judge(policy, facts, TUESDAY - 1).silence).toBeNull();
  expect(judge(policy, facts, TUESDAY).silence).toMatchObject({ do: 'remind', dueAt: TUESDAY });
});

it('gives so long to claim a credit', () => {
  const thursday = at('2026-03-12T10:00:00Z');
  expect(judge(policy, facts, TUESDAY + 1).credits.map(({ claimBy }) => claimBy)).toEqual([thursday]);
  const friday = ticket({ ...facts, opened: at('2026-03-04T10:00:00Z'), events: [] });
  expect(judge(policy, friday, FRIDAY + 1).credits.map(({ claimBy }) => claimBy)).toEqual([TUESDAY]);
});
