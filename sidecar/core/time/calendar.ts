// What a compiled calendar answers.
import type { CalendarDefinition } from './definition.ts';

/** An instant inside the code: UTC milliseconds since 1970. */
export type EpochMs = number;

/** A local date, `YYYY-MM-DD`. */
export type LocalDate = string;

/** A stretch of time of one kind, half-open. `holiday`: would have been open but for a closed date. */
export interface CalendarSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly kind: 'open' | 'closed' | 'holiday';
}

/** A span of a receipt, and whether its time counts. `paused` is the promise's own; a calendar knows none. */
export interface CountedSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly kind: CalendarSpan['kind'] | 'paused';
  readonly counted: boolean;
}

/** A window of a local date, half-open. */
export interface Window {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Counting business days of another calendar than the clock's own. */
export interface BusinessDayOptions {
  /** Whose days count; the clock itself when left out. */
  readonly dayCalendar?: Calendar | undefined;
}

/** The close of a business day. */
export interface CloseOptions extends BusinessDayOptions {
  /** Minute of the local day (900 is 15:00); a start later than it counts as the next business day's opening. */
  readonly cutOffMinutes?: number | undefined;
}

/**
 * A compiled calendar. Windows are half-open: 09:00-17:00 contains 09:00 and not 17:00.
 *
 * Instants go in as epoch milliseconds or as `Temporal.Instant`, and come out as they went in. A `Temporal.Instant` is
 * read to the whole millisecond before it. Everything that is named `…Ms`, and every local date, is in epoch milliseconds.
 */
export interface Calendar {
  /** The IANA zone of the calendar's local dates and times; of a union: the one given to it, else its first member's. */
  readonly zone: string;

  /** Whether the calendar is open at this instant. */
  isOpen(t: EpochMs | Temporal.Instant): boolean;

  /**
   * The instant at which so many working minutes have passed since `t` (fractions down to the millisecond count). Outside
   * hours the counting starts at the next opening, also for 0 minutes; a result that reaches closing time is that closing
   * instant. Negative minutes go back: from the last closing, to an instant that may be an opening.
   * @throws {NeverOpensError} when the calendar does not open for so long within 50 years.
   */
  add(t: EpochMs, minutes: number): EpochMs;
  add(t: Temporal.Instant, minutes: number): Temporal.Instant;

  /** As `add`, in working milliseconds. */
  addMs(t: EpochMs, ms: number): EpochMs;

  /** Working minutes from one instant to the other, fractions included; negative when `to` lies before `from`. */
  elapsed(from: EpochMs | Temporal.Instant, to: EpochMs | Temporal.Instant): number;

  /** As `elapsed`, in working milliseconds. */
  elapsedMs(from: EpochMs, to: EpochMs): number;

  /** `t` itself while open, else the next opening; null when there is none within 50 years. */
  nextOpening(t: EpochMs): EpochMs | null;
  nextOpening(t: Temporal.Instant): Temporal.Instant | null;

  /** The latest opening at or before `t`; null when there is none within 50 years, as on a clock that is always open. */
  lastOpeningBefore(t: EpochMs): EpochMs | null;

  /** The next instant after `t` at which the calendar opens or closes; null when there is none within 50 years. */
  nextChange(t: EpochMs): EpochMs | null;

  /**
   * The same local time on the n-th following business day (preceding, for negative n), kept within that day's hours on
   * this clock: earlier moves to the next opening of that day, later to its last closing. A start outside hours counts
   * from the next opening. Where the clock has no hours on that day at all, the next opening after it.
   * @throws {NeverOpensError} when there are not so many business days within 50 years.
   */
  addBusinessDays(t: EpochMs, days: number, options?: BusinessDayOptions): EpochMs;
  addBusinessDays(t: Temporal.Instant, days: number, options?: BusinessDayOptions): Temporal.Instant;

  /**
   * The end of this clock's hours on the n-th following business day (0: the day of the start). A start outside hours
   * counts from the next opening; one later than the cut-off counts as the next business day.
   * @throws {NeverOpensError} when there are not so many business days within 50 years.
   */
  endOfBusinessDay(t: EpochMs, days: number, options?: CloseOptions): EpochMs;

  /**
   * Business days after the local date of `from`, up to and including that of `to`; negative when `to` lies before.
   * A business day is a local date on which the calendar opens.
   */
  businessDaysBetween(from: EpochMs, to: EpochMs): number;

  /** Whether the calendar opens on this local date: a window begins on it. The rest of a night shift does not count. */
  isBusinessDay(date: LocalDate): boolean;

  /** Whether the local date at this instant is a business day. */
  isOnBusinessDay(t: EpochMs): boolean;

  /** The same local time so many calendar days later; skipped local times move forward by the gap, repeated ones are the first. */
  addCalendarDays(t: EpochMs, days: number): EpochMs;

  /** The same local time so many months later, on the month's last day where it is shorter. */
  addMonths(t: EpochMs, months: number): EpochMs;

  /** The local date at this instant. */
  localDate(t: EpochMs): LocalDate;

  /** Minutes of the local wall clock since 00:00 (fractions with seconds): 90 is 01:30. */
  localTime(t: EpochMs): number;

  /** Day of the week of the local date: 1 is Monday, 7 is Sunday. */
  weekday(t: EpochMs): number;

  /** The first instant of a local date. */
  startOfDate(date: LocalDate): EpochMs;

  /** The windows that begin on this local date, in order, united where they touch. */
  hoursOn(date: LocalDate): readonly Window[];

  /**
   * Spans in order that cover `[from, to)` exactly. `holiday` is time that would have been open but for a closed date;
   * the night round it stays `closed`. Empty when `to` is not after `from`.
   */
  spans(from: EpochMs, to: EpochMs): readonly CalendarSpan[];

  /** As `spans`, added to a list: open time counts, or all of it on a promise of wall time. */
  addSpans(list: CountedSpan[], from: EpochMs, to: EpochMs, wall: boolean): void;
}

/** Named calendars that a union may name: definitions, or calendars that are compiled already. */
export type NamedCalendars = Readonly<Record<string, CalendarDefinition | Calendar>>;
