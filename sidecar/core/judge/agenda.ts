// The next instant at which time alone changes the judgement: the ticket is looked at again then.
import type { EpochMs, NoticeFacts } from '#core/facts/facts.ts';
import type { TimerJudgement, Verdicts } from './judgement.ts';
import { Next } from './next.ts';
import { silenceDues } from './silence.ts';
import { solved, type State } from './state.ts';
import { nextTurn } from './turns.ts';

/** Null: nothing changes by itself any more. Closed tickets never do. */
export function nextChange(state: State, verdicts: Verdicts): EpochMs | null {
  if (state.status === 'closed' || state.status === 'deleted') return null;
  const next = new Next(state.at);
  if (!solved(state) || verdicts.timers.some(isWaiting)) next.consider(verdicts.hours.until);
  for (const timer of verdicts.timers) considerTimer(state, timer, next);
  for (const step of verdicts.escalation.steps) next.consider(step.opensAt);
  for (const notice of state.facts.notices ?? NO_NOTICES) considerNotice(notice, next);
  considerSilence(state, next);
  if (verdicts.downtime !== null && !solved(state)) {
    next.consider(verdicts.downtime.from);
    next.consider(verdicts.downtime.to);
  }
  next.consider(nextTurn(state));
  return next.at;
}

const NO_NOTICES: readonly NoticeFacts[] = [];

function isWaiting({ metAt }: TimerJudgement): boolean {
  return metAt === null;
}

function considerSilence(state: State, next: Next): void {
  const dues = silenceDues(state);
  if (dues.length === 0) return; // the usual case: a loop costs more than not beginning one
  for (const { due } of dues) next.consider(due);
}

function considerTimer(state: State, timer: TimerJudgement, next: Next): void {
  if (timer.metAt !== null) return;
  next.consider(timer.warnAt);
  if (timer.dueAt !== null) next.consider(timer.dueAt + 1);
  if (timer.state === 'best_effort')
    next.consider(state.policy.calendar(timer.clock, state.organization).nextOpening(timer.startedAt));
}

function considerNotice(notice: NoticeFacts, next: Next): void {
  next.consider(notice.announced);
  next.consider(notice.from);
  next.consider(notice.to);
}
