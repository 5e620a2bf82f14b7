// The arithmetic of a promise: from its start, its clock and its pauses to due instant, warning, remaining time, receipt.
import type { EpochMs } from '#core/facts/facts.ts';
import type { PromiseRule, Within } from '#core/policy/policy.ts';
import { NeverOpensError, type Calendar, type CountedSpan } from '#core/time/time.ts';
import type { Clock } from './state.ts';

/** A promise's target laid on its clock from the start of a wait, as if the wait never paused. */
export interface Measure {
  readonly start: EpochMs;
  readonly clock: Clock;
  readonly due: EpochMs;
  /** Ms from `start` to `due`: of the clock's open time, or of wall time for calendar days and months. */
  readonly totalMs: number;
  /** Wall time is counted: a closed clock stops nothing. */
  readonly isWall: boolean;
}

/** Pauses of a wait: closed ones, half-open and in order, and since when it stands now; null: it does not. */
export interface Pauses {
  readonly pauses: readonly (readonly [EpochMs, EpochMs])[];
  readonly pausedAt: EpochMs | null;
}

/** The end of `within` counted from `from`; null: as needed, or the clock does not open for so long. */
export function afterWithin(within: Within, from: EpochMs, clock: Calendar, days: Calendar | null): EpochMs | null {
  try {
    switch (within.kind) {
      case 'working':
        return clock.addMs(from, within.ms);
      case 'days':
        return clock.addCalendarDays(from, within.days);
      case 'months':
        return clock.addMonths(from, within.months);
      case 'business_days': {
        const dayCalendar = days ?? undefined;
        if (within.by === 'close') {
          return clock.endOfBusinessDay(from, within.days, { dayCalendar, cutOffMinutes: within.cutOff ?? undefined });
        }
        return clock.addBusinessDays(afterCutOff(from, within.cutOff, clock), within.days, { dayCalendar });
      }
      case 'as_needed':
        return null;
    }
  } catch (error) {
    if (error instanceof NeverOpensError) return null;
    throw error;
  }
}

/** A start later than the cut-off (minutes of the local day) counts as the next opening of another day. */
function afterCutOff(from: EpochMs, cutOff: number | null, clock: Calendar): EpochMs {
  const opening = cutOff === null ? null : clock.nextOpening(from);
  if (cutOff === null || opening === null) return from;
  const day = clock.localDate(opening);
  const late = clock.localTime(clock.localDate(from) === day ? from : opening) > cutOff;
  return late ? (clock.nextOpening(clock.addCalendarDays(clock.startOfDate(day), 1)) ?? from) : from;
}

/** Null: as needed, or the clock does not open for so long. */
export function measure(within: Within, start: EpochMs, clock: Clock): Measure | null {
  const due = afterWithin(within, start, clock.calendar, clock.days);
  if (due === null) return null;
  const isWall = within.kind === 'days' || within.kind === 'months';
  if (within.kind === 'working') return { start, clock, due, totalMs: within.ms, isWall };
  const totalMs = isWall ? due - start : clock.calendar.elapsedMs(start, due);
  return { start, clock, due, totalMs, isWall };
}

/** The instant at which `ms` of the measure have been counted; null while it stands paused before that. */
function reach(measured: Measure, ms: number, { pauses, pausedAt }: Pauses): EpochMs | null {
  let at = measured.start;
  let left = ms;
  for (const [from, to] of pauses) {
    const counted = countMs(measured, at, from);
    if (counted >= left && left > 0) return forward(measured, at, left);
    left -= counted;
    at = to;
  }
  if (pausedAt !== null && countMs(measured, at, pausedAt) < left) return null;
  return forward(measured, at, left);
}

/** How many ms of the measure have been counted from its start to `now`. */
export function countedMs(measured: Measure, now: EpochMs, { pauses, pausedAt }: Pauses): number {
  let at = measured.start;
  let sum = 0;
  for (const [from, to] of pauses) {
    if (from >= now) break;
    sum += countMs(measured, at, from);
    at = to;
  }
  return sum + countMs(measured, at, pausedAt === null ? now : Math.min(pausedAt, now));
}

/** 0 where `to` is not after `from`. */
function countMs({ isWall, clock }: Measure, from: EpochMs, to: EpochMs): number {
  if (to <= from) return 0;
  return isWall ? to - from : clock.calendar.elapsedMs(from, to);
}

function forward({ isWall, clock }: Measure, at: EpochMs, ms: number): EpochMs {
  return isWall ? at + ms : clock.calendar.addMs(at, ms);
}

/** The due instant with the pauses taken out; null while paused before it. */
export function dueWithPauses(measured: Measure, paused: Pauses): EpochMs | null {
  const { pauses, pausedAt } = paused;
  if (pauses.length === 0 && (pausedAt === null || pausedAt >= measured.due)) return measured.due;
  return reach(measured, measured.totalMs, paused);
}

/** When a wait warns; null while it stands paused before that. */
export function warnInstant(measured: Measure, warn: PromiseRule['warn'], paused: Pauses): EpochMs | null {
  return reach(measured, warnMs(measured, warn), paused);
}

/** How many ms are counted when the warning comes: all but the rule's time before the due instant, or its share that is left (G11). */
export function warnMs(measured: Measure, warn: PromiseRule['warn']): number {
  const { totalMs, due } = measured;
  if ('left' in warn) return totalMs * (1 - warn.left);
  if (warn.before.kind === 'working') return Math.max(0, totalMs - warn.before.ms);
  return Math.max(0, totalMs - countMs(measured, beforeDue(measured, warn.before), due));
}

function beforeDue({ clock, due }: Measure, before: Exclude<Within, { readonly kind: 'working' }>): EpochMs {
  const { calendar, days } = clock;
  switch (before.kind) {
    case 'days':
      return calendar.addCalendarDays(due, -before.days);
    case 'months':
      return calendar.addMonths(due, -before.months);
    case 'business_days':
      return calendar.addBusinessDays(due, -before.days, { dayCalendar: days ?? undefined });
    case 'as_needed':
      return due;
  }
}

/** Working ms left at `now`, negative after the due instant; wall time for calendar days and months. `due` is null while paused. */
export function remainingMs(measured: Measure, due: EpochMs | null, now: EpochMs, paused: Pauses): number {
  if (due === null || paused.pausedAt !== null) return measured.totalMs - countedMs(measured, now, paused);
  return now <= due ? countMs(measured, now, due) : -countMs(measured, due, now);
}

/** Spans from the start to `to`; those counted add up to the target when `to` is the due instant. */
export function receiptOf(measured: Measure, to: EpochMs, { pauses, pausedAt }: Pauses): CountedSpan[] {
  const { start, isWall, clock } = measured;
  const spans: CountedSpan[] = [];
  let at = start;
  for (const [from, until] of pausedAt === null ? pauses : [...pauses, [pausedAt, to] as const]) {
    if (from >= to) break;
    clock.calendar.addSpans(spans, at, from, isWall);
    if (until > from) spans.push({ from, to: Math.min(until, to), kind: 'paused', counted: false });
    at = until;
  }
  clock.calendar.addSpans(spans, at, to, isWall);
  return spans;
}
