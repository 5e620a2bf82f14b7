// The timers that the ticket shows now: for each metric the wait that its promise is measured by.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Metric, PromiseRule, Tier, Within } from '#core/policy/policy.ts';
import { dueWithPauses, measure, receiptOf, remainingMs, warnInstant, type Measure } from './due.ts';
import type { Reason, TimerJudgement, TimerState } from './judgement.ts';
import { oncePer } from './once.ts';
import { clockNow, clockOf, hasWarned, ruleHolds, runState } from './runs.ts';
import { solved, type Run, type State } from './state.ts';
import type { TrackedRule } from './tracks.ts';
import { conditionText } from './words.ts';

/** Timers in the policy's order. Where nothing is owed only those stay that were met or breached before (G5). */
export function timers(state: State): TimerJudgement[] {
  const list: TimerJudgement[] = [];
  for (const metric of state.lists.metrics) {
    const timer = timerOf(state, metric);
    if (timer !== null) list.push(timer);
  }
  return list;
}

function timerOf(state: State, metric: Metric): TimerJudgement | null {
  const current = state.standing.owed ? currentRun(state, metric) : null;
  if (current !== null && current.run.settled === null) return liveTimer(state, current.run, current.rule);
  const settled = current?.run ?? latestSettled(state, metric);
  return settled === null || settled.settled === null || hiddenByReopening(state, settled)
    ? null
    : settledTimer(state, settled);
}

/** The first rule, in the policy's order, that holds for a run of its track. */
function currentRun(state: State, metric: Metric): { run: Run; rule: PromiseRule } | null {
  for (const { rule, track } of state.standing.promises.byMetric.get(metric) ?? NO_RULES) {
    const run = state.runs[track.index];
    if (run !== undefined && run !== null && ruleHolds(state, run, rule)) return { run, rule };
  }
  return null;
}

function latestSettled(state: State, metric: Metric): Run | null {
  const runs = state.standing.owed ? state.runs : state.resting;
  let latest: Run | null = null;
  for (const track of state.tracks.byMetric.get(metric.id) ?? []) {
    const run = runs[track.index] ?? null;
    if (run?.settled != null && (latest === null || run.startedAt > latest.startedAt)) latest = run;
  }
  return latest;
}

/** While the ticket is reopened, a wait that runs from solving is shown only if it was met (G14). */
function hiddenByReopening(state: State, run: Run): boolean {
  return run.endedAt === null && !solved(state) && run.track.startsBySolving;
}

const NO_RULES: readonly TrackedRule[] = [];
const NO_RECEIPT: TimerJudgement['receipt'] = [];

/** A run with the rule and the clock that measure it. */
interface Laid {
  readonly run: Run;
  readonly rule: PromiseRule;
  readonly clockName: string;
  readonly measured: Measure | null;
  readonly due: EpochMs | null;
  readonly state: TimerState;
}

function liveTimer(state: State, run: Run, rule: PromiseRule): TimerJudgement {
  const clock = clockNow(state, rule);
  const measured = measure(rule.within, run.startedAt, clock);
  const agreed = rule.agreed ? run.agreedDue : null;
  const due = agreed ?? (measured === null ? null : dueWithPauses(measured, run));
  return timer(state, { run, rule, clockName: clock.name, measured, due, state: runState(state, run, rule, due) });
}

function settledTimer(state: State, run: Run): TimerJudgement {
  const { settled, rule } = run;
  if (settled === null || rule === null) throw new Error('a wait that is not settled has no settled timer');
  const clock = clockOf(state.policy, rule, run);
  const measured = measure(rule.within, run.startedAt, clock);
  return timer(state, { run, rule, clockName: clock.name, measured, due: settled.dueAt, state: settled.state });
}

function timer(state: State, { run, rule, clockName, measured, due, state: now }: Laid): TimerJudgement {
  const { metric } = run.track;
  const isPaused = now === 'paused';
  const isBestEffort = now === 'best_effort';
  const dueNow = isPaused || isBestEffort ? null : due;
  const isWaiting = isPaused || now === 'running' || now === 'breached';
  const receiptEnd = isPaused ? state.at : (due ?? run.pausedAt ?? run.endedAt);
  return {
    metric: metric.id,
    title: metric.title,
    state: now,
    strength: isBestEffort && rule.within.kind === 'as_needed' ? 'best_effort' : rule.strength,
    target: targetOf(rule.within),
    targetText: rule.within.text,
    startedAt: run.startedAt,
    dueAt: dueNow,
    warnAt: measured === null || isPaused || isBestEffort ? null : warnInstant(measured, rule.warn, run),
    metAt: run.endedAt,
    pausedAt: isPaused ? run.pausedAt : null,
    remainingMs: measured === null || !isWaiting ? null : remainingMs(measured, dueNow, state.at, run),
    clock: clockName,
    receipt:
      measured === null || receiptEnd === null || isBestEffort ? NO_RECEIPT : receiptOf(measured, receiptEnd, run),
    reasons: timerReasons(state, run, rule),
  };
}

const targetOf = oncePer((within: Within): TimerJudgement['target'] => {
  switch (within.kind) {
    case 'working':
      return { kind: 'working', ms: within.ms };
    case 'days':
      return { kind: 'days', count: within.days };
    case 'business_days':
      return { kind: 'business_days', count: within.days };
    case 'months':
      return { kind: 'months', count: within.months };
    case 'as_needed':
      return null;
  }
});

/** What can be said of a rule's timers under one tier. */
interface Said {
  readonly reasons: readonly Reason[];
  readonly whilePaused: readonly Reason[];
}

/** By tier, or its stand-in where there is none, and rule: a tier that ended may have left its timers. */
const said = oncePer((_: Tier | typeof NO_TIER) => new WeakMap<PromiseRule, Said>());
const NO_TIER = { title: 'No contract' };

function timerReasons(state: State, run: Run, rule: PromiseRule): readonly Reason[] {
  const tier = state.standing.tier ?? NO_TIER;
  const known = said(tier);
  let reasons = known.get(rule);
  if (reasons === undefined) known.set(rule, (reasons = say(tier.title, run.track.metric, rule)));
  return run.pausedAt === null ? reasons.reasons : reasons.whilePaused;
}

function say(tier: string, metric: Metric, rule: PromiseRule): Said {
  const { cites } = rule;
  const under = rule.priority === null ? tier : `${tier}, ${rule.priority}`;
  const reasons: Reason[] = [{ text: `${under}: ${metric.title} ${rule.within.text}`, cites }];
  if (rule.when.kind !== 'always') reasons.push({ text: conditionText(rule.when), cites });
  if (rule.pauses.length === 0) return { reasons, whilePaused: reasons };
  const pause = { text: `Paused while ${rule.pauses.map(conditionText).join(' or ')}`, cites };
  return { reasons, whilePaused: [...reasons, pause] };
}

/** Whether a timer has warned and is neither met nor breached (G11). Never for best effort. */
export function isAtRisk(state: State, timer: TimerJudgement): boolean {
  if (timer.strength === 'best_effort') return false;
  if (timer.state === 'running') return timer.warnAt !== null && timer.warnAt <= state.at;
  if (timer.state !== 'paused') return false;
  const metric = state.policy.metrics.get(timer.metric);
  const current = metric === undefined ? null : currentRun(state, metric);
  return current !== null && hasWarned(state, current.run, current.rule);
}

/** Whether a timer was not met in time, met late since or not. */
export function isBreached({ state }: TimerJudgement): boolean {
  return state === 'breached' || state === 'breached_met';
}
