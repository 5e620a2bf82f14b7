// The arithmetic of a promise: from its start, its clock and its pauses to due instant, warning, remaining time, receipt.
import type { EpochMs } from '#core/facts/facts.ts';
import type { PromiseRule, Within } from '#core/policy/policy.ts';
import { NeverOpensError, type Calendar, type CountedSpan } from '#core/time/time.ts';

/** A target laid on a clock: so many ms of the clock's open time, or of wall time for calendar days and months. */
export interface Measure {
  readonly due: EpochMs;
  readonly total: number;
  readonly wall: boolean;
}

/** Pauses of a wait: closed ones in order, and since when it stands now. */
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

export function measure(within: Within, start: EpochMs, clock: Calendar, days: Calendar | null): Measure | null {
  const due = afterWithin(within, start, clock, days);
  if (due === null) return null;
  if (within.kind === 'working') return { due, total: within.ms, wall: false };
  if (within.kind === 'business_days') return { due, total: clock.elapsedMs(start, due), wall: false };
  return { due, total: due - start, wall: true };
}

/** The instant at which `amount` of the measure has been counted from `start`; null while it stands paused before that. */
export function reach(m: Measure, amount: number, start: EpochMs, p: Pauses, clock: Calendar): EpochMs | null {
  let at = start;
  let left = amount;
  for (const [from, to] of p.pauses) {
    const counted = count(m, at, from, clock);
    if (counted >= left && left > 0) return forward(m, at, left, clock);
    left -= counted;
    at = to;
  }
  if (p.pausedAt !== null) {
    const counted = count(m, at, p.pausedAt, clock);
    return counted >= left ? forward(m, at, left, clock) : null;
  }
  return forward(m, at, left, clock);
}

/** How much of the measure has been counted from `start` to `now`. */
export function countedUntil(m: Measure, start: EpochMs, now: EpochMs, p: Pauses, clock: Calendar): number {
  let at = start;
  let sum = 0;
  for (const [from, to] of p.pauses) {
    if (from >= now) break;
    sum += count(m, at, from, clock);
    at = to;
  }
  const end = p.pausedAt !== null && p.pausedAt < now ? p.pausedAt : now;
  return end > at ? sum + count(m, at, end, clock) : sum;
}

function count(m: Measure, from: EpochMs, to: EpochMs, clock: Calendar): number {
  if (to <= from) return 0;
  return m.wall ? to - from : clock.elapsedMs(from, to);
}

function forward(m: Measure, at: EpochMs, ms: number, clock: Calendar): EpochMs {
  return m.wall ? at + ms : clock.addMs(at, ms);
}

/** The due instant with the pauses taken out; null while paused before it. */
export function dueWithPauses(m: Measure, start: EpochMs, p: Pauses, clock: Calendar): EpochMs | null {
  if (p.pauses.length === 0 && (p.pausedAt === null || p.pausedAt >= m.due)) return m.due;
  return reach(m, m.total, start, p, clock);
}

/** When a wait warns: the rule's offset before the due instant, or when so much of the target is left (G11). */
export function warnInstant(
  rule: PromiseRule,
  m: Measure,
  start: EpochMs,
  p: Pauses,
  clock: Calendar,
  days: Calendar | null,
): EpochMs | null {
  return reach(m, warnAmount(rule, m, clock, days), start, p, clock);
}

/** How much is counted when the warning comes. */
export function warnAmount(rule: PromiseRule, m: Measure, clock: Calendar, days: Calendar | null): number {
  if ('left' in rule.warn) return m.total * (1 - rule.warn.left);
  const before = rule.warn.before;
  switch (before.kind) {
    case 'working':
      return Math.max(0, m.total - before.ms);
    case 'days':
      return Math.max(0, m.total - count(m, clock.addCalendarDays(m.due, -before.days), m.due, clock));
    case 'months':
      return Math.max(0, m.total - count(m, clock.addMonths(m.due, -before.months), m.due, clock));
    case 'business_days':
      return Math.max(
        0,
        m.total -
          count(m, clock.addBusinessDays(m.due, -before.days, { dayCalendar: days ?? undefined }), m.due, clock),
      );
    case 'as_needed':
      return m.total;
  }
}

/** Working time left at `now`, negative after the due instant; wall time for calendar days and months. */
export function remaining(
  m: Measure,
  due: EpochMs | null,
  start: EpochMs,
  now: EpochMs,
  p: Pauses,
  clock: Calendar,
): number {
  if (due === null || p.pausedAt !== null) return m.total - countedUntil(m, start, now, p, clock);
  return now <= due ? count(m, now, due, clock) : -count(m, due, now, clock);
}

/** Spans from the start to `to`; those counted add up to the target when `to` is the due instant. */
export function receiptOf(m: Measure, start: EpochMs, to: EpochMs, p: Pauses, clock: Calendar): CountedSpan[] {
  const spans: CountedSpan[] = [];
  let at = start;
  const pauses = p.pausedAt === null ? p.pauses : [...p.pauses, [p.pausedAt, to] as const];
  for (const [from, until] of pauses) {
    if (from >= to) break;
    clock.addSpans(spans, at, from, m.wall);
    if (until > from) spans.push({ from, to: Math.min(until, to), kind: 'paused', counted: false });
    at = until;
  }
  clock.addSpans(spans, at, to, m.wall);
  return spans;
}
