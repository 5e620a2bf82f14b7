/** Public holidays as they stood when a version was published: a library's update changes no promise that was made. */
import { countriesOf } from '#core/policy/holidays.ts';
import type { CountryRule, HolidayDay, HolidaySource } from '#core/policy/holidays.ts';
import type { PolicyText } from '#schema/policy.ts';

/** Years round the publication whose holidays are kept. */
const BEFORE = 8;
const AFTER = 6;

type Frozen = Readonly<Record<string, Readonly<Record<string, readonly HolidayDay[]>>>>;

/** Asks the source for every year that may matter; JSON to keep with the version. */
export function freezeHolidays(text: PolicyText, source: HolidaySource, publishedIn: number): string {
  const frozen: Record<string, Record<string, readonly HolidayDay[]>> = {};
  for (const rule of countriesOf(text)) {
    const years: Record<string, readonly HolidayDay[]> = {};
    for (let year = publishedIn - BEFORE; year <= publishedIn + AFTER; year++) {
      const days = source(rule, year);
      if (days !== null) years[String(year)] = days;
    }
    frozen[keyOf(rule)] = years;
  }
  return JSON.stringify(frozen);
}

/** Answers from what was kept; a year outside of it has no public holidays. */
export function frozenHolidays(json: string): HolidaySource {
  const frozen = JSON.parse(json) as Frozen;
  return (rule, year) => {
    const years = Object.hasOwn(frozen, keyOf(rule)) ? frozen[keyOf(rule)] : undefined;
    return years === undefined ? null : (years[String(year)] ?? []);
  };
}

function keyOf({ country, region, types }: CountryRule): string {
  return `${country}/${region ?? ''}/${types.join()}`;
}
