// Instants at which time alone changes what holds: first and last days, openings and closings, ages reached.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Bound, Condition, Policy } from '#core/policy/policy.ts';
import { certificateEnds } from './certification.ts';
import { Next } from './next.ts';
import { oncePer } from './once.ts';
import { endOfSupport } from './products.ts';
import type { State } from './state.ts';
import { contractStart } from './values.ts';
import { dueAt, ruleFor, warnAt } from './runs.ts';
import { zoneOf } from './zones.ts';

/** The earliest turn after `state.at`; null: none. */
export function nextTurn(state: State): EpochMs | null {
  const next = new Next(state.at);
  considerDates(state, next);
  for (const condition of turning(state.policy)) considerCondition(state, condition, next);
  return next.at;
}

/** The first instant after `state.at` at which the contract begins or has ended; null: none. */
export function contractTurn({ term, at }: State): EpochMs | null {
  const { begins, ended } = term;
  if (begins !== null && begins > at) return begins;
  return ended !== null && ended > at ? ended : null;
}

/** First instants of local dates on which something begins or ends. */
function considerDates(state: State, next: Next): void {
  next.consider(contractTurn(state));
  const certificate = certificateEnds(state);
  if (certificate !== null) {
    next.consider(certificate.expiring);
    next.consider(certificate.expired);
  }
  next.consider(endOfSupport(state, null));
  next.consider(state.staleFrom);
}

type Turning = Condition & { kind: 'time' | 'compare' };

/** Conditions of the policy whose answer moves with time. */
const turning = oncePer((policy: Policy): readonly Turning[] => collect(policy, new Set()));

function collect(value: unknown, seen: Set<object>): Turning[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if (isTurning(value)) return [value];
  const parts: Iterable<unknown> = value instanceof Map ? value.values() : Object.values(value);
  return [...parts].flatMap((part) => collect(part, seen));
}

function isTurning(value: object): value is Turning {
  if (!('kind' in value) || !('text' in value)) return false;
  const condition = value as Condition;
  if (condition.kind === 'time') return condition.instant === 'now';
  if (condition.kind !== 'compare') return false;
  const { subject } = condition;
  return (
    subject.of === 'ticket_age' || subject.of === 'promise' || (subject.of === 'contract' && subject.key === 'age')
  );
}

function considerCondition(state: State, condition: Turning, next: Next): void {
  if (condition.kind === 'time') return considerClock(state, condition, next);
  const { subject } = condition;
  if (subject.of === 'promise') return considerBreaches(state, subject.metric, next);
  const from = subject.of === 'ticket_age' ? state.facts.opened : contractStart(state);
  if (from === null || condition.test.kind !== 'range') return;
  const { atLeast, moreThan, atMost, lessThan } = condition.test;
  next.consider(reached(from, atLeast));
  next.consider(reached(from, lessThan));
  next.consider(passed(from, moreThan));
  next.consider(passed(from, atMost));
}

function reached(from: EpochMs, bound: Bound): EpochMs | null {
  return typeof bound === 'number' ? Math.ceil(from + bound) : null;
}

function passed(from: EpochMs, bound: Bound): EpochMs | null {
  return typeof bound === 'number' ? Math.ceil(from + bound) + 1 : null;
}

/** The warnings and the due instants that lie ahead. */
function considerBreaches(state: State, metric: string | null, next: Next): void {
  if (!state.standing.owed) return;
  for (const run of state.runs) {
    if (run === null || run.endedAt !== null || run.settled !== null) continue;
    if (metric !== null && run.track.metric.id !== metric) continue;
    const rule = ruleFor(state, run);
    if (rule === null) continue;
    next.consider(warnAt(state, run, rule));
    const due = dueAt(state, run, rule);
    if (due !== null) next.consider(due + 1);
  }
}

function considerClock(state: State, condition: Condition & { kind: 'time' }, next: Next): void {
  const test = condition.test;
  if (test.kind === 'weekdays' || test.kind === 'dates') {
    const zone = zoneOf(state.policy, test.timeZone);
    next.consider(zone.addCalendarDays(zone.startOfDate(zone.localDate(state.at)), 1));
    return;
  }
  const calendar = state.policy.calendar(test.calendar, state.organization);
  if (test.kind === 'during' || test.kind === 'outside') next.consider(calendar.nextChange(state.at));
  else next.consider(calendar.addCalendarDays(calendar.startOfDate(calendar.localDate(state.at)), 1));
}
