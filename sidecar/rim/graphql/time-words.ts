/** Instants, durations and dates as the outside writes them. */
import type { EpochMs } from '#core/facts/facts.ts';
import { createRecent } from './recent.ts';

/** Texts of instants written lately: the same tickets are asked for again and again. */
const written = createRecent<EpochMs, string>(2_000);

/** RFC 3339 in UTC, without fractions where there are none. */
export function toInstant(ms: EpochMs): string {
  const known = written.get(ms);
  if (known !== undefined) return known;
  const long = new Date(ms).toISOString();
  const text = long.endsWith('.000Z') ? `${long.slice(0, -5)}Z` : long;
  written.set(ms, text);
  return text;
}

export function toInstantOrNull(ms: EpochMs | null | undefined): string | null {
  return ms === null || ms === undefined ? null : toInstant(ms);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Epoch ms of an RFC 3339 text (seconds may be left out); null: it is none. */
export function parseInstant(text: string): EpochMs | null {
  if (!INSTANT.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || !isCalendarDate(text.slice(0, 10)) ? null : ms;
}

/** Whether YYYY-MM-DD is a day that exists. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** ISO 8601 in hours, minutes and seconds: working time is never said in days. Negative with a leading minus. */
export function toDuration(ms: number): string {
  const whole = Math.trunc(Math.abs(ms) / SECOND) * SECOND;
  const parts = [
    [Math.floor(whole / HOUR), 'H'],
    [Math.floor((whole % HOUR) / MINUTE), 'M'],
    [(whole % MINUTE) / SECOND, 'S'],
  ] as const;
  const text = parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('');
  return `${ms < 0 && whole > 0 ? '-' : ''}PT${text === '' ? '0S' : text}`;
}

const DURATION = /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?$/;

/** Milliseconds of an ISO 8601 duration in days of 24 hours, hours, minutes and seconds; null: it is none. */
export function parseDuration(text: string): number | null {
  const parts = DURATION.exec(text);
  if (parts === null || /[PT]$/.test(text)) return null;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 24 * HOUR + (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE + (seconds ?? 0) * SECOND;
}
