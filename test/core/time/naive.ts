// A second calendar that shares nothing with the first: it steps minute by minute through `Intl`'s wall clock.
// Slow on purpose, and only for instants from 1973 on and zones whose offset changes at quarters of an hour (UTC).

export interface NaiveOffice {
  readonly timeZone: string;
  /** By day of the week, Sunday first: windows in minutes of the day; beyond 1440 they run into the next day. */
  readonly week: readonly (readonly (readonly [number, number])[])[];
  readonly closedOn: readonly string[];
}

interface NaiveWindow {
  readonly from: number;
  readonly to: number;
  readonly beginsOpen: boolean;
}

const MINUTE = 60_000;
const DAY_MINUTES = 1440;
const MARGIN = 4 * DAY_MINUTES;

const formats = new Map<string, Intl.DateTimeFormat>();
const clocks = new Map<string, Map<number, number>>();

/** What the wall clock shows at a minute since 1970, as the minute since 1970 at which UTC would show it. */
export function wallClock(timeZone: string, minute: number): number {
  let clock = clocks.get(timeZone);
  if (clock === undefined) clocks.set(timeZone, (clock = new Map()));
  const quarter = Math.floor(minute / 15) * 15;
  let shown = clock.get(quarter);
  if (shown === undefined) clock.set(quarter, (shown = readWallClock(timeZone, quarter)));
  return shown + minute - quarter;
}

function readWallClock(timeZone: string, minute: number): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const options = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
    format = new Intl.DateTimeFormat('en-US', { ...options, timeZone, hourCycle: 'h23', calendar: 'iso8601' });
    formats.set(timeZone, format);
  }
  const shown: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(minute * MINUTE)) shown[type] = Number(value);
  return Date.UTC(shown.year!, shown.month! - 1, shown.day!, shown.hour!, shown.minute!) / MINUTE;
}

const dateOf = (wall: number): string => new Date(wall * MINUTE).toISOString().slice(0, 10);

/** The windows of one day, where they overlap or touch as one. */
function united(windows: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const minutes = new Set(windows.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)));
  const starts = [...minutes].filter((minute) => !minutes.has(minute - 1)).sort((a, b) => a - b);
  return starts.map((start) => {
    let end = start;
    while (minutes.has(end)) end++;
    return [start, end] as const;
  });
}

/** A calendar within a stretch of instants; questions may not lead out of it. */
export class NaiveCalendar {
  readonly zone: string;
  private readonly first: number;
  private readonly open: Uint8Array;
  private readonly lost: Uint8Array;
  private readonly windows: NaiveWindow[] = [];

  constructor(offices: readonly NaiveOffice[], zone: string, from: number, to: number) {
    this.zone = zone;
    this.first = Math.floor(from / MINUTE);
    const length = Math.ceil(to / MINUTE) - this.first;
    this.open = new Uint8Array(length);
    this.lost = new Uint8Array(length);
    for (const office of offices) this.addOffice(office, length);
  }

  private addOffice(office: NaiveOffice, length: number): void {
    const start = this.first - MARGIN;
    const walls = Array.from({ length: length + 2 * MARGIN }, (_, i) => wallClock(office.timeZone, start + i));
    const firstShown = new Map<number, number>();
    walls.forEach((wall, i) => {
      if (!firstShown.has(wall)) firstShown.set(wall, start + i);
    });
    const instantOf = (wall: number): number => {
      const shown = firstShown.get(wall);
      if (shown !== undefined) return shown;
      const after = walls.findIndex((w, i) => i > 0 && w > wall && walls[i - 1]! < wall);
      return after < 0 ? Number.NaN : start + after - 1 + (wall - walls[after - 1]!);
    };
    const week = office.week.map(united);
    for (const midnight of new Set(walls.map((wall) => Math.floor(wall / DAY_MINUTES) * DAY_MINUTES))) {
      for (const [from, to] of week[new Date(midnight * MINUTE).getUTCDay()]!) {
        this.addWindow(office, midnight, instantOf(midnight + from), instantOf(midnight + to));
      }
    }
  }

  private addWindow(office: NaiveOffice, midnight: number, from: number, to: number): void {
    if (!(from < to)) return;
    this.windows.push({ from, to, beginsOpen: !office.closedOn.includes(dateOf(midnight)) });
    for (let minute = Math.max(from, this.first); minute < Math.min(to, this.first + this.open.length); minute++) {
      const closed = office.closedOn.includes(dateOf(wallClock(office.timeZone, minute)));
      (closed ? this.lost : this.open)[minute - this.first] = 1;
    }
  }

  private openAt(minute: number): boolean {
    const i = minute - this.first;
    if (i < 0 || i >= this.open.length) throw new RangeError('the question leads out of the stretch');
    return this.open[i] === 1;
  }

  isOpen(t: number): boolean {
    return this.openAt(Math.floor(t / MINUTE));
  }

  kindAt(t: number): 'open' | 'closed' | 'holiday' {
    if (this.isOpen(t)) return 'open';
    return this.lost[Math.floor(t / MINUTE) - this.first] === 1 ? 'holiday' : 'closed';
  }

  elapsedMs(from: number, to: number): number {
    if (to < from) return 0 - this.elapsedMs(to, from);
    let sum = 0;
    for (let minute = Math.floor(from / MINUTE); minute * MINUTE < to; minute++) {
      if (this.openAt(minute)) sum += Math.min(to, (minute + 1) * MINUTE) - Math.max(from, minute * MINUTE);
    }
    return sum;
  }

  addMs(t: number, ms: number): number {
    let left = ms;
    for (let minute = Math.floor(t / MINUTE); ; minute++) {
      if (!this.openAt(minute)) continue;
      const from = Math.max(t, minute * MINUTE);
      const step = (minute + 1) * MINUTE - from;
      if (ms === 0 || step >= left) return from + left;
      left -= step;
    }
  }

  subtractMs(t: number, ms: number): number {
    let left = ms;
    for (let minute = Math.ceil(t / MINUTE) - 1; ; minute--) {
      if (!this.openAt(minute)) continue;
      const to = Math.min(t, (minute + 1) * MINUTE);
      const step = to - minute * MINUTE;
      // At the minute's start the work may be done, but an opening earlier in the open stretch is no later answer.
      if (step >= left) return to - left;
      left -= step;
    }
  }

  nextOpening(t: number): number {
    return this.addMs(t, 0);
  }

  nextChange(t: number): number {
    const now = this.isOpen(t);
    let minute = Math.floor(t / MINUTE) + 1;
    while (this.openAt(minute) === now) minute++;
    return minute * MINUTE;
  }

  lastOpeningBefore(t: number): number {
    let minute = Math.floor(t / MINUTE);
    while (!(this.openAt(minute) && !this.openAt(minute - 1))) minute--;
    return minute * MINUTE;
  }

  localDate(t: number): string {
    return dateOf(wallClock(this.zone, Math.floor(t / MINUTE)));
  }

  /** Windows that begin on the date, by the calendar's own zone; the close is that of the last one, cut at closed dates. */
  isBusinessDay(date: string): boolean {
    return this.windows.some((window) => window.beginsOpen && this.localDate(window.from * MINUTE) === date);
  }

  endOfDay(date: string): number {
    const ends = this.windows
      .filter((window) => window.beginsOpen && this.localDate(window.from * MINUTE) === date)
      .map((window) => this.nextChangeWithin(window));
    return Math.max(...ends);
  }

  private nextChangeWithin(window: NaiveWindow): number {
    let minute = window.from;
    while (minute < window.to && this.openAt(minute)) minute++;
    return minute * MINUTE;
  }

  addBusinessDays(t: number, days: number): number {
    const start = this.nextOpening(t);
    if (days === 0) return start;
    const wall = wallClock(this.zone, Math.floor(start / MINUTE));
    let target = wall;
    for (let left = Math.abs(days); left > 0;) {
      target += Math.sign(days) * DAY_MINUTES;
      this.openAt(target);
      if (this.isBusinessDay(dateOf(target))) left--;
    }
    return this.within(dateOf(target), this.firstShowing(target) * MINUTE + (start % MINUTE));
  }

  /** On that date: at `t` if open or closing just then, else at the next opening, else at the last closing. */
  private within(date: string, t: number): number {
    const minute = Math.floor(t / MINUTE);
    if (this.openAt(minute)) return t;
    if (this.openAt(minute - 1) && t === minute * MINUTE && this.localDate(t - 1) === date) return t;
    for (let m = minute; this.localDate(m * MINUTE) === date; m++) if (this.openAt(m)) return m * MINUTE;
    for (let m = minute; this.localDate((m - 1) * MINUTE) === date; m--) if (this.openAt(m - 1)) return m * MINUTE;
    throw new Error(`no hours on ${date}`);
  }

  private firstShowing(wall: number): number {
    for (let minute = wall - DAY_MINUTES; minute < wall + DAY_MINUTES; minute++) {
      const shown = wallClock(this.zone, minute);
      if (shown === wall) return minute;
      if (shown > wall) return minute - 1 + (wall - wallClock(this.zone, minute - 1));
    }
    throw new Error('a wall clock that never shows it');
  }
}
