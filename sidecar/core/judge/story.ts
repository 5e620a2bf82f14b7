// The ticket's story, told event by event up to an instant: from facts to the state that the verdicts read.
import type { EpochMs, FactEvent, Facts } from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';
import { blankState } from './blank-state.ts';
import { followDuties } from './duties.ts';
import { apply, becomeSolved, enterLevel } from './events.ts';
import { updateStanding } from './standing.ts';
import { levelOf, solved, type State } from './state.ts';
import { topicLevel } from './topics.ts';
import { ITSELF, PARTIES, TIME } from './touch.ts';
import { contractTurn, nextTurn } from './turns.ts';
import { breachBefore, followConditions, occur } from './waits.ts';

/** Tells the story up to and including `now`. What lies later is not looked at. */
export function tell(policy: Policy, facts: Facts, now: EpochMs): State {
  const state = open(policy, facts);
  const withdrawn = withdrawnExclusions(facts, now);
  for (const event of facts.events) {
    if (event.at > now) break;
    if (withdrawn?.has(event) === true) continue;
    advance(state, event.at);
    apply(state, event);
    follow(state);
  }
  advance(state, now);
  lookAgain(state);
  return state;
}

function open(policy: Policy, facts: Facts): State {
  const state = blankState(policy, facts);
  updateStanding(state);
  startAtTopic(state);
  occur(state, { on: 'opened' });
  if (state.channel !== null) occur(state, { on: 'channel', channel: state.channel });
  const level = levelOf(state);
  if (level !== null) occur(state, { on: 'level', level: level.id, from: null });
  if (solved(state)) becomeSolved(state);
  state.touched = 0;
  if ((state.reach.standing & ITSELF) !== 0) {
    updateStanding(state);
    followTopic(state);
  }
  followDuties(state);
  followWaits(state);
  return state;
}

function startAtTopic(state: State): void {
  const topic = topicLevel(state);
  if (topic <= 0) return;
  state.level = topic;
  state.levelBy = 'topic';
  if ((state.reach.standing & ITSELF) !== 0) updateStanding(state);
}

/** At the end: only what moves with time, or asks for itself, can still be other than after the last event. */
function lookAgain(state: State): void {
  const { reach } = state;
  const touched = state.touched | TIME | ITSELF;
  const stands = (touched & reach.standing) === 0;
  if (!stands) updateStanding(state);
  if (!stands || (touched & reach.duties) !== 0) followDuties(state);
}

/** Exclusions that were taken back by now count as never recorded (G5). Null, nearly always: none was. */
function withdrawnExclusions(facts: Facts, now: EpochMs): ReadonlySet<FactEvent> | null {
  if (!withdrawsAny(facts.events)) return null;
  const open = new Map<string, FactEvent>();
  const withdrawn = new Set<FactEvent>();
  for (const event of facts.events) {
    if (event.at > now) break;
    if (event.kind === 'exclusion') open.set(event.exclusion, event);
    else if (event.kind === 'withdrawExclusion') {
      const recorded = open.get(event.exclusion);
      if (recorded !== undefined) withdrawn.add(recorded);
      withdrawn.add(event);
    }
  }
  return withdrawn;
}

function withdrawsAny(events: readonly FactEvent[]): boolean {
  for (const { kind } of events) if (kind === 'withdrawExclusion') return true;
  return false;
}

/** Lets time pass: what it changes on the way takes effect at its own instant, not at the next event. */
function advance(state: State, at: EpochMs): void {
  const turnOf = timeTells(state) ? nextTurn : contractTurn;
  for (let turn = turnOf(state); turn !== null && turn <= at; turn = turnOf(state)) {
    breachBefore(state, turn);
    state.at = turn;
    state.touched |= PARTIES;
    follow(state);
  }
  breachBefore(state, at);
  state.at = at;
}

/** Whether time alone, beside the contract's dates, can change what follows: mostly it cannot, and nobody looks. */
function timeTells({ reach }: State): boolean {
  return ((reach.standing | reach.duties | reach.waits) & TIME) !== 0;
}

/** After an event: what follows from it, in the order in which each part asks for the one before. */
function follow(state: State): void {
  const { reach } = state;
  const touched = state.touched | TIME;
  state.touched = 0;
  const stands = (touched & reach.standing) === 0;
  if (!stands) {
    updateStanding(state);
    followTopic(state);
  }
  if (!stands || (touched & reach.duties) !== 0) followDuties(state);
  if (!stands || (touched & reach.waits) !== 0) followWaits(state);
}

/** What waits follow from has changed; where rules ask for the waits themselves, following them changes it again. */
function followWaits(state: State): void {
  state.version += 1;
  followConditions(state);
  if ((state.reach.waits & ITSELF) !== 0) state.version += 1;
}

function followTopic(state: State): void {
  const topic = topicLevel(state);
  if (topic <= state.level || state.level < 0) return;
  enterLevel(state, topic, 'topic');
  updateStanding(state);
}
