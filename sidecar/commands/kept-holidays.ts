// Public holidays that were reckoned before, kept in the folder of the compile cache: to load the library that knows them
// takes as long as all the rest of a check. What is published is never taken from here: the sidecar reckons by itself.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CountryRule, HolidayDay, HolidaySource } from '#core/policy/holidays.ts';

type Days = readonly HolidayDay[] | null;

export interface KeptHolidays {
  readonly source: HolidaySource;
  /** Writes down what was reckoned anew. */
  readonly keep: () => void;
}

/** Years of countries that are kept at most; more begin anew. */
const MOST = 5_000;

/** `open` is asked for the library where something is asked that is not kept. */
export function openKeptHolidays(folder: string, open: () => HolidaySource): KeptHolidays {
  const about = createRequire(import.meta.url)('date-holidays/package.json') as { readonly version: string };
  const file = join(folder, `holidays-${about.version}.json`);
  const kept = readKept(file);
  const before = kept.size;
  let library: HolidaySource | null = null;
  return {
    source(rule, year) {
      const key = keyOf(rule, year);
      const known = kept.get(key);
      if (known !== undefined) return known;
      const days = (library ??= open())(rule, year);
      kept.set(key, days);
      return days;
    },
    keep() {
      if (kept.size > before) write(file, [...kept].slice(-MOST));
    },
  };
}

const keyOf = ({ country, region, types }: CountryRule, year: number): string =>
  `${country}/${region ?? ''}/${types.join()}/${String(year)}`;

/** A file that is not there, or is not what was written, holds nothing. */
function readKept(file: string): Map<string, Days> {
  try {
    const written: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return new Map(Array.isArray(written) && written.every(isEntry) ? written : []);
  } catch {
    return new Map();
  }
}

function isEntry(entry: unknown): entry is [string, Days] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false;
  const days: unknown = entry[1];
  return days === null || (Array.isArray(days) && days.every(isDay));
}

function isDay(day: unknown): day is HolidayDay {
  if (typeof day !== 'object' || day === null || !('date' in day) || !('name' in day)) return false;
  return typeof day.name === 'string' && typeof day.date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day.date);
}

/** Two commands at once each write a whole file; where none can be written the next command reckons again. */
function write(file: string, entries: readonly (readonly [string, Days])[]): void {
  const own = `${file}.${String(process.pid)}`;
  try {
    writeFileSync(own, JSON.stringify(entries));
    renameSync(own, file);
  } catch {
    return;
  }
}
