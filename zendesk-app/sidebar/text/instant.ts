// Instants in the agent's time zone: `14:02 today`, `14:02`, `Tue 09:00`, `12 Mar 09:00`; another zone is named by its city.

const DAY = 24 * 60 * 60_000;

export interface Zone {
  /** BCP 47. */
  readonly locale: string;
  /** IANA; null: the browser's. */
  readonly timeZone: string | null;
}

/** Time of day, with the weekday or date when it is not today. `today` is appended where the day must be said. */
export function instantText(at: number, now: number, zone: Zone): string {
  const time = format(zone, { hour: '2-digit', minute: '2-digit' }).format(at);
  if (dayOf(at, zone) === dayOf(now, zone)) return time;
  const near = Math.abs(at - now) < 6 * DAY;
  const day = format(zone, near ? { weekday: 'short' } : { day: 'numeric', month: 'short' }).format(at);
  return `${day} ${time}`;
}

/** Day, time and zone in full, for words that leave the sidebar: `Mon, 2 Mar 2026, 14:02 GMT`. */
export function fullInstantText(at: number, zone: Zone): string {
  return format(zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** Whether both lie on one local day. */
export function sameDay(a: number, b: number, zone: Zone): boolean {
  return dayOf(a, zone) === dayOf(b, zone);
}

/** `2027-03-31` as `31 Mar 2027`; a date has no zone. */
export function dateText(date: string, locale: string): string {
  return format({ locale, timeZone: 'UTC' }, { day: 'numeric', month: 'short', year: 'numeric' }).format(
    Date.parse(date),
  );
}

/** `America/New_York` as `New York`; UTC stays. */
export function cityOf(timeZone: string): string {
  if (/^(?:Etc\/)?(?:UTC|GMT|UCT|Universal|Zulu)$/u.test(timeZone)) return 'UTC';
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

/** Whether two zones show the same local time at that instant, so that naming one adds nothing. */
export function sameLocalTime(at: number, a: Zone, b: Zone): boolean {
  const options = { day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return format(a, options).format(at) === format({ ...b, locale: a.locale }, options).format(at);
}

/** `2026-03-02T14:02`: local time as the browser's date fields write it. */
export function localText(at: number, zone: Zone): string {
  const parts = format({ ...zone, locale: 'en-GB' }, LOCAL).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/**
 * Epoch ms of a local time written so; null: it is none. A time that summer time skips moves forward by the gap, one that
 * comes twice is the first.
 */
export function zonedInstant(text: string, zone: Zone): number | null {
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offset = (at: number) => Date.parse(`${localText(at, zone)}Z`) - at;
  const early = asUtc - offset(asUtc - DAY);
  const late = asUtc - offset(asUtc + DAY);
  return localText(late, zone) === text && localText(early, zone) !== text ? late : early;
}

const LOCAL = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;

function dayOf(at: number, zone: Zone): string {
  return format(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format({ locale, timeZone }: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone ?? ''} ${Object.entries(options).join(' ')}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, ...(timeZone ? { timeZone } : {}) });
  formats.set(key, made);
  return made;
}
