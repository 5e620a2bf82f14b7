// Waits: what starts, pauses, ends and breaches the runs of promises while the story is told.
import type { EpochMs, FieldValue } from '#core/facts/facts.ts';
import type { PromiseRule, Trigger } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import { dueWithPauses, measure, warnInstant } from './due.ts';
import type { TimerState } from './judgement.ts';
import { solved, type Clock, type Laid, type Run, type State } from './state.ts';
import { TIME } from './touch.ts';
import { bitOf, startsBySolving, type Track } from './tracks.ts';

/** Something that happened and may start or end a wait. */
export type Occurrence =
  | {
      readonly on:
        'opened' | 'solved' | 'reopened' | 'agent_reply' | 'customer_reply' | 'defect' | 'defect_closed' | 'intake';
    }
  | { readonly on: 'rating'; readonly value: 'good' | 'bad' }
  | { readonly on: 'field'; readonly field: string; readonly value: FieldValue }
  | { readonly on: 'met'; readonly metric: string }
  | { readonly on: 'duty'; readonly duty: string; readonly outcome: string | null }
  | { readonly on: 'level'; readonly level: string; readonly from: string | null }
  | { readonly on: 'step'; readonly step: string }
  | { readonly on: 'channel'; readonly channel: string }
  | { readonly on: 'request' | 'complete'; readonly metric: string };

/** Tells every track of the policy what happened: waits end before new ones start. */
export function occur(state: State, what: Occurrence): void {
  const tracks = state.tracks.all;
  const bit = bitOf(what.on);
  for (const track of tracks) if ((track.endBits & bit) !== 0 && ends(track, what)) finish(state, track);
  for (const track of tracks) {
    if (what.on === 'reopened') forgetUnmet(state, track);
    if ((track.startBits & bit) !== 0 && starts(state, track, what)) begin(state, track, what);
  }
}

function ends(track: Track, what: Occurrence): boolean {
  if (what.on === 'solved' && track.metric.endsOnSolve) return true;
  if (what.on === 'complete') return what.metric === track.metric.id;
  for (const trigger of track.ends) if (fires(trigger, what, track)) return true;
  return false;
}

function starts(state: State, track: Track, what: Occurrence): boolean {
  if (what.on === 'request') return what.metric === track.metric.id;
  if (what.on === 'level' && track.onEntry) return track.levels?.has(what.level) ?? false;
  if (what.on === 'opened' && track.onEntry) return false;
  if ((what.on === 'agent_reply' || what.on === 'customer_reply') && solved(state)) return false;
  if (track.levels !== null && what.on !== 'level' && !track.levels.has(levelId(state) ?? '')) return false;
  for (const trigger of track.starts) {
    if (fires(trigger, what, track)) return track.metric.whileHolds === null || holds(track.metric.whileHolds, state);
  }
  return false;
}

function fires(trigger: Trigger, what: Occurrence, track: Track): boolean {
  if (trigger.on === 'level_entered') return what.on === 'level' && (track.levels?.has(what.level) ?? true);
  if (trigger.on !== what.on) return false;
  switch (trigger.on) {
    case 'rating':
      return trigger.value === null || trigger.value === (what as { value: string }).value;
    case 'field': {
      const change = what as Occurrence & { on: 'field' };
      if (change.field !== trigger.field) return false;
      if (trigger.values === null) return change.value !== null && change.value !== false && change.value !== '';
      return trigger.values.includes(change.value);
    }
    case 'met':
      return trigger.metric === (what as { metric: string }).metric;
    case 'duty': {
      const done = what as Occurrence & { on: 'duty' };
      return trigger.duty === done.duty && (trigger.outcomes === null || trigger.outcomes.includes(done.outcome ?? ''));
    }
    case 'level':
      return trigger.level === (what as { level: string }).level;
    case 'step':
      return trigger.step === (what as { step: string }).step;
    case 'channel':
      return trigger.channel === (what as { channel: string }).channel;
    default:
      return true;
  }
}

function begin(state: State, track: Track, what: Occurrence): void {
  const run = state.runs[track.index] ?? null;
  const level = track.levels === null ? null : what.on === 'level' ? what.level : levelId(state);
  if (what.on === 'level' && goesOn(track, run, what)) {
    if (run !== null) run.level = level;
    return;
  }
  let at = state.at;
  if (what.on === 'request') {
    const earlier = state.startedAt[track.index] ?? null;
    if (!track.starts.some((t) => t.on === 'request') && track.starts.length > 0) {
      if (earlier === null) return;
      at = earlier;
    }
  } else {
    state.startedAt[track.index] = at;
    if (track.metric.onRequest && !state.requested.has(track.metric.id)) return;
  }
  if (run !== null && run.endedAt === null && what.on !== 'level') {
    if (!track.metric.repeats) return;
    if (what.on !== 'solved') finish(state, track);
  }
  state.runs[track.index] = {
    track,
    level,
    startedAt: at,
    endedAt: null,
    pauses: [],
    pausedAt: null,
    agreedDue: null,
    laid: null,
    settled: null,
  };
}

/** From one level to another that has the same repeating promise, the wait goes on (SL2); entering again starts it anew (G8). */
function goesOn(track: Track, run: Run | null, what: Occurrence & { on: 'level' }): boolean {
  if (run === null || run.endedAt !== null || !track.metric.repeats) return false;
  return what.from !== null && what.from !== what.level && track.levels !== null && track.levels.has(what.from);
}

function finish(state: State, track: Track): void {
  const run = state.runs[track.index];
  if (run === undefined || run === null || run.endedAt !== null) return;
  settleBreach(state, run, state.at);
  run.endedAt = state.at;
  endPause(state, run);
  if (run.settled !== null) {
    run.settled = { ...run.settled, state: 'breached_met' };
    metLate(state, run);
  } else if (state.standing.owed) {
    const { rule, due } = touchesWaits(state) ? lay(state, run) : laidOf(state, run);
    if (rule !== null) settle(state, run, rule, due, 'met', state.at);
  }
  occur(state, { on: 'met', metric: track.metric.id });
}

function metLate(state: State, run: Run): void {
  const { waits, at } = state;
  const index = waits.findLastIndex((w) => w.metric === run.track.metric.id && w.startedAt === run.startedAt);
  const wait = waits[index];
  if (wait !== undefined) waits[index] = { ...wait, metAt: at, state: 'breached_met' };
}

function settle(
  state: State,
  run: Run,
  rule: PromiseRule,
  due: EpochMs | null,
  how: 'met' | 'breached',
  metAt: EpochMs | null,
): void {
  run.settled = { rule, clock: clockOf(state, rule), due, state: how };
  state.waits.push({
    metric: rule.metric,
    strength: rule.strength,
    startedAt: run.startedAt,
    dueAt: due,
    metAt,
    state: how,
  });
  if (how === 'breached' && rule.strength !== 'best_effort') state.everBreached = true;
}

/** Reopened: what waits from solving on is not shown unless it was met (G14). */
function forgetUnmet(state: State, track: Track): void {
  if (!startsBySolving(track)) return;
  state.startedAt[track.index] = null;
  const run = state.runs[track.index];
  if (run !== undefined && run !== null && run.endedAt === null) state.runs[track.index] = null;
}

/** Marks every wait whose due instant lies before `at` as breached: what comes later changes that no more. */
export function breachBefore(state: State, at: EpochMs): void {
  if (!state.standing.owed) return;
  for (const run of state.runs) if (run !== null && run.endedAt === null) settleBreach(state, run, at);
}

function settleBreach(state: State, run: Run, at: EpochMs): void {
  if (run.settled !== null || !state.standing.owed) return;
  const { rule, due } = laidOf(state, run);
  if (rule !== null && due !== null && due < at) settle(state, run, rule, due, 'breached', null);
}

/** Rule and due instant as of the last look at what follows. */
function laidOf(state: State, run: Run): Laid {
  return run.laid === null || run.laid.version !== state.version ? lay(state, run) : run.laid;
}

function lay(state: State, run: Run): Laid {
  const rule = ruleFor(state, run);
  const due = rule === null ? null : dueAt(state, run, rule);
  return (run.laid = { version: state.version, rule, due });
}

/** Whether something that was not looked at yet may have changed a rule or a due instant. */
function touchesWaits({ touched, reach }: State): boolean {
  return touched !== 0 || (reach.waits & TIME) !== 0;
}

/** After an event: waits whose condition ended are met, pauses begin or end, `when` triggers are looked at. */
export function followConditions(state: State): void {
  for (const track of state.tracks.all) {
    followWhen(state, track);
    const run = state.runs[track.index];
    if (run === undefined || run === null || run.endedAt !== null) continue;
    if (track.metric.whileHolds !== null && !holds(track.metric.whileHolds, state)) finish(state, track);
    else if (run.settled === null) followPause(state, run);
  }
}

function followPause(state: State, run: Run): void {
  const rule = ruleFor(state, run);
  const paused = rule !== null && pauses(state, rule);
  if (!paused) endPause(state, run);
  else run.pausedAt ??= state.at;
}

function pauses(state: State, rule: PromiseRule): boolean {
  for (const condition of rule.pauses) if (holds(condition, state)) return true;
  return false;
}

function endPause(state: State, run: Run): void {
  if (run.pausedAt === null) return;
  run.pauses = [...run.pauses, [run.pausedAt, state.at]];
  run.pausedAt = null;
  run.laid = null;
}

function followWhen(state: State, track: Track): void {
  if (track.endsWhen !== null && holds(track.endsWhen, state)) finish(state, track);
  if (track.startsWhen === null) return;
  const now = holds(track.startsWhen, state);
  if (now && !state.held[track.index]) begin(state, track, { on: 'opened' });
  state.held[track.index] = now;
}

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
  state.asked = run.startedAt;
  return holds(rule.inForce, state) && holds(rule.when, state);
}

/** The clock that a promise runs on as things stand. */
export function clockOf(state: State, rule: PromiseRule): Clock {
  const name = rule.clock ?? state.standing.tier?.hours ?? state.policy.calendarNames[0] ?? '';
  const days = rule.businessDays ?? state.policy.businessDays;
  return {
    name,
    calendar: state.policy.calendar(name, state.organization),
    days: days === null ? null : state.policy.calendar(days, state.organization),
  };
}

/** The due instant of a run under a rule; null: paused, as needed, or never. */
export function dueAt(state: State, run: Run, rule: PromiseRule): EpochMs | null {
  if (rule.agreed && run.agreedDue !== null) return run.agreedDue;
  const { calendar, days } = clockOf(state, rule);
  const m = measure(rule.within, run.startedAt, calendar, days);
  return m === null ? null : dueWithPauses(m, run.startedAt, run, calendar);
}

/** Best effort until the clock first opens at or after the start (PX3). */
export function bestEffortUntil(state: State, run: Run, rule: PromiseRule): EpochMs | null {
  if (rule.outside !== 'best_effort') return null;
  const opening = clockOf(state, rule).calendar.nextOpening(run.startedAt);
  return opening === null ? Infinity : opening > run.startedAt ? opening : null;
}

/** The warning instant of a run under a rule (G11); null: it does not warn, or is paused. */
export function warnAt(state: State, run: Run, rule: PromiseRule): EpochMs | null {
  const { calendar, days } = clockOf(state, rule);
  const m = measure(rule.within, run.startedAt, calendar, days);
  return m === null || run.pausedAt !== null ? null : warnInstant(rule, m, run.startedAt, run, calendar, days);
}

/** The state of a run as things stand; null: no promise holds for it. A running one that has warned is at risk. */
export function runStateNow(state: State, run: Run): TimerState | 'at_risk' | null {
  if (run.settled !== null) return run.settled.state;
  const rule = state.standing.owed ? ruleFor(state, run) : null;
  if (rule === null) return null;
  const due = dueAt(state, run, rule);
  if (run.endedAt !== null) return due !== null && due < run.endedAt ? 'breached_met' : 'met';
  if (rule.within.kind === 'as_needed') return 'best_effort';
  const effort = bestEffortUntil(state, run, rule);
  if (effort !== null && state.at < effort) return 'best_effort';
  if (due !== null && due < state.at) return 'breached';
  if (run.pausedAt !== null) return 'paused';
  const warned = warnAt(state, run, rule);
  return warned !== null && warned <= state.at ? 'at_risk' : 'running';
}

function levelId(state: State): string | null {
  return state.policy.levels[state.level]?.id ?? null;
}
