// Dates of the calendar as text: a day further, the n-th weekday of a month, Easter.
import { civilDate, dayNumber, daysInMonth, formatDate, weekdayIndex } from '#core/time/civil.ts';

/** The date so many days later (`2026-02-28`, 1 → `2026-03-01`). */
export function plusDays(date: string, days: number): string {
  return formatDate(numberOf(date) + days);
}

/** Day of the week of a date: 0 Monday … 6 Sunday. */
export function weekdayOf(date: string): number {
  return weekdayIndex(numberOf(date));
}

export function numberOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return dayNumber(year, month, day);
}

/** Every date from one to the other, both included. */
export function datesBetween(from: string, to: string): readonly string[] {
  const dates: string[] = [];
  for (let day = numberOf(from), last = numberOf(to); day <= last && dates.length < 800; day++)
    dates.push(formatDate(day));
  return dates;
}

/** The n-th weekday of a month (-1: the last), or null where there is none. `weekday`: 0 Monday … 6 Sunday. */
export function nthWeekday(year: number, month: number, weekday: number, nth: number): string | null {
  if (nth < 0) {
    const last = dayNumber(year, month, daysInMonth(year, month));
    return formatDate(last - ((weekdayIndex(last) - weekday + 7) % 7) + 7 * (nth + 1));
  }
  const first = dayNumber(year, month, 1);
  const found = first + ((weekday - weekdayIndex(first) + 7) % 7) + 7 * (nth - 1);
  return civilDate(found).month === month ? formatDate(found) : null;
}

/** Easter Sunday of the Gregorian calendar. */
export function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return formatDate(dayNumber(year, Math.floor(f / 31), (f % 31) + 1));
}

/** `mon`, `Monday`, `mon-fri`, `sat,sun`, `weekdays`, `weekends` → 0 Monday … 6 Sunday; null where the text is none. */
export function readWeekdays(text: string): readonly number[] | null {
  const clean = text.trim().toLowerCase();
  if (/^(?:weekdays?|working days|mon-fri)$/.test(clean)) return [0, 1, 2, 3, 4];
  if (/^weekends?$/.test(clean)) return [5, 6];
  const days: number[] = [];
  for (const part of clean.split(/\s*,\s*/)) {
    const [from, to] = part.split(/\s*-\s*/).map(dayIndex);
    if (from === undefined || from < 0 || (to !== undefined && to < 0)) return null;
    for (let day = from; ; day = (day + 1) % 7) {
      days.push(day);
      if (to === undefined || day === to) break;
    }
  }
  return days;
}

function dayIndex(name: string): number {
  const full = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  return name.length < 3 ? -1 : full.findIndex((day) => day.startsWith(name) || day === name.replace(/s$/, ''));
}
