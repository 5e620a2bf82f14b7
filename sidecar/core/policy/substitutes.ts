// Substitute days: a holiday that falls on a weekend is observed on a weekday too.
import { plusDays, weekdayOf } from './dates.ts';
import type { DaysOf, HolidayDay } from './holiday-days.ts';

/** The days of one rule of a set. */
export interface Part {
  readonly days: DaysOf;
  /** On a weekend: the next weekday that is no holiday of the set, or the nearest weekday. Null: not moved. */
  readonly observed: 'next' | 'nearest' | null;
}

/** The substitute days that may lie in a year: those of New Year's Day may lie in the year before, of New Year's Eve after. */
export function substitutes(parts: readonly Part[], year: number): readonly HolidayDay[] {
  if (parts.every(({ observed }) => observed === null)) return [];
  const years = [year - 1, year, year + 1];
  const taken = new Set(years.flatMap((each) => parts.flatMap((part) => part.days(each))).map(({ date }) => date));
  const moved = years
    .flatMap((each) => parts.flatMap(({ days, observed }) => days(each).map((day) => ({ day, observed }))))
    .filter(({ day, observed }) => observed !== null && weekdayOf(day.date) >= SATURDAY)
    .sort((one, other) => (one.day.date < other.day.date ? -1 : 1));
  return moved.map(({ day, observed }) => {
    const date = observed === 'nearest' ? nearest(day.date) : nextFree(day.date, taken);
    taken.add(date);
    return { ...day, date };
  });
}

const SATURDAY = 5;

function nearest(date: string): string {
  return plusDays(date, weekdayOf(date) === SATURDAY ? -1 : 1);
}

/** A set that takes whole weeks has no free day near: then it is the last one that was looked at. */
const FARTHEST = 14;

function nextFree(date: string, taken: ReadonlySet<string>): string {
  let next = plusDays(date, 1);
  for (let step = 1; step < FARTHEST && (weekdayOf(next) >= SATURDAY || taken.has(next)); step++)
    next = plusDays(next, 1);
  return next;
}
