// `4h`, `1h 30m`, `PT1H`, `14 days`, `2 business days`, `1 month`, `as needed` → how long.
import type { Within } from './policy.ts';

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DAY = 86_400_000;

interface Amount {
  readonly count: number;
  readonly unit: 'ms' | 's' | 'm' | 'h' | 'days' | 'business_days' | 'weeks' | 'months' | 'years';
}

/** Reads a duration, or null where the text is none or mixes days with hours. */
export function readWithin(text: string): Within | null {
  const clean = text.trim().toLowerCase();
  if (/^(?:as[ _]needed|best[ _]effort)$/.test(clean)) return { kind: 'as_needed', text: 'as needed' };
  const day = /^(?:the )?(end of (?:the )?)?(?:(next|same) )?(?:business|working) day$/.exec(clean);
  if (day && (day[1] !== undefined || day[2] !== undefined)) {
    const close = day[1] !== undefined || day[2] === 'same';
    return {
      kind: 'business_days',
      days: day[2] === 'next' ? 1 : 0,
      by: close ? 'close' : 'time',
      cutOff: null,
      text: clean,
    };
  }
  const amounts = clean.startsWith('p') ? isoAmounts(clean) : wordAmounts(clean);
  if (amounts === null || amounts.length === 0) return null;
  if (amounts.every(({ unit }) => unit in MS)) {
    const ms = amounts.reduce((sum, { count, unit }) => sum + count * (MS[unit] ?? 0), 0);
    return { kind: 'working', ms: Math.round(ms), text: workingText(Math.round(ms)) };
  }
  return wholePeriod(amounts);
}

function wholePeriod(amounts: readonly Amount[]): Within | null {
  if (!amounts.every(({ count }) => Number.isInteger(count))) return null;
  const sum = (units: readonly string[], factor: number): number =>
    amounts.filter(({ unit }) => units.includes(unit)).reduce((total, { count }) => total + count * factor, 0);
  if (amounts.every(({ unit }) => unit === 'days' || unit === 'weeks')) {
    const days = sum(['days'], 1) + sum(['weeks'], 7);
    return { kind: 'days', days, text: counted(days, 'day') };
  }
  if (amounts.every(({ unit }) => unit === 'months' || unit === 'years')) {
    const months = sum(['months'], 1) + sum(['years'], 12);
    return { kind: 'months', months, text: counted(months, 'month') };
  }
  if (amounts.length === 1 && amounts[0]?.unit === 'business_days') {
    const days = amounts[0].count;
    return { kind: 'business_days', days, by: 'time', cutOff: null, text: counted(days, 'business day') };
  }
  return null;
}

/** Milliseconds of a duration in which a day is 24 hours and a month 30 days: for ages and comparisons. */
export function roughMs(text: string): number | null {
  const within = readWithin(text);
  if (within === null || within.kind === 'as_needed') return null;
  if (within.kind === 'working') return within.ms;
  return within.kind === 'months' ? within.months * 30 * DAY : within.days * DAY;
}

/** Milliseconds of a duration of hours and minutes (`1h 30m`); null for any other. */
export function workingMs(text: string): number | null {
  const within = readWithin(text);
  return within?.kind === 'working' ? within.ms : null;
}

/** `15:00` → minutes of the local day. */
export function minutesOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

/** `1h 30m` of milliseconds. */
export function workingText(ms: number): string {
  if (ms === 0) return '0m';
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, size] of [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * size;
  }
  return parts.join(' ');
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function wordAmounts(text: string): readonly Amount[] | null {
  const amounts: Amount[] = [];
  const rest = text.replace(
    /(\d+(?:\.\d+)?)\s*([a-z][a-z ]*?)(?=\s*(?:,|and\b|\d|$))/g,
    (_, count: string, word: string) => {
      const unit = unitOf(word.trim());
      if (unit === null) return '?';
      amounts.push({ count: Number(count), unit });
      return '';
    },
  );
  return /^(?:[\s,]|and)*$/.test(rest) ? amounts : null;
}

function unitOf(word: string): Amount['unit'] | null {
  if (/^(?:working|business) days?$/.test(word)) return 'business_days';
  const plain = word.replace(/^(?:working|business|calendar) /, '');
  if (/^(?:ms|milliseconds?)$/.test(plain)) return 'ms';
  if (/^(?:s|secs?|seconds?)$/.test(plain)) return 's';
  if (/^(?:m|mins?|minutes?)$/.test(plain)) return 'm';
  if (/^(?:h|hrs?|hours?)$/.test(plain)) return 'h';
  if (/^(?:d|days?)$/.test(plain)) return 'days';
  if (/^(?:w|weeks?)$/.test(plain)) return 'weeks';
  if (/^months?$/.test(plain)) return 'months';
  return /^(?:y|years?)$/.test(plain) ? 'years' : null;
}

function isoAmounts(text: string): readonly Amount[] | null {
  const match = /^p(?:(\d+)y)?(?:(\d+)m)?(?:(\d+)w)?(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?)?$/.exec(
    text,
  );
  if (!match) return null;
  const units = ['years', 'months', 'weeks', 'days', 'h', 'm', 's'] as const;
  return units.flatMap((unit, index) => {
    const count = match[index + 1];
    return count === undefined ? [] : [{ count: Number(count), unit }];
  });
}
