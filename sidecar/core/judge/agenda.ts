// The next instant at which time alone changes the judgement: the ticket is looked at again then.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Condition } from '#core/policy/policy.ts';
import { certificateEnds } from './certification.ts';
import type { Judgement } from './judgement.ts';
import { versionOf } from './products.ts';
import { silenceDues } from './silence.ts';
import { solved, type State } from './state.ts';
import { reviewedOn } from './steps.ts';
import { zoneOf } from './zones.ts';

type Known = Omit<Judgement, 'nextAt' | 'wantedTags' | 'wantedPriority'>;

/** Null: nothing changes by itself any more. Closed tickets never do. */
export function nextChange(state: State, known: Known): EpochMs | null {
  if (state.status === 'closed' || state.status === 'deleted') return null;
  let next = Infinity;
  const consider = (at: EpochMs | null): void => {
    if (at !== null && at > state.at && at < next) next = at;
  };
  const waiting = known.timers.some((t) => t.metAt === null);
  if (!solved(state) || waiting) consider(known.hours.until);
  for (const timer of known.timers) considerTimer(state, timer, consider);
  for (const step of known.escalation.steps) consider(step.opensAt);
  for (const notice of state.facts.notices ?? []) [notice.announced, notice.from, notice.to].forEach(consider);
  for (const { due } of silenceDues(state)) consider(due);
  if (known.downtime !== null && !solved(state)) [known.downtime.from, known.downtime.to].forEach(consider);
  considerDates(state, consider);
  for (const condition of conditionsOnNow(state)) considerClock(state, condition, consider);
  return Number.isFinite(next) ? next : null;
}

function considerTimer(state: State, timer: Known['timers'][number], consider: (at: EpochMs | null) => void): void {
  if (timer.metAt !== null) return;
  consider(timer.warnAt);
  if (timer.dueAt !== null) consider(timer.dueAt + 1);
  if (timer.state === 'best_effort')
    consider(state.policy.calendar(timer.clock, state.organization).nextOpening(timer.startedAt));
}

/** First instants of local dates on which something begins or ends. */
function considerDates(state: State, consider: (at: EpochMs | null) => void): void {
  const zone = zoneOf(state.policy, state.policy.timeZone);
  const dayAfter = (date: string, days: number): EpochMs => zone.addCalendarDays(zone.startOfDate(date), days);
  const contract = state.contract;
  if (contract?.startsOn != null) consider(zone.startOfDate(contract.startsOn));
  if (contract?.endsOn != null) consider(dayAfter(contract.endsOn, 1));
  const certificate = certificateEnds(state);
  if (certificate !== null) [certificate.expiring, certificate.expired].forEach(consider);
  const endOfLife = versionOf(state, null)?.endOfLife ?? null;
  if (endOfLife !== null) consider(dayAfter(endOfLife, 1));
  const reviewed = reviewedOn(state);
  if (reviewed !== null) consider(dayAfter(reviewed, state.policy.staleAfterDays + 1));
}

const asksNow = new WeakMap<State['policy'], readonly (Condition & { kind: 'time' })[]>();

/** Conditions of the policy that ask for the present instant; found once a policy. */
function conditionsOnNow(state: State): readonly (Condition & { kind: 'time' })[] {
  let found = asksNow.get(state.policy);
  if (found === undefined)
    asksNow.set(state.policy, (found = collect(state.policy, new Set()).filter((c) => c.instant === 'now')));
  return found;
}

function collect(value: unknown, seen: Set<object>): (Condition & { kind: 'time' })[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if ('kind' in value && value.kind === 'time' && 'instant' in value) return [value as Condition & { kind: 'time' }];
  const parts: Iterable<unknown> = value instanceof Map ? value.values() : Object.values(value);
  return [...parts].flatMap((part) => collect(part, seen));
}

function considerClock(
  state: State,
  condition: Condition & { kind: 'time' },
  consider: (at: EpochMs | null) => void,
): void {
  const test = condition.test;
  if (test.kind === 'weekdays' || test.kind === 'dates') {
    const zone = zoneOf(state.policy, test.timeZone);
    consider(zone.addCalendarDays(zone.startOfDate(zone.localDate(state.at)), 1));
  } else {
    const calendar = state.policy.calendar(test.calendar, state.organization);
    consider(calendar.nextChange(state.at));
    if (test.kind !== 'during' && test.kind !== 'outside') {
      consider(calendar.addCalendarDays(calendar.startOfDate(calendar.localDate(state.at)), 1));
    }
  }
}
