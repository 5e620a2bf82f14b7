/** The tag `sla_at_risk` while a timer is paused: it had warned before or it had not, and the pause changes nothing of it (G11). */
import { describe, expect, it } from 'vitest';
import { judge } from '#core/judge/judge.ts';
import { compiled, office } from '../policy/policies.ts';
import { at, ticket } from './tickets.ts';

/** Whether the ticket, pending since an instant, is tagged at risk: before the pause, and an hour into it. */
function tagged(within: string, warn: string | null, pendingSince: string): { before: boolean; paused: boolean } {
  const more = warn === null ? '' : `, warn: ${warn}`;
  const policy = compiled(
    office(`metrics: { repair: { title: Repair, starts: opened, ends: solved } }
promises: { repair: { within: ${within}, pauses: [{ when: { status: pending } }]${more} } }`),
  );
  const facts = ticket({ events: [{ at: at(pendingSince), kind: 'update', status: 'pending' }] });
  const isAtRisk = (now: number): boolean => judge(policy, facts, now).wantedTags.includes('sla_at_risk');
  return { before: isAtRisk(at(pendingSince) - 1), paused: isAtRisk(at(pendingSince) + 3_600_000) };
}

describe('a timer of 8 working hours that pauses', () => {
  it.each([
    [null, '2026-03-02T14:00:00Z', false, 'a quarter is two hours: three are left'],
    [null, '2026-03-02T15:30:00Z', true, 'and now an hour and a half'],
    ['30m', '2026-03-02T15:30:00Z', false, 'the rule warns half an hour before'],
    ['4h', '2026-03-02T14:00:00Z', true, 'the rule warns four hours before'],
    ['50%', '2026-03-02T14:00:00Z', true, 'the rule warns when half is left'],
    ['none', '2026-03-02T16:30:00Z', false, 'the rule never warns'],
  ] as const)('with the warning %s, pending since %s: %s, as %s', (warn, pendingSince, expected, _why) => {
    expect(tagged('8h', warn, pendingSince)).toEqual({ before: expected, paused: expected });
  });
});

describe('a timer of 8 calendar days that pauses', () => {
  it.each([
    ['2026-03-06T09:00:00Z', false, 'half is left'],
    ['2026-03-09T09:00:00Z', true, 'an eighth is left'],
  ] as const)('pending since %s: %s, as %s', (pendingSince, expected, _why) => {
    expect(tagged('8 days', null, pendingSince)).toEqual({ before: expected, paused: expected });
  });
});
