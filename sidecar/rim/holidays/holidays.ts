// Public holidays from date-holidays: used when a policy is checked and published, never when a ticket is judged.
import { createRequire } from 'node:module';
import type Library from 'date-holidays';
import type { CountryRule, HolidayDay, HolidaySource } from '#core/policy/holidays.ts';

const DAY = 86_400_000;
/** A summer-time day has 23 or 25 hours: what lasts less than this over a whole number of days is one day. */
const SLACK = DAY / 8;

/** The same for those who wait. */
export async function loadHolidays(): Promise<HolidaySource> {
  return openHolidays();
}

/**
 * Loads the library (it is large) and answers with the source: public holidays of the whole country and of the region,
 * the day itself and its substitute day both. Null where the library knows no such country or region.
 */
export function openHolidays(): HolidaySource {
  // Its hundred modules come in half the time in their other form.
  const Holidays = createRequire(import.meta.url)('date-holidays') as typeof Library;
  const known = new Holidays();
  const books = new Map<string, Book | null>();
  const bookOf = (rule: CountryRule): Book | null => {
    const key = `${rule.country}/${rule.region ?? ''}/${rule.types.join()}`;
    const found = books.get(key);
    if (found !== undefined) return found;
    const library = open(rule);
    // Instants of the process's own zone: reckoning those of the country's takes most of the time, and only lengths are asked.
    library?.setTimezone('');
    const book = library && { library, years: new Map<number, readonly HolidayDay[]>() };
    books.set(key, book);
    return book;
  };
  const open = ({ country, region, types }: CountryRule): Library | null => {
    if (!Object.hasOwn(known.getCountries('en'), country)) return null;
    const options = { types: [...types] as never, languages: ['en'] };
    if (region === null) return new Holidays(country, options);
    const [state = '', part] = region.replace(new RegExp(`^${country}-`), '').split(/[./]/);
    if (!Object.hasOwn(known.getStates(country, 'en') ?? {}, state)) return null;
    if (part === undefined) return new Holidays(country, state, options);
    return Object.hasOwn(known.getRegions(country, state, 'en') ?? {}, part)
      ? new Holidays(country, state, part, options)
      : null;
  };
  return (rule, year) => {
    const book = bookOf(rule);
    if (book === null) return null;
    const days = book.years.get(year) ?? daysOf(book.library, year, rule.types);
    book.years.set(year, days);
    return days;
  };
}

interface Book {
  readonly library: Library;
  /** Reckoned once: sets that take the same country share them. */
  readonly years: Map<number, readonly HolidayDay[]>;
}

function daysOf(library: Library, year: number, types: readonly string[]): readonly HolidayDay[] {
  return library
    .getHolidays(year)
    .filter(({ type }) => types.includes(type))
    .flatMap(({ date, name, start, end }) => daysFrom(date.slice(0, 10), name, end.getTime() - start.getTime()));
}

/** A holiday of several days closes each of them. */
function daysFrom(date: string, name: string, ms: number): readonly HolidayDay[] {
  const count = Math.max(1, Math.ceil((ms - SLACK) / DAY));
  return Array.from({ length: count }, (_, index) => ({
    date: new Date(Date.parse(`${date}T00:00:00Z`) + index * DAY).toISOString().slice(0, 10),
    name,
  }));
}
