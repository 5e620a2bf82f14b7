// Opening hours as text → minutes of the local day, in order and united: `['22:00-06:00']` → [1320, 1800].
import { DAY_MINUTES } from './civil.ts';
import { CalendarError } from './errors.ts';
import { unite } from './intervals.ts';

/** Windows of one day: from, to, from, to … in minutes since its 00:00; beyond 1440 they run into the next day. */
export type DayHours = readonly number[];

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const AROUND_THE_CLOCK: DayHours = [0, DAY_MINUTES];
const MEANT: Readonly<Record<string, string>> = {
  weekday: 'mon-fri',
  weekdays: 'mon-fri',
  weekend: 'sat-sun',
  weekends: 'sat-sun',
  daily: 'mon-sun',
  everyday: 'mon-sun',
};

/**
 * The hours of the seven days, Monday first. Days that several keys name have the hours of all of them.
 * @throws {CalendarError} with a path below `path`
 */
export function parseWeek(open: unknown, path: string): readonly DayHours[] {
  if (open === 'always') return DAYS.map(() => AROUND_THE_CLOCK);
  if (typeof open !== 'object' || open === null || Array.isArray(open)) {
    throw new CalendarError(path, 'hours are missing; write always, or hours by day such as { mon-fri: 09:00-17:00 }');
  }
  const week: number[][] = DAYS.map(() => []);
  for (const [key, windows] of Object.entries(open)) {
    const hours = parseWindows(windows, `${path}.${key}`);
    for (const day of parseDays(key, path)) week[day]!.push(...hours);
  }
  return week.map(unite);
}

/**
 * The windows of a day: a text, several with commas between them, or a list of texts.
 * @throws {CalendarError} with `path`, and the place in a list
 */
export function parseWindows(windows: unknown, path: string): DayHours {
  if (typeof windows === 'string') return unite(windows.split(',').flatMap((text) => parseWindow(text, path)));
  if (!Array.isArray(windows)) {
    throw new CalendarError(path, 'not opening hours; write a window such as 09:00-17:00, or a list of them');
  }
  return unite(
    windows.flatMap((text: unknown, i) => {
      if (typeof text !== 'string') throw new CalendarError(`${path}[${i}]`, 'not a window; write it like 09:00-17:00');
      return [...parseWindows(text, `${path}[${i}]`)];
    }),
  );
}

function parseWindow(text: string, path: string): [number, number] {
  const match = /^\s*(\d\d):(\d\d)\s*-\s*(\d\d):(\d\d)\s*$/.exec(text);
  if (match === null) {
    throw new CalendarError(
      path,
      `${JSON.stringify(text.trim())} is not a window; write ${rewritten(text) ?? 'it like 09:00-17:00'}`,
    );
  }
  const from = parseTime(match[1]!, match[2]!, path);
  const to = parseTime(match[3]!, match[4]!, path);
  if (from === DAY_MINUTES)
    throw new CalendarError(path, 'a window cannot start at 24:00; write 00:00 on the next day');
  if (from === to) {
    throw new CalendarError(
      path,
      `the window ${text.trim()} is empty; around the clock is 00:00-24:00, closed is no window`,
    );
  }
  return [from, to > from ? to : to + DAY_MINUTES];
}

function parseTime(hours: string, minutes: string, path: string): number {
  const time = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || time > DAY_MINUTES) {
    throw new CalendarError(path, `there is no time ${hours}:${minutes}; times run from 00:00 to 24:00`);
  }
  return time;
}

/** How a window should have been written that lacks zeros or minutes, or has another dash. */
function rewritten(text: string): string | undefined {
  const match = /^\s*(\d{1,2})(?::(\d\d))?\s*[-\u2010-\u2015]\s*(\d{1,2})(?::(\d\d))?\s*$/.exec(text);
  if (match === null) return undefined;
  const [, fromHours = '', fromMinutes = '00', toHours = '', toMinutes = '00'] = match;
  return `${fromHours.padStart(2, '0')}:${fromMinutes}-${toHours.padStart(2, '0')}:${toMinutes}`;
}

/** Day indexes (0 is Monday) of a key: `mon`, `mon-fri`, `fri-mon`, `mon,wed`. */
function parseDays(key: string, path: string): number[] {
  return key.split(',').flatMap((part) => {
    const ends = part.split('-').map((name) => name.trim());
    if (ends.length > 2) throw unknownDay(key, part.trim(), path);
    const [first = -1, last = first] = ends.map((name) => DAYS.indexOf(name));
    if (first < 0 || last < 0) throw unknownDay(key, ends[first < 0 ? 0 : 1]!, path);
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, i) => (first + i) % 7);
  });
}

function unknownDay(key: string, name: string, path: string): CalendarError {
  const lower = name.toLowerCase();
  const meant = MEANT[lower] ?? DAYS.find((day) => lower.startsWith(day));
  const mend =
    meant === undefined ? 'days are mon, tue, wed, thu, fri, sat, sun, and ranges such as mon-fri' : `write ${meant}`;
  return new CalendarError(`${path}.${key}`, `${JSON.stringify(name)} is not a day; ${mend}`);
}
