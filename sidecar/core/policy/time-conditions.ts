// Conditions on an instant: the day and hour of opening, of now, of a timer's start.
import { allOf, anyOf } from './combination.ts';
import type { Condition } from './policy.ts';
import type { Context } from './context.ts';
import { list } from './context.ts';
import { plusDays, readWeekdays } from './dates.ts';
import type { Path } from './problem.ts';
import { suggestion } from './problem.ts';

type Instant = 'opened' | 'now' | 'started';
type TimeTest = Extract<Condition, { readonly kind: 'time' }>['test'];
const KEY = /^(opened|now|started)\.(on|notOn|during|outside|before|after|from|until|between)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads `opened.on`, `now.during`, `started.outside`, `opened.before` and their like; null for another key. */
export function timeCondition(context: Context, key: string, value: unknown, path: Path): Condition | null {
  const [, instant, how = ''] = KEY.exec(key) ?? [];
  if (instant === undefined) return null;
  const each = list(value).map(String);
  const text = `${key} ${each.join(', ')}`;
  const of = (test: TimeTest): Condition => ({ kind: 'time', instant: instant as Instant, test, text });
  if (how === 'on' || how === 'notOn') {
    const days = anyOf(
      each.map((name, index) => of(dayTest(context, name, each.length > 1 ? [...path, index] : path))),
    );
    return how === 'on' ? days : { kind: 'not', of: days };
  }
  if (how === 'during' || how === 'outside') {
    const parts = each.map((name, index) =>
      of(hoursTest(context, how, name, each.length > 1 ? [...path, index] : path)),
    );
    return how === 'during' ? anyOf(parts) : allOf(parts);
  }
  return of(datesTest(context, how, each, path));
}

const zone = (context: Context): string => context.text.timeZone ?? 'Etc/UTC';

function dayTest(context: Context, name: string, path: Path): TimeTest {
  if (context.known('calendar').has(name)) {
    context.used.add(`calendar ${name}`);
    return { kind: 'on', calendar: name };
  }
  if (context.known('holiday set').has(name)) {
    context.used.add(`holiday set ${name}`);
    return { kind: 'not_on', calendar: holidayCalendar(name) };
  }
  if (DATE.test(name)) return { kind: 'dates', from: name, to: name, timeZone: zone(context) };
  const days = readWeekdays(name);
  if (days) return { kind: 'weekdays', days, timeZone: zone(context) };
  const known = [...context.known('calendar'), ...context.known('holiday set'), 'weekdays', 'weekends', 'monday'];
  context.fault(path, 'unknown-reference', `"${name}" is no day, calendar or holiday set`, suggestion(name, known));
  return { kind: 'weekdays', days: [], timeZone: zone(context) };
}

/** The name of the calendar whose business days are all days but those of a set. */
export const holidayCalendar = (set: string): string => `days outside ${set}`;
/** The name of the calendar that is open in these windows every day. */
export const windowCalendar = (windows: string): string => `daily ${windows}`;
const WINDOWS = /^\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}(?:\s*,\s*\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2})*$/;

function hoursTest(context: Context, kind: 'during' | 'outside', name: string, path: Path): TimeTest {
  if (WINDOWS.test(name) && !context.known('calendar').has(name)) {
    context.define('calendar', [windowCalendar(name)]);
    return { kind, calendar: windowCalendar(name) };
  }
  context.refer('calendar', name, path);
  return { kind, calendar: name };
}

function datesTest(context: Context, how: string, each: readonly string[], path: Path): TimeTest {
  for (const date of each) {
    if (!DATE.test(date))
      context.fault(path, 'wrong-value', `"${date}" is not a date`, 'write a date such as 2026-12-25');
  }
  const [first = '2000-01-01', second] = each.filter((date) => DATE.test(date));
  const timeZone = zone(context);
  if (how === 'before') return { kind: 'dates', from: null, to: plusDays(first, -1), timeZone };
  if (how === 'after') return { kind: 'dates', from: plusDays(first, 1), to: null, timeZone };
  if (how === 'from') return { kind: 'dates', from: first, to: null, timeZone };
  if (how === 'until') return { kind: 'dates', from: null, to: first, timeZone };
  return { kind: 'dates', from: first, to: second ?? first, timeZone };
}
