// holidays-missing: dates that end with this year. dst-day: what summer time gives and takes.
import type { Calendar } from '#core/time/time.ts';
import { plusDays } from '../dates.ts';
import { entries, list } from '../context.ts';
import type { Linting } from './linting.ts';

const HOUR = 3_600_000;

export function lintCalendars(linting: Linting): void {
  const year = Number(linting.today.slice(0, 4));
  const zones = new Map<string, readonly Change[]>();
  for (const [name] of entries(linting.document.text.holidays)) missing(linting, name, year);
  for (const [name, written] of entries(linting.document.text.calendars)) {
    if (typeof written === 'string') continue;
    missingDates(linting, name, [...list(written.closedOn), ...list(written.holidays)].map(String), year);
    if (written.anyOf === undefined && !/^organi[sz]ation\./.test(written.timeZone ?? ''))
      dstDays(linting, name, linting.policy.calendar(name, {}), zones);
  }
}

/** A set that has days this year (or had some before) and none next year is running out. */
function missing(linting: Linting, set: string, year: number): void {
  const days = linting.notes.holidays.get(set);
  if (!days || days(year + 1).length > 0) return;
  if (![year, year - 1, year - 2, year - 3, year - 4, year - 5].some((each) => days(each).length > 0)) return;
  linting.say(
    'warning',
    'holidays-missing',
    ['holidays', set],
    `the set "${set}" has no days for ${year + 1}`,
    `add the dates of ${year + 1}, or name a country: { country: GB, region: ENG }`,
  );
}

function missingDates(linting: Linting, calendar: string, closed: readonly string[], year: number): void {
  const dated = closed.filter((each) => /^\d{4}-\d{2}-\d{2}$/.test(each));
  if (dated.length < 2 || dated.length < closed.length || dated.some((each) => each > `${year + 1}`)) return;
  linting.say(
    'warning',
    'holidays-missing',
    ['calendars', calendar, 'closedOn'],
    `"${calendar}" has no closed days for ${year + 1}`,
    `add the dates of ${year + 1}`,
  );
}

/** Hours gained or lost on the days of the coming year on which summer time begins or ends. */
function dstDays(linting: Linting, name: string, calendar: Calendar, zones: Map<string, readonly Change[]>): void {
  const changes = zones.get(calendar.zone) ?? changesOf(calendar, linting.today);
  zones.set(calendar.zone, changes);
  for (const { date, begins } of changes) {
    const change = openOn(calendar, date) - usual(calendar, date);
    if (change === 0) continue;
    const hours = Math.abs(change) / HOUR;
    const how = change > 0 ? 'longer' : 'shorter';
    linting.say(
      'info',
      'dst-day',
      ['calendars', name],
      `${date}: "${name}" is open ${hours} h ${how} because summer time ${begins ? 'begins' : 'ends'}`,
      null,
    );
  }
}

interface Change {
  readonly date: string;
  readonly begins: boolean;
}

/** The days of the coming year that have not 24 hours: only those near a change of the zone's offset are asked. */
function changesOf(calendar: Calendar, today: string): readonly Change[] {
  const last = plusDays(today, 366);
  const days = new Set<string>();
  let at = Temporal.PlainDate.from(today).toZonedDateTime(calendar.zone).getTimeZoneTransition('next');
  for (; at !== null && at.toPlainDate().toString() <= last; at = at.getTimeZoneTransition('next')) {
    for (const near of [at.subtract({ nanoseconds: 1 }), at]) days.add(near.toPlainDate().toString());
  }
  return [...days].flatMap((date) => {
    const hours = (calendar.startOfDate(plusDays(date, 1)) - calendar.startOfDate(date)) / HOUR;
    return hours === 24 || date >= last ? [] : [{ date, begins: hours < 24 }];
  });
}

const openOn = (calendar: Calendar, date: string): number =>
  calendar.hoursOn(date).reduce((sum, { from, to }) => sum + to - from, 0);
/** The hours of the same weekday a week before or after, whichever is no holiday. */
const usual = (calendar: Calendar, date: string): number =>
  Math.max(openOn(calendar, plusDays(date, -7)), openOn(calendar, plusDays(date, 7)));
