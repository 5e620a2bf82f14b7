// Instants at which time alone changes what holds: first and last days, openings and closings, ages reached.
import type { ContractFacts, EpochMs } from '#core/facts/facts.ts';
import type { Bound, Condition, Policy } from '#core/policy/policy.ts';
import { certificateEnds } from './certification.ts';
import { versionOf } from './products.ts';
import type { State } from './state.ts';
import { reviewedOn } from './steps.ts';
import { contractStart } from './values.ts';
import { dueAt, ruleFor, warnAt } from './waits.ts';
import { zoneOf } from './zones.ts';

type Consider = (at: EpochMs | null) => void;

/** The earliest turn after `state.at`; null: none. */
export function nextTurn(state: State): EpochMs | null {
  let next = Infinity;
  const consider: Consider = (at) => {
    if (at !== null && at > state.at && at < next) next = at;
  };
  considerDates(state, consider);
  for (const condition of turning(state.policy)) considerCondition(state, condition, consider);
  return Number.isFinite(next) ? next : null;
}

/** The first instant after `state.at` at which the contract begins or has ended; null: none. */
export function contractTurn(state: State): EpochMs | null {
  const { begins, ended } = contractTerm(state);
  if (begins !== null && begins > state.at) return begins;
  return ended !== null && ended > state.at ? ended : null;
}

interface Term {
  readonly zone: string;
  readonly begins: EpochMs | null;
  readonly ended: EpochMs | null;
}

const OPEN_END: Term = { zone: '', begins: null, ended: null };
const terms = new WeakMap<ContractFacts, Term>();

/** From the start of the contract's first local date to the end of its last; laid once a contract. */
function contractTerm(state: State): Term {
  const contract = state.contract;
  if (contract === null || (contract.startsOn == null && contract.endsOn == null)) return OPEN_END;
  const { timeZone } = state.policy;
  let term = terms.get(contract);
  if (term === undefined || term.zone !== timeZone) {
    const zone = zoneOf(state.policy, timeZone);
    const begins = contract.startsOn == null ? null : zone.startOfDate(contract.startsOn);
    const ended = contract.endsOn == null ? null : zone.addCalendarDays(zone.startOfDate(contract.endsOn), 1);
    terms.set(contract, (term = { zone: timeZone, begins, ended }));
  }
  return term;
}

/** First instants of local dates on which something begins or ends. */
function considerDates(state: State, consider: Consider): void {
  const zone = zoneOf(state.policy, state.policy.timeZone);
  const dayAfter = (date: string, days: number): EpochMs => zone.addCalendarDays(zone.startOfDate(date), days);
  consider(contractTurn(state));
  const certificate = certificateEnds(state);
  if (certificate !== null) [certificate.expiring, certificate.expired].forEach(consider);
  const endOfLife = versionOf(state, null)?.endOfLife ?? null;
  if (endOfLife !== null) consider(dayAfter(endOfLife, 1));
  const reviewed = reviewedOn(state);
  if (reviewed !== null) consider(dayAfter(reviewed, state.policy.staleAfterDays + 1));
}

type Turning = Condition & { kind: 'time' | 'compare' };

const known = new WeakMap<Policy, readonly Turning[]>();

/** Conditions of the policy whose answer moves with time; found once a policy. */
function turning(policy: Policy): readonly Turning[] {
  let found = known.get(policy);
  if (found === undefined) known.set(policy, (found = collect(policy, new Set())));
  return found;
}

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

function considerCondition(state: State, condition: Turning, consider: Consider): void {
  if (condition.kind === 'time') return considerClock(state, condition, consider);
  const { subject } = condition;
  if (subject.of === 'promise') return considerBreaches(state, subject.metric, consider);
  const from = subject.of === 'ticket_age' ? state.facts.opened : contractStart(state);
  if (from === null || condition.test.kind !== 'range') return;
  const { atLeast, moreThan, atMost, lessThan } = condition.test;
  const reached = (bound: Bound, more: number): void =>
    consider(typeof bound === 'number' ? Math.ceil(from + bound) + more : null);
  reached(atLeast, 0);
  reached(lessThan, 0);
  reached(moreThan, 1);
  reached(atMost, 1);
}

/** The warnings and the due instants that lie ahead. */
function considerBreaches(state: State, metric: string | null, consider: Consider): void {
  if (!state.standing.owed) return;
  for (const run of state.runs) {
    if (run === null || run.endedAt !== null || run.settled !== null) continue;
    if (metric !== null && run.track.metric.id !== metric) continue;
    const rule = ruleFor(state, run);
    if (rule === null) continue;
    consider(warnAt(state, run, rule));
    const due = dueAt(state, run, rule);
    if (due !== null) consider(due + 1);
  }
}

function considerClock(state: State, condition: Condition & { kind: 'time' }, consider: Consider): void {
  const test = condition.test;
  if (test.kind === 'weekdays' || test.kind === 'dates') {
    const zone = zoneOf(state.policy, test.timeZone);
    consider(zone.addCalendarDays(zone.startOfDate(zone.localDate(state.at)), 1));
    return;
  }
  const calendar = state.policy.calendar(test.calendar, state.organization);
  if (test.kind === 'during' || test.kind === 'outside') consider(calendar.nextChange(state.at));
  else consider(calendar.addCalendarDays(calendar.startOfDate(calendar.localDate(state.at)), 1));
}
