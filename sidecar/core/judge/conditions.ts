// Whether a condition of the policy holds as things stand.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Condition } from '#core/policy/policy.ts';
import { afterWithin } from './due.ts';
import { businessDays, tierClock, type State } from './state.ts';
import { zoneOf } from './zones.ts';
import { isSet, stands, valueOf } from './values.ts';

export function holds(condition: Condition, state: State): boolean {
  switch (condition.kind) {
    case 'always':
      return true;
    case 'all':
      for (const part of condition.of) if (!holds(part, state)) return false;
      return true;
    case 'any':
      for (const part of condition.of) if (holds(part, state)) return true;
      return false;
    case 'not':
      return !holds(condition.of, state);
    case 'compare':
      return stands(valueOf(condition.subject, state), condition.test, state);
    case 'time':
      return timeHolds(condition, state);
    case 'dissatisfied':
      return state.rating === 'bad' || isSet(state.fields['dissatisfied'] ?? null);
    case 'attempts':
      return attemptsAt(condition, state) !== null;
    case 'since': {
      const opens = sinceOpens(condition, state);
      return opens !== null && opens <= state.at;
    }
  }
}

/** The first rule, in the policy's order, whose condition holds. */
export function firstHolding<Rule extends { readonly when: Condition }>(
  rules: readonly Rule[],
  state: State,
): Rule | null {
  for (const rule of rules) if (holds(rule.when, state)) return rule;
  return null;
}

/** The rules whose conditions hold, in the policy's order. */
export function allHolding<Rule extends { readonly when: Condition }>(
  rules: readonly Rule[],
  state: State,
): readonly Rule[] {
  let found: Rule[] | null = null;
  for (const rule of rules) {
    if (!holds(rule.when, state)) continue;
    if (found === null) found = [rule];
    else found.push(rule);
  }
  return found ?? NONE;
}

const NONE: readonly never[] = [];

function timeHolds(condition: Condition & { kind: 'time' }, state: State): boolean {
  switch (condition.instant) {
    case 'opened':
      return timeTest(condition, state, state.facts.opened);
    case 'now':
      return timeTest(condition, state, state.at);
    case 'started':
      return timeTest(condition, state, state.started);
  }
}

function timeTest(condition: Condition & { kind: 'time' }, state: State, instant: EpochMs): boolean {
  const test = condition.test;
  if (test.kind === 'weekdays') return test.days.includes(zoneOf(state.policy, test.timeZone).weekday(instant) - 1);
  if (test.kind === 'dates') {
    const date = zoneOf(state.policy, test.timeZone).localDate(instant);
    return (test.from === null || date >= test.from) && (test.to === null || date <= test.to);
  }
  const calendar = state.policy.calendar(test.calendar, state.organization);
  switch (test.kind) {
    case 'during':
      return calendar.isOpen(instant);
    case 'outside':
      return !calendar.isOpen(instant);
    case 'on':
      return calendar.isOnBusinessDay(instant);
    case 'not_on':
      return !calendar.isOnBusinessDay(instant);
  }
}

/** The instant at which enough attempts lay close enough together; null: not yet (ZY6). Those who were reached do not count. */
export function attemptsAt(condition: Condition & { kind: 'attempts' }, state: State): EpochMs | null {
  const attempts = state.attempts.get(condition.step);
  if (attempts === undefined) return null;
  const missed = attempts.filter((a) => a.outcome === 'not_reached');
  for (let last = condition.atLeast - 1; last < missed.length; last += 1) {
    const first = missed[last - condition.atLeast + 1];
    const latest = missed[last];
    if (first === undefined || latest === undefined) continue;
    if (condition.within === null || latest.at <= until(condition.within, first.at, state)) return latest.at;
  }
  return null;
}

/** The instant at which the waiting since a step is over; null: the step was not taken (ZY7). */
export function sinceOpens(condition: Condition & { kind: 'since' }, state: State): EpochMs | null {
  const taken = state.taken.get(condition.step);
  if (taken === undefined) return null;
  const progress = state.progressAt;
  const from = condition.withoutProgress && progress !== null && progress > taken ? progress : taken;
  return until(condition.atLeast, from, state);
}

function until(within: (Condition & { kind: 'since' })['atLeast'], from: EpochMs, state: State): EpochMs {
  const clock = tierClock(state);
  if (clock === null) return from;
  return afterWithin(within, from, clock, businessDays(state)) ?? Infinity;
}
