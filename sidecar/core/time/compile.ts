// A definition in policy form → a checked, compiled calendar.
import type { Calendar, NamedCalendars } from './calendar.ts';
import { Clock } from './clock.ts';
import { DateSet, parseDate } from './dates.ts';
import type { CalendarDefinition } from './definition.ts';
import { CalendarError } from './errors.ts';
import { parseWeek, parseWindows, type DayHours } from './hours.ts';
import { Leaf } from './leaf.ts';
import { nearest } from './spelling.ts';
import { zoneNamed, type Zone } from './zone.ts';

const KNOWN_KEYS = ['timeZone', 'open', 'closedOn', 'holidays', 'except', 'anyOf'];

/** What a definition comes to: its zone of local dates, and the offices that it unites. */
interface Compiled {
  readonly zone: Zone;
  readonly leaves: readonly Leaf[];
}

/** Names of unions that are being compiled, outermost first: one of them inside itself has no end. */
type Within = readonly string[];

/**
 * Compiles a calendar. Nothing is computed before it is asked for: pages of about a year follow as they are needed.
 * Keys that say nothing about time (`title`, `cites`) are passed over; one that looks like a slip of a known key is refused.
 * @param calendars the calendars that `anyOf` may name
 * @throws {CalendarError} with the path of what is wrong in `definition`
 */
export function compileCalendar(definition: CalendarDefinition, calendars: NamedCalendars = {}): Calendar {
  const { zone, leaves } = compileDefinition(definition, calendars, '', []);
  return new Clock(zone, leaves);
}

function compileDefinition(definition: unknown, calendars: NamedCalendars, path: string, within: Within): Compiled {
  if (definition instanceof Clock) return { zone: definition.localZone, leaves: definition.leaves };
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) {
    throw new CalendarError(path, 'not a calendar; write { timeZone: Europe/Berlin, open: { mon-fri: 09:00-17:00 } }');
  }
  const fields: Readonly<Record<string, unknown>> = { ...definition };
  refuseSlips(fields, path);
  return fields.anyOf === undefined ? compileLeaf(fields, path) : compileUnion(fields, calendars, path, within);
}

function compileLeaf(fields: Readonly<Record<string, unknown>>, path: string): Compiled {
  const zone = zoneNamed(fields.timeZone, below(path, 'timeZone'));
  const week = parseWeek(fields.open, below(path, 'open'));
  const closed = new DateSet();
  closed.addAll(fields.closedOn, below(path, 'closedOn'));
  closed.addAll(fields.holidays, below(path, 'holidays'));
  return { zone, leaves: [new Leaf(zone, week, closed, parseExcept(fields.except, below(path, 'except')))] };
}

function compileUnion(
  fields: Readonly<Record<string, unknown>>,
  calendars: NamedCalendars,
  path: string,
  within: Within,
): Compiled {
  for (const key of ['open', 'closedOn', 'holidays', 'except']) {
    if (fields[key] !== undefined) {
      throw new CalendarError(below(path, key), 'a union takes its hours from its members; write this on one of them');
    }
  }
  const anyOf = fields.anyOf;
  const place = below(path, 'anyOf');
  if (!Array.isArray(anyOf) || anyOf.length === 0) {
    throw new CalendarError(place, 'a union needs members; write a list of calendar names');
  }
  const members = anyOf.map((member: unknown, i) =>
    typeof member === 'string'
      ? compileNamed(member, calendars, `${place}[${i}]`, within)
      : compileDefinition(member, calendars, `${place}[${i}]`, within),
  );
  const zone = fields.timeZone === undefined ? members[0]!.zone : zoneNamed(fields.timeZone, below(path, 'timeZone'));
  return { zone, leaves: members.flatMap((member) => member.leaves) };
}

function compileNamed(name: string, calendars: NamedCalendars, path: string, within: Within): Compiled {
  if (within.includes(name)) {
    throw new CalendarError(path, `the calendar ${name} is a member of itself: ${[...within, name].join(' → ')}`);
  }
  if (!Object.hasOwn(calendars, name)) {
    const meant = nearest(name, Object.keys(calendars));
    const mend = meant === undefined ? 'name one that is defined' : `did you mean ${meant}?`;
    throw new CalendarError(path, `there is no calendar ${JSON.stringify(name)}; ${mend}`);
  }
  return compileDefinition(calendars[name], calendars, path, [...within, name]);
}

function parseExcept(except: unknown, path: string): ReadonlyMap<number, DayHours> {
  const days = new Map<number, DayHours>();
  if (except === undefined || except === null) return days;
  if (typeof except !== 'object' || Array.isArray(except)) {
    throw new CalendarError(path, 'not hours by date; write { 2026-12-24: 09:00-12:00 }');
  }
  for (const [date, windows] of Object.entries(except)) {
    days.set(parseDate(date, path), parseWindows(windows, `${path}.${date}`));
  }
  return days;
}

function refuseSlips(fields: Readonly<Record<string, unknown>>, path: string): void {
  for (const key of Object.keys(fields)) {
    if (KNOWN_KEYS.includes(key)) continue;
    const meant = nearest(key, KNOWN_KEYS);
    if (meant !== undefined)
      throw new CalendarError(below(path, key), `there is no key ${key}; did you mean ${meant}?`);
  }
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
