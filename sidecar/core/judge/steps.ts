// The steps of the escalation path: open, closed or taken.
import { holds } from './conditions.ts';
import type { State } from './state.ts';
import { zoneOf } from './zones.ts';

/** Null: no such step. */
export function stepState(state: State, id: string): 'open' | 'closed' | 'taken' | null {
  const index = state.policy.escalation.findIndex((s) => s.id === id);
  const step = state.policy.escalation[index];
  if (step === undefined) return null;
  if (state.taken.has(id)) return 'taken';
  if (index > 0 && isStale(state)) return 'closed';
  return step.opensWhen === null || holds(step.opensWhen, state) ? 'open' : 'closed';
}

export function reviewedOn(state: State): string | null {
  return state.facts.reviewed ?? state.policy.reviewed;
}

/** More than so many days lie between the review and the local date of now (ZY8): no step after the first opens. */
export function isStale(state: State): boolean {
  const reviewed = reviewedOn(state);
  if (reviewed === null) return false;
  const last = Temporal.PlainDate.from(reviewed).add({ days: state.policy.staleAfterDays }).toString();
  return zoneOf(state.policy, state.policy.timeZone).localDate(state.at) > last;
}
