// Holidays as they were when a version was published: a later library changes no promise that was made.
import { countriesOf, type CountryRule, type HolidayDay, type HolidaySource } from './holidays.ts';
import type { PolicyDocument } from './read.ts';

/** Plain data, stored with the version: country rule → year → days. */
export interface FrozenHolidays {
  readonly [rule: string]: { readonly [year: string]: readonly (readonly [date: string, name: string])[] };
}

/** Resolves the public holidays that a policy takes, for these years. */
export function freezeHolidays(
  document: PolicyDocument,
  source: HolidaySource,
  years: readonly number[],
): FrozenHolidays {
  const frozen: Record<string, Record<string, [string, string][]>> = {};
  for (const rule of countriesOf(document.text)) {
    frozen[keyOf(rule)] ??= Object.fromEntries(
      years.map((year) => [
        String(year),
        (source(rule, year) ?? []).map(({ date, name }): [string, string] => [date, name]),
      ]),
    );
  }
  return frozen;
}

/** A source that answers from frozen days; years that were not frozen come from `later`, else have none. */
export function frozenSource(frozen: FrozenHolidays, later: HolidaySource = () => []): HolidaySource {
  return (rule, year) => {
    const days = frozen[keyOf(rule)]?.[String(year)];
    return days === undefined ? later(rule, year) : days.map(([date, name]): HolidayDay => ({ date, name }));
  };
}

const keyOf = ({ country, region, types }: CountryRule): string =>
  `${country}${region === null ? '' : `-${region}`} ${types.join(',')}`;
