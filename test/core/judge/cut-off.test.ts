/** Cut-offs: a start later than one counts as the next business day, with `by: close` and without; lunch is no lateness. */
import { describe, expect, it } from 'vitest';
import { compileCalendar } from '#core/time/time.ts';
import type { Within } from '#core/policy/policy.ts';
import { afterWithin } from '#core/judge/due.ts';

const clock = compileCalendar({
  timeZone: 'Europe/Berlin',
  open: { 'mon-thu': ['08:00-12:00', '13:00-17:00'], fri: '08:00-12:00' },
});
const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const nextDay = (by: 'time' | 'close', cutOff: number): Within => ({
  kind: 'business_days',
  days: 1,
  by,
  cutOff,
  text: '1 business day',
});
const due = (start: string, by: 'time' | 'close', cutOff = 12 * 60): string => {
  const end = afterWithin(nextDay(by, cutOff), at(start), clock, null);
  return end === null ? 'never' : Temporal.Instant.fromEpochMilliseconds(end).toString();
};

describe('a cut-off at noon', () => {
  it.each([
    ['2026-03-05T11:00:00+01:00', 'time', '2026-03-06T10:00:00Z', 'before it: the same time on Friday'],
    ['2026-03-05T12:00:00+01:00', 'time', '2026-03-06T11:00:00Z', 'at it, in the lunch hour: 13:00, within Friday'],
    ['2026-03-05T12:00:01+01:00', 'time', '2026-03-09T07:00:00Z', 'a second later: as if opened on Friday at 08:00'],
    ['2026-03-05T12:00:00+01:00', 'close', '2026-03-06T11:00:00Z', 'at it: the close of Friday'],
    ['2026-03-05T12:00:01+01:00', 'close', '2026-03-09T16:00:00Z', 'a second later: the close of Monday'],
    ['2026-03-06T15:00:00+01:00', 'close', '2026-03-10T16:00:00Z', 'after the close of Friday: Monday, so Tuesday'],
    ['2026-03-06T15:00:00+01:00', 'time', '2026-03-10T07:00:00Z', 'the same by time'],
  ] as const)('%s by %s is due %s: %s', (start, by, expected, _why) => {
    expect(due(start, by)).toBe(expected);
  });
});
