// The compiled calendar: the hot path over pages. Nothing here allocates for an instant in milliseconds.
import type {
  BusinessDayOptions,
  Calendar,
  CalendarSpan,
  CloseOptions,
  CountedSpan,
  EpochMs,
  LocalDate,
  Window,
} from './calendar.ts';
import { addBusinessDays, businessDaysBetween, endOfBusinessDay } from './business-days.ts';
import {
  DAY,
  MINUTE,
  PAGE,
  SEARCH_PAGES,
  civilDate,
  dayNumber,
  daysInMonth,
  formatDate,
  weekdayIndex,
} from './civil.ts';
import { parseDate } from './dates.ts';
import { neverOpens, requireWhole } from './errors.ts';
import { FIRST_INSTANT, LAST_INSTANT, lastOpening, nextChange, nextOpening } from './changes.ts';
import { clip, unite, without } from './intervals.ts';
import type { Leaf } from './leaf.ts';
import { Page } from './page.ts';
import { addSpans, spansOf } from './spans.ts';
import type { Zone } from './zone.ts';

type Moment = EpochMs | Temporal.Instant;

/** Pages 0 to 255 (1970 to 2248) are found by place, others by name. */
const NEAR_PAGES = 256;

/** A calendar compiled to pages, a page at a time as it is needed. */
export class Clock implements Calendar {
  readonly zone: string;
  readonly localZone: Zone;
  readonly leaves: readonly Leaf[];
  private readonly constant: boolean;
  private readonly near: (Page | undefined)[] = new Array<Page | undefined>(NEAR_PAGES).fill(undefined);
  private readonly far = new Map<number, Page>();
  private readonly businessDays = new Map<number, boolean>();

  constructor(localZone: Zone, leaves: readonly Leaf[]) {
    this.zone = localZone.name;
    this.localZone = localZone;
    this.leaves = leaves;
    this.constant = leaves.some((leaf) => leaf.isAlwaysOpen) || leaves.every((leaf) => leaf.isNeverOpen);
  }

  isOpen(t: Moment): boolean {
    const at = typeof t === 'number' ? t : t.epochMilliseconds;
    const page = this.pageOf(at);
    const i = page.find(at);
    return i < page.count && page.opens[i]! <= at;
  }

  add(t: EpochMs, minutes: number): EpochMs;
  add(t: Temporal.Instant, minutes: number): Temporal.Instant;
  add(t: Moment, minutes: number): Moment {
    const ms = Math.round(minutes * MINUTE);
    return typeof t === 'number' ? this.addMs(t, ms) : instant(this.addMs(t.epochMilliseconds, ms));
  }

  addMs(t: EpochMs, ms: number): EpochMs {
    const page = this.pageOf(t);
    const work = page.workBefore(t) + ms;
    if (ms > 0 && work <= page.total) return page.whenDone(work);
    return this.addFar(t, ms, page, work);
  }

  elapsed(from: Moment, to: Moment): number {
    const a = typeof from === 'number' ? from : from.epochMilliseconds;
    const b = typeof to === 'number' ? to : to.epochMilliseconds;
    return this.elapsedMs(a, b) / MINUTE;
  }

  elapsedMs(from: EpochMs, to: EpochMs): number {
    const a = this.pageOf(from);
    const b = this.pageOf(to);
    const within = b.workBefore(to) - a.workBefore(from);
    return a === b ? within : within + this.workOfPages(a.lo, b.lo);
  }

  nextOpening(t: EpochMs): EpochMs | null;
  nextOpening(t: Temporal.Instant): Temporal.Instant | null;
  nextOpening(t: Moment): Moment | null {
    const next = nextOpening(this, typeof t === 'number' ? t : t.epochMilliseconds);
    return typeof t === 'number' || next === null ? next : instant(next);
  }

  lastOpeningBefore(t: EpochMs): EpochMs | null {
    return lastOpening(this, t);
  }

  nextChange(t: EpochMs): EpochMs | null {
    return this.constant ? null : nextChange(this, t);
  }

  addBusinessDays(t: EpochMs, days: number, options?: BusinessDayOptions): EpochMs;
  addBusinessDays(t: Temporal.Instant, days: number, options?: BusinessDayOptions): Temporal.Instant;
  addBusinessDays(t: Moment, days: number, options: BusinessDayOptions = {}): Moment {
    const dayClock = clockOf(options.dayCalendar, this);
    if (typeof t !== 'number') return instant(addBusinessDays(this, t.epochMilliseconds, days, dayClock));
    return addBusinessDays(this, t, days, dayClock);
  }

  endOfBusinessDay(t: EpochMs, days: number, options: CloseOptions = {}): EpochMs {
    return endOfBusinessDay(this, t, days, clockOf(options.dayCalendar, this), options.cutOffMinutes);
  }

  businessDaysBetween(from: EpochMs, to: EpochMs): number {
    return businessDaysBetween(this, from, to);
  }

  isBusinessDay(date: LocalDate): boolean {
    return this.opensOn(parseDate(date, 'date'));
  }

  isOnBusinessDay(t: EpochMs): boolean {
    return this.opensOn(this.dayOf(t));
  }

  addCalendarDays(t: EpochMs, days: number): EpochMs {
    requireWhole(days, 'days');
    return this.localZone.instantOf(this.localOf(t) + days * DAY);
  }

  addMonths(t: EpochMs, months: number): EpochMs {
    requireWhole(months, 'months');
    const local = this.localOf(t);
    const day = Math.floor(local / DAY);
    const date = civilDate(day);
    const month = date.year * 12 + date.month - 1 + months;
    const year = Math.floor(month / 12);
    const monthOfYear = month - year * 12 + 1;
    const target = dayNumber(year, monthOfYear, Math.min(date.day, daysInMonth(year, monthOfYear)));
    return this.localZone.instantOf(local + (target - day) * DAY);
  }

  localDate(t: EpochMs): LocalDate {
    return formatDate(this.dayOf(t));
  }

  localTime(t: EpochMs): number {
    const local = this.localOf(t);
    return (local - Math.floor(local / DAY) * DAY) / MINUTE;
  }

  weekday(t: EpochMs): number {
    return weekdayIndex(this.dayOf(t)) + 1;
  }

  startOfDate(date: LocalDate): EpochMs {
    return this.startOfDay(parseDate(date, 'date'));
  }

  hoursOn(date: LocalDate): readonly Window[] {
    const flat = this.windowsOn(parseDate(date, 'date'));
    return Array.from({ length: flat.length / 2 }, (_, i) => ({ from: flat[2 * i]!, to: flat[2 * i + 1]! }));
  }

  spans(from: EpochMs, to: EpochMs): readonly CalendarSpan[] {
    return spansOf(this, from, to);
  }

  addSpans(list: CountedSpan[], from: EpochMs, to: EpochMs, wall: boolean): void {
    addSpans(this, list, from, to, wall);
  }

  /** The wall clock at an instant. */
  localOf(t: EpochMs): number {
    if (!(t >= FIRST_INSTANT && t < LAST_INSTANT)) throw outOfRange(t);
    return this.localZone.localOf(t);
  }

  /** The local date's day number. */
  dayOf(t: EpochMs): number {
    return Math.floor(this.localOf(t) / DAY);
  }

  /** The first instant of a local date. */
  startOfDay(day: number): EpochMs {
    return this.localZone.instantOf(day * DAY);
  }

  /** Whether a window begins on this local date. Windows of members in other zones are placed by their instants. */
  opensOn(day: number): boolean {
    let opens = this.businessDays.get(day);
    if (opens === undefined) {
      opens = this.windowsOn(day).length > 0;
      this.businessDays.set(day, opens);
    }
    return opens;
  }

  /** The windows that begin on this local date, in order and united. */
  windowsOn(day: number): number[] {
    return unite(
      this.leaves.flatMap((leaf) =>
        leaf.zone === this.localZone
          ? leaf.windowsOn(day)
          : leaf.windowsBeginning(this.startOfDay(day), this.startOfDay(day + 1)),
      ),
    );
  }

  /** The page that contains an instant, compiled if this is its first use. */
  pageOf(t: EpochMs): Page {
    const number = Math.floor(t / PAGE);
    return (number >= 0 && number < NEAR_PAGES ? this.near[number] : this.far.get(number)) ?? this.compile(number, t);
  }

  /** Within a page, in order: time that would be open but for a closed date. */
  lostOn(page: Page): number[] {
    const open: number[] = [];
    const lost: number[] = [];
    for (const leaf of this.leaves) leaf.collect(page.lo, page.hi, open, lost);
    return clip(without(unite(lost), unite(open)), page.lo, page.hi);
  }

  private compile(number: number, t: EpochMs): Page {
    if (!(t >= FIRST_INSTANT && t < LAST_INSTANT)) throw outOfRange(t);
    const lo = number * PAGE;
    const open: number[] = [];
    const lost: number[] = [];
    for (const leaf of this.leaves) leaf.collect(lo, lo + PAGE, open, lost);
    const page = new Page(lo, clip(unite(open), lo, lo + PAGE));
    if (number >= 0 && number < NEAR_PAGES) this.near[number] = page;
    else this.far.set(number, page);
    return page;
  }

  /** The rest of `addMs`: over the page's edge, backwards, or by nothing. `work` is counted from the page's start. */
  private addFar(t: EpochMs, ms: number, first: Page, workFromFirst: number): EpochMs {
    if (!Number.isFinite(ms)) throw new RangeError(`cannot add ${ms} ms of working time`);
    if (ms === 0) return nextOpening(this, t) ?? neverOpens(this.zone, t);
    let page = first;
    let work = workFromFirst;
    for (let n = 0; ms > 0 ? work > page.total : work < 0; n++) {
      if (n === SEARCH_PAGES) return neverOpens(this.zone, t);
      if (ms > 0) work -= page.total;
      page = this.neighbour(page, ms > 0, t);
      if (ms < 0) work += page.total;
    }
    return ms > 0 ? page.whenDone(work) : page.whenLeft(work);
  }

  private neighbour(page: Page, after: boolean, start: EpochMs): Page {
    const t = after ? page.hi : page.lo - 1;
    return t >= FIRST_INSTANT && t < LAST_INSTANT ? this.pageOf(t) : neverOpens(this.zone, start);
  }

  private workOfPages(from: number, to: number): number {
    let work = 0;
    for (let lo = Math.min(from, to); lo < Math.max(from, to); lo += PAGE) work += this.pageOf(lo).total;
    return from < to ? work : -work;
  }
}

function instant(t: EpochMs): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(t);
}

function outOfRange(t: number): RangeError {
  return new RangeError(`${t} is not an instant of the years 1 to 9999 in epoch milliseconds`);
}

/** Calendars are made here only: one of another make is a fault of the caller. */
function clockOf(calendar: Calendar | undefined, otherwise: Clock): Clock {
  if (calendar === undefined) return otherwise;
  if (calendar instanceof Clock) return calendar;
  throw new TypeError('dayCalendar must be a calendar that compileCalendar made');
}
