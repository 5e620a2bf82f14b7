// The periods of an allowance: since when the tickets of an organization count against it.
import type { EpochMs } from './facts.ts';

/** So many periods are looked back at: a third of a century of months. */
const MOST = 400;

/**
 * The first instants of the contract's periods up to the one in which `at` lies, the first one first: calendar months or
 * quarters in the zone, years of the contract from its anniversary, or the whole contract. Where the contract's start is
 * not known the present period is the only one; a year is then the calendar year.
 */
export function periodStarts(
  per: string,
  at: EpochMs,
  timeZone: string,
  startsOn: string | null,
): readonly [...EpochMs[], EpochMs] {
  const instantOf = (day: Temporal.PlainDate): EpochMs => day.toZonedDateTime(timeZone).epochMilliseconds;
  if (per === 'contract') return [startsOn === null ? 0 : instantOf(Temporal.PlainDate.from(startsOn))];
  const { first, months, present } = periodsOf(per, at, timeZone, startsOn);
  const earlier = Array.from({ length: Math.min(MOST, Math.max(0, present)) }, (_, back) => present - 1 - back);
  const day = (index: number): Temporal.PlainDate => first.add({ months: index * months });
  return [...earlier.toReversed().map((index) => instantOf(day(index))), instantOf(day(present))];
}

/** The period before the one in which `at` lies, in words: 2025, Q4 2025, 2025-12, the year from 2025-05-17. */
export function periodBefore(per: string, at: EpochMs, timeZone: string, startsOn: string | null): string {
  const { first, months, present } = periodsOf(per, at, timeZone, startsOn);
  const day = first.add({ months: (present - 1) * months });
  if (months === 1) return day.toPlainYearMonth().toString();
  if (months === 3) return `Q${String(Math.ceil(day.month / 3))} ${String(day.year)}`;
  return day.dayOfYear === 1 ? String(day.year) : `the year from ${day.toString()}`;
}

interface Periods {
  /** First day of the first period. */
  readonly first: Temporal.PlainDate;
  /** Length of a period. */
  readonly months: number;
  /** Number of the present period, the first one being 0; below: the contract has not begun. */
  readonly present: number;
}

function periodsOf(per: string, at: EpochMs, timeZone: string, startsOn: string | null): Periods {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const starts = startsOn === null ? null : Temporal.PlainDate.from(startsOn);
  const months = per === 'month' ? 1 : per === 'quarter' ? 3 : 12;
  const first = months === 12 && starts !== null ? starts : calendarPeriod(starts ?? today, months);
  const between = (today.year - first.year) * 12 + today.month - first.month;
  const present = Math.floor(between / months);
  // Of 29 February in other years: the 28th.
  const begun = Temporal.PlainDate.compare(first.add({ months: present * months }), today) <= 0;
  return { first, months, present: begun ? present : present - 1 };
}

/** First day of the calendar's month, quarter or year. */
function calendarPeriod(day: Temporal.PlainDate, months: number): Temporal.PlainDate {
  return day.with({ month: day.month - ((day.month - 1) % months), day: 1 });
}
