// Waits: what starts, pauses, ends and breaches the runs of promises while the story is told.
import type { EpochMs, FieldValue } from '#core/facts/facts.ts';
import type { PromiseRule, Trigger } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import { dueAt, ruleFor } from './runs.ts';
import { levelOf, solved, type Run, type State, type ToldWait } from './state.ts';
import { TIME } from './touch.ts';
import type { Occurrence, Track } from './tracks.ts';
import { isSet } from './values.ts';

/** Tells the tracks that may end or start by it what happened: waits end before new ones start. */
export function occur(state: State, what: Occurrence): void {
  const heeding = state.tracks.heeding.get(what.on);
  if (heeding === undefined) return;
  for (const track of heeding.ending) if (ends(track, what)) finish(state, track);
  for (const track of heeding.starting) {
    if (what.on === 'reopened') forgetUnmet(state, track);
    if (starts(state, track, what)) begin(state, track, what);
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
  if (track.levels !== null && what.on !== 'level' && !track.levels.has(levelOf(state)?.id ?? '')) return false;
  for (const trigger of track.starts) {
    if (fires(trigger, what, track)) return track.metric.whileHolds === null || holds(track.metric.whileHolds, state);
  }
  return false;
}

function fires(trigger: Trigger, what: Occurrence, track: Track): boolean {
  switch (trigger.on) {
    case 'level_entered':
      return what.on === 'level' && (track.levels?.has(what.level) ?? true);
    case 'rating':
      return what.on === 'rating' && (trigger.value === null || trigger.value === what.value);
    case 'field':
      return what.on === 'field' && what.field === trigger.field && isWanted(trigger.values, what.value);
    case 'met':
      return what.on === 'met' && what.metric === trigger.metric;
    case 'duty':
      return what.on === 'duty' && what.duty === trigger.duty && hasOutcome(trigger.outcomes, what.outcome);
    case 'level':
      return what.on === 'level' && what.level === trigger.level;
    case 'step':
      return what.on === 'step' && what.step === trigger.step;
    case 'channel':
      return what.on === 'channel' && what.channel === trigger.channel;
    default:
      return what.on === trigger.on;
  }
}

/** Null asks for any that is set. */
function isWanted(values: readonly FieldValue[] | null, value: FieldValue): boolean {
  return values === null ? isSet(value) : values.includes(value);
}

/** Null asks for any. */
function hasOutcome(outcomes: readonly string[] | null, outcome: string | null): boolean {
  return outcomes === null || outcomes.includes(outcome ?? '');
}

const NO_PAUSES: Run['pauses'] = [];
const OPENED: Occurrence = { on: 'opened' };

function begin(state: State, track: Track, what: Occurrence): void {
  const run = state.runs[track.index] ?? null;
  const level = track.levels === null ? null : what.on === 'level' ? what.level : (levelOf(state)?.id ?? null);
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
    pauses: NO_PAUSES,
    pausedAt: null,
    agreedDue: null,
    rule: null,
    due: null,
    tier: null,
    organization: state.organization,
    laidAt: null,
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
    run.settled.metAt = state.at;
    run.settled.state = 'breached_met';
  } else if (state.standing.owed) {
    if (touchesWaits(state)) lay(state, run);
    else layOnce(state, run);
    settle(state, run, state.at);
  }
  occur(state, track.met);
}

/** Tells the wait as met, or for `metAt` null as breached. Where no rule holds there is nothing to tell. */
function settle(state: State, run: Run, metAt: EpochMs | null): void {
  if (run.rule === null) return;
  const { metric, strength } = run.rule;
  const how = metAt === null ? 'breached' : 'met';
  const wait: ToldWait = { metric, strength, startedAt: run.startedAt, dueAt: run.due, metAt, state: how };
  run.settled = wait;
  state.waits.push(wait);
  if (how === 'breached' && strength !== 'best_effort') state.everBreached = true;
}

/** Reopened: what waits from solving on is not shown unless it was met (G14). */
function forgetUnmet(state: State, track: Track): void {
  if (!track.startsBySolving) return;
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
  layOnce(state, run);
  if (run.due !== null && run.due < at) settle(state, run, null);
}

/** Brings rule and due instant up to the last look at what follows. */
function layOnce(state: State, run: Run): void {
  if (run.laidAt !== state.version) lay(state, run);
}

/** The rule is looked for anew; while it and its clock stay the same, so does its due instant. */
function lay(state: State, run: Run): void {
  const { organization } = state;
  const { tier } = state.standing;
  const rule = ruleFor(state, run);
  const same = run.laidAt !== null && run.rule === rule && run.tier === tier && run.organization === organization;
  run.laidAt = state.version;
  if (same) return;
  run.rule = rule;
  run.due = rule === null ? null : dueAt(state, run, rule);
  run.tier = tier;
  run.organization = organization;
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
  layOnce(state, run);
  state.started = run.startedAt;
  if (run.rule === null || !pauses(state, run.rule)) endPause(state, run);
  else if (run.pausedAt === null) {
    run.pausedAt = state.at;
    run.laidAt = null;
  }
}

function pauses(state: State, rule: PromiseRule): boolean {
  for (const condition of rule.pauses) if (holds(condition, state)) return true;
  return false;
}

function endPause(state: State, run: Run): void {
  if (run.pausedAt === null) return;
  run.pauses = [...run.pauses, [run.pausedAt, state.at]];
  run.pausedAt = null;
  run.laidAt = null;
}

function followWhen(state: State, track: Track): void {
  if (track.endsWhen !== null && holds(track.endsWhen, state)) finish(state, track);
  if (track.startsWhen === null) return;
  const now = holds(track.startsWhen, state);
  if (now && !state.held[track.index]) begin(state, track, OPENED);
  state.held[track.index] = now;
}
