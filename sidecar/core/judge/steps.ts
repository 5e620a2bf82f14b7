// The steps of the escalation path: open, closed or taken.
import type { EpochMs, Facts } from '#core/facts/facts.ts';
import type { Policy, Step } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import { oncePer } from './once.ts';
import type { State } from './state.ts';
import { dayAfter, zoneOf } from './zones.ts';

/** Null: no such step. */
export function stepState(state: State, id: string): 'open' | 'closed' | 'taken' | null {
  const index = state.policy.escalation.findIndex((s) => s.id === id);
  const step = state.policy.escalation[index];
  return step === undefined ? null : stateOfStep(state, step, index);
}

/** `index`: its place in the path. */
export function stateOfStep(state: State, step: Step, index: number): 'open' | 'closed' | 'taken' {
  if (state.taken.has(step.id)) return 'taken';
  if (index > 0 && isStale(state)) return 'closed';
  return step.opensWhen === null || holds(step.opensWhen, state) ? 'open' : 'closed';
}

export function reviewedOn(state: State): string | null {
  return state.facts.reviewed ?? state.policy.reviewed;
}

/** First instants from which a review is too old, by policy and date of review. */
const staleFrom = oncePer((_: Policy) => new Map<string, EpochMs>());

/** More than so many days lie between the review and the local date of now (ZY8): no step after the first opens. */
export function isStale(state: State): boolean {
  return state.staleFrom !== null && state.at >= state.staleFrom;
}

/** The first instant at which the list of contacts is stale; null: freshness is not watched. */
export function staleInstant(policy: Policy, facts: Facts): EpochMs | null {
  const reviewed = facts.reviewed ?? policy.reviewed;
  if (reviewed === null) return null;
  const known = staleFrom(policy);
  let from = known.get(reviewed);
  if (from === undefined) {
    from = dayAfter(zoneOf(policy, policy.timeZone), reviewed, policy.staleAfterDays + 1);
    known.set(reviewed, from);
  }
  return from;
}
