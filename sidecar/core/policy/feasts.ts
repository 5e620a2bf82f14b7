// Holidays that have a name and move, or stand, the same way everywhere: Easter, Thanksgiving, Christmas.
import { easterSunday, nthWeekday, plusDays } from './dates.ts';
import type { DaysOf } from './holidays.ts';

/** A name as it is compared: lower case, without signs. */
export const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[’']s\b/g, 's')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const feast = (name: string, date: (year: number) => string | null): readonly [string, DaysOf] => [
  name,
  (year) => {
    const found = date(year);
    return found === null ? [] : [{ date: found, name }];
  },
];
export const MOVABLE: ReadonlyMap<string, DaysOf> = new Map([
  feast('easter', easterSunday),
  feast('easter sunday', easterSunday),
  feast('easter monday', (year) => plusDays(easterSunday(year), 1)),
  feast('good friday', (year) => plusDays(easterSunday(year), -2)),
  feast('maundy thursday', (year) => plusDays(easterSunday(year), -3)),
  feast('ascension', (year) => plusDays(easterSunday(year), 39)),
  feast('pentecost', (year) => plusDays(easterSunday(year), 49)),
  feast('whit monday', (year) => plusDays(easterSunday(year), 50)),
  feast('corpus christi', (year) => plusDays(easterSunday(year), 60)),
  feast('thanksgiving', (year) => nthWeekday(year, 11, 3, 4)),
  feast('thanksgiving day', (year) => nthWeekday(year, 11, 3, 4)),
  feast('canadian thanksgiving', (year) => nthWeekday(year, 10, 0, 2)),
  feast('memorial day', (year) => nthWeekday(year, 5, 0, -1)),
  feast('labor day', (year) => nthWeekday(year, 9, 0, 1)),
  feast('christmas eve', (year) => `${year}-12-24`),
  feast('christmas', (year) => `${year}-12-25`),
  feast('christmas day', (year) => `${year}-12-25`),
  feast('boxing day', (year) => `${year}-12-26`),
  feast('new years eve', (year) => `${year}-12-31`),
  feast('new year', (year) => `${year}-01-01`),
  feast('new years day', (year) => `${year}-01-01`),
]);
/** The days of a holiday by its name; undefined where the name is not known. */
export const movable = (name: string): DaysOf | undefined => MOVABLE.get(plainName(name));
