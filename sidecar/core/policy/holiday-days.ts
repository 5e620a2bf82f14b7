// Days on which an office is closed: what they are, where they come from, and those that are plain dates.
import { datesBetween } from './dates.ts';

export interface HolidayDay {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly name: string;
}
export interface CountryRule {
  readonly country: string;
  readonly region: string | null;
  /** Kinds to take; `public` unless the policy says otherwise. */
  readonly types: readonly string[];
}
/** The public holidays of a country (and region) in a year, each day and its substitute; `null`: no such country or region. */
export type HolidaySource = (rule: CountryRule, year: number) => readonly HolidayDay[] | null;

/** The closed days of a set in a year. */
export type DaysOf = (year: number) => readonly HolidayDay[];

export function dateDays(date: string, name: string): DaysOf {
  if (date.length === 10) return (year) => (date.startsWith(String(year)) ? [{ date, name }] : []);
  return (year) =>
    date === '02-29' && !isLeap(year) ? [] : [{ date: `${String(year).padStart(4, '0')}-${date}`, name }];
}
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** A range of every year may run over new year: 12-28 to 01-03. */
export function rangeDays(from: string, to: string, name: string): DaysOf {
  const named = (dates: readonly string[]): readonly HolidayDay[] => dates.map((date) => ({ date, name }));
  if (from.length === 10 && to.length === 10)
    return (year) => named(datesBetween(from, to).filter((date) => date.startsWith(String(year))));
  const [start, end] = [from.slice(-5), to.slice(-5)];
  return (year) => {
    const y = String(year).padStart(4, '0');
    if (start <= end) return named(datesBetween(`${y}-${start}`, `${y}-${end}`));
    return named([...datesBetween(`${y}-01-01`, `${y}-${end}`), ...datesBetween(`${y}-${start}`, `${y}-12-31`)]);
  };
}
