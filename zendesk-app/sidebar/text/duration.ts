// Durations in words: `2d 3h`, `1h 24m`, `24m`, `4m 10s`, always with the agent's own units, a true minus sign when negative.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Below this a running timer shows seconds. */
export const SECONDS_BELOW_MS = 5 * MINUTE;

type Unit = 'day' | 'hour' | 'minute' | 'second';

/** Ms as one or two units, rounded down towards zero; `seconds` asks for them below five minutes. */
export function durationText(ms: number, locale: string, seconds = false): string {
  const size = Math.abs(ms);
  const text = parts(size, seconds)
    .map(([count, unit]) => unitText(count, unit, locale))
    .join(' ');
  return ms < 0 ? `\u2212${text}` : text;
}

function parts(ms: number, seconds: boolean): [number, Unit][] {
  const count = (unit: number) => Math.floor(ms / unit);
  const rest = (whole: number, unit: number) => Math.floor((ms % whole) / unit);
  if (ms >= DAY)
    return trimmed([
      [count(DAY), 'day'],
      [rest(DAY, HOUR), 'hour'],
    ]);
  if (ms >= HOUR)
    return trimmed([
      [count(HOUR), 'hour'],
      [rest(HOUR, MINUTE), 'minute'],
    ]);
  if (ms < MINUTE || (seconds && ms < SECONDS_BELOW_MS)) {
    return ms < MINUTE
      ? [[count(SECOND), 'second']]
      : [
          [count(MINUTE), 'minute'],
          [rest(MINUTE, SECOND), 'second'],
        ];
  }
  return [[count(MINUTE), 'minute']];
}

function trimmed([first, second]: [[number, Unit], [number, Unit]]): [number, Unit][] {
  return second[0] === 0 ? [first] : [first, second];
}

const formats = new Map<string, Intl.NumberFormat>();

function unitText(count: number, unit: Unit, locale: string): string {
  const key = `${locale} ${unit}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' });
  formats.set(key, format);
  return format.format(count);
}

const ISO = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/u;

/** Ms of an ISO 8601 duration of days and smaller units (a day is 24 hours); null: another kind, such as months. */
export function isoMs(iso: string | null): number | null {
  const match = iso === null ? null : ISO.exec(iso);
  if (!match) return null;
  const [, sign, days, hours, minutes, seconds] = match;
  const ms =
    Number(days ?? 0) * DAY + Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE + Number(seconds ?? 0) * SECOND;
  return sign ? -ms : ms;
}

const TYPED = /^\s*(?:(\d{1,3})\s*h)?\s*(?:(\d{1,4})\s*m?(?:in)?)?\s*$/iu;

/** What an agent types for time worked, `1h 30m`, `45m` or `2h`, as ISO 8601; null: it is no time. */
export function typedDuration(text: string): string | null {
  const match = TYPED.exec(text);
  const minutes = match ? Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0) : 0;
  return minutes > 0 ? `PT${String(minutes)}M` : null;
}
