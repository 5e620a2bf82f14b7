// A run of a promise as things stand: the rule that measures it, its clock, its due and warning instants, its state.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Policy, PromiseRule } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import { afterWithin, countedMs, dueWithPauses, measure, warnInstant, warnMs } from './due.ts';
import type { TimerState } from './judgement.ts';
import type { Clock, ClockOwner, Run, State } from './state.ts';

const NO_RULES: readonly PromiseRule[] = [];

/** The rule that a run is measured by now: the first of its metric and track whose priority, level and conditions hold. */
export function ruleFor(state: State, run: Run): PromiseRule | null {
  for (const rule of state.standing.promises.byTrack[run.track.index] ?? NO_RULES) {
    if (ruleHolds(state, run, rule)) return rule;
  }
  return null;
}

export function ruleHolds(state: State, run: Run, rule: PromiseRule): boolean {
  if (rule.priority !== null && rule.priority !== state.standing.priority?.id) return false;
  if (rule.level !== null && rule.level !== run.level) return false;
  state.started = run.startedAt;
  return holds(rule.inForce, state) && holds(rule.when, state);
}

/** The clock that a promise runs on. */
export function clockOf(policy: Policy, rule: PromiseRule, { tier, organization }: ClockOwner): Clock {
  const name = rule.clock ?? tier?.hours ?? policy.calendarNames[0] ?? '';
  const days = rule.businessDays ?? policy.businessDays;
  return {
    name,
    calendar: policy.calendar(name, organization),
    days: days === null ? null : policy.calendar(days, organization),
  };
}

/** As things stand. */
export function clockNow(state: State, rule: PromiseRule): Clock {
  const { policy, standing, organization } = state;
  return clockOf(policy, rule, { tier: standing.tier, organization });
}

/** The due instant of a run under a rule; null: paused, as needed, or never. */
export function dueAt(state: State, run: Run, rule: PromiseRule): EpochMs | null {
  if (rule.agreed && run.agreedDue !== null) return run.agreedDue;
  const clock = clockNow(state, rule);
  if (run.pausedAt === null && run.pauses.length === 0)
    return afterWithin(rule.within, run.startedAt, clock.calendar, clock.days);
  const measured = measure(rule.within, run.startedAt, clock);
  return measured === null ? null : dueWithPauses(measured, run);
}

/** Best effort until the clock first opens at or after the start (PX3). */
function bestEffortUntil(state: State, run: Run, rule: PromiseRule): EpochMs | null {
  if (rule.outside !== 'best_effort') return null;
  const opening = clockNow(state, rule).calendar.nextOpening(run.startedAt);
  return opening === null ? Infinity : opening > run.startedAt ? opening : null;
}

/** The warning instant of a run under a rule (G11); null: it never comes, or the run is paused. */
export function warnAt(state: State, run: Run, rule: PromiseRule): EpochMs | null {
  if (run.pausedAt !== null) return null;
  const measured = measure(rule.within, run.startedAt, clockNow(state, rule));
  return measured === null ? null : warnInstant(measured, rule.warn, run);
}

/** Whether a paused run had warned before its pause began: a pause neither warns nor takes a warning back (G11). */
export function hasWarned(state: State, run: Run, rule: PromiseRule): boolean {
  const measured = measure(rule.within, run.startedAt, clockNow(state, rule));
  return measured !== null && countedMs(measured, state.at, run) >= warnMs(measured, rule.warn);
}

/** The state of a run that is not settled, under a rule and with its due instant as `dueAt` gives it. */
export function runState(state: State, run: Run, rule: PromiseRule, due: EpochMs | null): TimerState {
  if (run.endedAt !== null) return due !== null && due < run.endedAt ? 'breached_met' : 'met';
  if (rule.within.kind === 'as_needed') return 'best_effort';
  const effort = bestEffortUntil(state, run, rule);
  if (effort !== null && state.at < effort) return 'best_effort';
  if (due !== null && due < state.at) return 'breached';
  return run.pausedAt === null ? 'running' : 'paused';
}

/** The state of a run as things stand; null: no promise holds for it. A running one that has warned is at risk. */
export function runStateNow(state: State, run: Run): TimerState | 'at_risk' | null {
  if (run.settled !== null) return run.settled.state;
  const rule = state.standing.owed ? ruleFor(state, run) : null;
  if (rule === null) return null;
  const now = runState(state, run, rule, dueAt(state, run, rule));
  if (now !== 'running') return now;
  const warned = warnAt(state, run, rule);
  return warned !== null && warned <= state.at ? 'at_risk' : 'running';
}
