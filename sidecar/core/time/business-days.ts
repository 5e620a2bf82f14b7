// Business days: local dates on which a calendar opens, counted from a start, and the same local time on the day found.
import type { EpochMs } from './calendar.ts';
import { lastClosing } from './changes.ts';
import { DAY, DAY_MINUTES, MINUTE, SEARCH_DAYS } from './civil.ts';
import type { Clock } from './clock.ts';
import { neverOpens, requireWhole } from './errors.ts';

/** See `Calendar.addBusinessDays`. */
export function addBusinessDays(clock: Clock, t: EpochMs, days: number, dayClock: Clock): EpochMs {
  requireWhole(days, 'business days');
  const start = clock.nextOpening(t) ?? neverOpens(clock.zone, t);
  if (days === 0) return start;
  const local = clock.localOf(start);
  const day = nthBusinessDay(dayClock, start, Math.floor(local / DAY), days);
  const sameTime = clock.localZone.instantOf(local + (day - Math.floor(local / DAY)) * DAY);
  return withinHours(clock, day, sameTime);
}

/** See `Calendar.endOfBusinessDay`. */
export function endOfBusinessDay(
  clock: Clock,
  t: EpochMs,
  days: number,
  dayClock: Clock,
  cutOffMinutes = DAY_MINUTES,
): EpochMs {
  requireWhole(days, 'business days');
  const start = clock.nextOpening(t) ?? neverOpens(clock.zone, t);
  const startDay = Math.floor(clock.localOf(start) / DAY);
  const asked = clock.localOf(t); // itself, not the opening after lunch; of another day only the opening counts
  const local = Math.floor(asked / DAY) === startDay ? asked : clock.localOf(start);
  const late = local - startDay * DAY > cutOffMinutes * MINUTE;
  const day = nthBusinessDay(dayClock, start, startDay, late ? days + 1 : days);
  return closeOf(clock, day) ?? closeAfter(clock, day, t);
}

/** See `Calendar.businessDaysBetween`. */
export function businessDaysBetween(clock: Clock, from: EpochMs, to: EpochMs): number {
  const a = clock.dayOf(from);
  const b = clock.dayOf(to);
  let count = 0;
  for (let day = Math.min(a, b) + 1; day <= Math.max(a, b); day++) if (clock.opensOn(day)) count++;
  return a <= b ? count : -count;
}

function nthBusinessDay(dayClock: Clock, start: EpochMs, startDay: number, days: number): number {
  const step = Math.sign(days);
  let day = startDay;
  for (let left = Math.abs(days); left > 0;) {
    day += step;
    if (Math.abs(day - startDay) > SEARCH_DAYS) return neverOpens(dayClock.zone, start);
    if (dayClock.opensOn(day)) left--;
  }
  return day;
}

/** `t`, on this local date, moved to the day's next opening, or when there is none left to its last closing. */
function withinHours(clock: Clock, day: number, t: EpochMs): EpochMs {
  if (clock.isOpen(t)) return t;
  const closing = lastClosing(clock, t);
  const closedToday = closing !== null && closing > clock.startOfDay(day);
  if (closedToday && closing === t) return t;
  const opening = clock.nextOpening(t);
  if (opening !== null && opening < clock.startOfDay(day + 1)) return opening;
  if (closedToday) return closing;
  return opening ?? neverOpens(clock.zone, t);
}

/** The end of the last window that begins on a local date. */
function closeOf(clock: Clock, day: number): EpochMs | undefined {
  return clock.windowsOn(day).at(-1);
}

/** A business day of another calendar on which this clock stays shut: the close of the clock's next day with hours. */
function closeAfter(clock: Clock, day: number, start: EpochMs): EpochMs {
  for (let later = day + 1; later <= day + SEARCH_DAYS; later++) {
    const close = closeOf(clock, later);
    if (close !== undefined) return close;
  }
  return neverOpens(clock.zone, start);
}
