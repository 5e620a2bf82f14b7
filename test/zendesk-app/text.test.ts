/** Durations and instants as the agent reads them. */
import { expect, test } from 'vitest';
import { durationText, isoMs, typedDuration } from '../../zendesk-app/sidebar/text/duration.ts';
import {
  cityOf,
  dateText,
  instantText,
  localText,
  sameLocalTime,
  zonedInstant,
} from '../../zendesk-app/sidebar/text/instant.ts';
import { translator } from '../../zendesk-app/sidebar/text/messages.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [2 * DAY + 3 * HOUR, '2d 3h'],
  [2 * DAY, '2d'],
  [84 * MINUTE, '1h 24m'],
  [24 * MINUTE + 59 * SECOND, '24m'],
  [4 * MINUTE + 10 * SECOND, '4m 10s'],
  [50 * SECOND, '50s'],
  [-12 * MINUTE, '\u221212m'],
  [-30 * SECOND, '\u221230s'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms, 'en', true)).toBe(text);
});

test('seconds only where they are asked for', () => {
  expect(durationText(4 * MINUTE + 10 * SECOND, 'en')).toBe('4m');
});

test('units follow the language', () => {
  expect(durationText(84 * MINUTE, 'de')).toMatch(/^1.+24/u);
});

test.each([
  ['PT1H30M', 90 * MINUTE],
  ['-PT12M', -12 * MINUTE],
  ['P10D', 10 * DAY],
  ['PT0S', 0],
  ['P1M', null],
  [null, null],
])('%s is %s ms', (iso, ms) => {
  expect(isoMs(iso)).toBe(ms);
});

test.each([
  ['1h 30m', 'PT90M'],
  ['45m', 'PT45M'],
  ['45', 'PT45M'],
  ['2h', 'PT120M'],
  ['45 min', 'PT45M'],
  ['', null],
  ['soon', null],
  ['0m', null],
])('typed %j is %s', (typed, iso) => {
  expect(typedDuration(typed)).toBe(iso);
});

const LONDON = { locale: 'en-GB', timeZone: 'Europe/London' };
const NOW = Date.parse('2026-03-02T12:38:00Z');

test.each([
  ['2026-03-02T14:02:00Z', '14:02'],
  ['2026-03-03T09:00:00Z', 'Tue 09:00'],
  ['2026-03-31T09:00:00Z', '31 Mar 10:00'],
])('%s is %s', (at, text) => {
  expect(instantText(Date.parse(at), NOW, LONDON)).toBe(text);
});

test('a date has no zone', () => {
  expect(dateText('2027-03-31', 'en-GB')).toBe('31 Mar 2027');
});

test('zones are named by city, and only where they differ', () => {
  expect(cityOf('America/New_York')).toBe('New York');
  expect(cityOf('Etc/UTC')).toBe('UTC');
  expect(sameLocalTime(NOW, LONDON, { ...LONDON, timeZone: 'UTC' })).toBe(true);
  expect(sameLocalTime(Date.parse('2026-07-01T12:00:00Z'), LONDON, { ...LONDON, timeZone: 'UTC' })).toBe(false);
});

test('texts take values and plurals', () => {
  const t = translator('en');
  expect(t('timer.due', { time: '14:02' })).toBe('due 14:02');
  expect(t('header.endsSoon', { count: 1 })).toBe('Contract ends in 1 day');
  expect(t('notice.notApprovedText', { count: 0, organization: 'Harbour Foods' })).toContain('no approved contacts');
});

test.each([
  ['2026-03-02T14:02', 'Europe/London', '2026-03-02T14:02:00.000Z'],
  ['2026-03-06T09:00', 'America/New_York', '2026-03-06T14:00:00.000Z'],
  ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'], // skipped: 03:30 in summer time
  ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'], // comes twice: the first
  ['2026-11-01T02:30', 'America/New_York', '2026-11-01T07:30:00.000Z'],
])('%s in %s is %s', (text, timeZone, instant) => {
  const zone = { locale: 'en-GB', timeZone };
  const at = zonedInstant(text, zone);
  expect(at).toBe(Date.parse(instant));
  if (!text.startsWith('2026-03-08')) expect(localText(Date.parse(instant), zone)).toBe(text);
});

test('what is no local time is none', () => {
  expect(zonedInstant('', { locale: 'en-GB', timeZone: 'UTC' })).toBeNull();
});
