/** Arguments, checked for what the schema's types cannot say. All faults are BAD_USER_INPUT. */
import type { EpochMs } from '#core/facts/facts.ts';
import { RequestFault } from '../faults.ts';
import { parseDuration, parseInstant } from '../time-words.ts';

const LONGEST_ID = 200;
const LONGEST_TEXT = 10_000;
const LARGEST_PAGE = 100;
const YEAR_MS = 366 * 24 * 3_600_000;
/** Hours of business are laid year by year up to an instant that is judged: those of thousands of years would take many seconds. */
const YEARS_AHEAD = 10;

/** Zendesk's numbers. */
export function isZendeskId(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text);
}

/** An id of a policy or of ours: short, one line. */
export function shortText(name: string, value: string): string {
  // eslint-disable-next-line no-control-regex -- these are what must not be in an id
  if (value === '' || value.length > LONGEST_ID || /[\u0000-\u001f\u007f]/.test(value)) {
    throw new RequestFault('BAD_USER_INPUT', `\`${name}\` must be 1 to ${LONGEST_ID} characters on one line.`);
  }
  return value;
}

export function shortTextOrNull(name: string, value: string | null | undefined): string | null {
  return value === null || value === undefined ? null : shortText(name, value);
}

/** Zendesk's number of something; null: not said. */
export function zendeskIdOrNull(name: string, value: string | null | undefined): string | null {
  return value === null || value === undefined ? null : zendeskId(name, value);
}

export function zendeskId(name: string, value: string): string {
  if (isZendeskId(value)) return value;
  throw new RequestFault('BAD_USER_INPUT', `\`${name}\` must be a number of Zendesk.`);
}

/** What people write. */
export function freeText(name: string, value: string, longest = LONGEST_TEXT): string {
  if (value.length > longest || value.includes('\u0000')) {
    throw new RequestFault('BAD_USER_INPUT', `\`${name}\` must be at most ${longest} characters, without NUL.`);
  }
  return value;
}

export function freeTextOrNull(name: string, value: string | null | undefined): string | null {
  return value === null || value === undefined ? null : freeText(name, value);
}

/** Something that must be said. */
export function statedText(name: string, value: string): string {
  if (value.trim() === '') throw new RequestFault('BAD_USER_INPUT', `\`${name}\` must not be empty.`);
  return freeText(name, value);
}

export function pageSize(first: number | null | undefined): number {
  const size = first ?? 50;
  if (size >= 1 && size <= LARGEST_PAGE) return size;
  throw new RequestFault('BAD_USER_INPUT', `\`first\` must be 1 to ${LARGEST_PAGE}.`);
}

/** `endCursor` of a page before, or null. `fits`: whether it can be one. */
export function cursorOrNull(after: string | null | undefined, fits: (cursor: string) => boolean): string | null {
  const cursor = shortTextOrNull('after', after);
  if (cursor === null || fits(cursor)) return cursor;
  throw new RequestFault('BAD_USER_INPUT', '`after` must be the `endCursor` of a page before.');
}

/** A text that the scalar has checked; at most ten years ahead. */
export function instantOf(text: string): EpochMs {
  const ms = parseInstant(text);
  if (ms === null) throw new RequestFault('BAD_USER_INPUT', 'Instant must be an instant such as 2026-03-02T09:00:00Z');
  if (ms <= Date.now() + YEARS_AHEAD * YEAR_MS) return ms;
  throw new RequestFault('BAD_USER_INPUT', `Instant must be at most ${YEARS_AHEAD} years ahead.`);
}

export function instantOrNull(text: string | null | undefined): EpochMs | null {
  return text === null || text === undefined ? null : instantOf(text);
}

/** Work in ms: more than nothing, at most a year. */
export function workOf(text: string): number {
  const ms = parseDuration(text);
  if (ms !== null && ms > 0 && ms <= YEAR_MS) return ms;
  throw new RequestFault('BAD_USER_INPUT', 'The duration must be more than nothing and at most a year.');
}

/** An address that may be opened: nothing but the web, and no password, which would stand in the log. */
export function webAddress(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url !== null && value.length <= 2_000 && (url.protocol === 'https:' || url.protocol === 'http:')) {
    if (url.username === '' && url.password === '') return url.href;
    throw new RequestFault('BAD_USER_INPUT', `\`${name}\` must not hold a user name or a password.`);
  }
  throw new RequestFault('BAD_USER_INPUT', `\`${name}\` must be an http or https address.`);
}

/** A whole number that is a version or revision. */
export function versionOf(name: string, value: number): number {
  if (value >= 1) return value;
  throw new RequestFault('BAD_USER_INPUT', `\`${name}\` must be 1 or more.`);
}
