// The next instant at which time alone changes the judgement: the ticket is looked at again then.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Judgement } from './judgement.ts';
import { silenceDues } from './silence.ts';
import { solved, type State } from './state.ts';
import { nextTurn } from './turns.ts';

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
  consider(nextTurn(state));
  return Number.isFinite(next) ? next : null;
}

function considerTimer(state: State, timer: Known['timers'][number], consider: (at: EpochMs | null) => void): void {
  if (timer.metAt !== null) return;
  consider(timer.warnAt);
  if (timer.dueAt !== null) consider(timer.dueAt + 1);
  if (timer.state === 'best_effort')
    consider(state.policy.calendar(timer.clock, state.organization).nextOpening(timer.startedAt));
}
