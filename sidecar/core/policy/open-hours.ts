// Hours as people write them → hours as the time module reads them: `weekdays`, `Monday`, `daily`, `9:00-17:00`.
import type { OpenHours, Windows } from '#core/time/time.ts';
import { list } from './context.ts';

const DAYS: Readonly<Record<string, string>> = {
  weekdays: 'mon-fri',
  weekday: 'mon-fri',
  weekends: 'sat-sun',
  weekend: 'sat-sun',
  daily: 'mon-sun',
  every_day: 'mon-sun',
  'every day': 'mon-sun',
  all: 'mon-sun',
};
const NAMES = /\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)\b/gi;

type Written = 'always' | 'never' | '24x7' | { readonly [day: string]: string | readonly string[] } | undefined;

/** Reads hours; what is no hours at all is left for the time module to refuse. */
export function readOpenHours(written: Written): OpenHours {
  if (written === 'always' || written === '24x7') return 'always';
  if (written === undefined || written === 'never') return {};
  return Object.fromEntries(Object.entries(written).map(([day, windows]) => [readDay(day), readWindows(windows)]));
}

/** Windows of a date or a day, with two digits for the hour. */
export function readWindows(windows: string | readonly string[]): Windows {
  return list(windows).map((window) => window.replace(/(^|[^\d:])(\d:[0-5]\d)/g, '$10$2'));
}

function readDay(day: string): string {
  const plain = day.trim().toLowerCase();
  return DAYS[plain] ?? (plain.replace(NAMES, '$1') === day.toLowerCase() ? day : plain.replace(NAMES, '$1'));
}
