// Where the ticket stands among the levels, and which hand-offs are open.
import type { HandOffRule, LevelDuty } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import type { State } from './state.ts';

/** Duties that a level asks for as things stand. */
export function levelDuties(state: State, duties: readonly LevelDuty[]): string[] {
  const asked: string[] = [];
  for (const { duty, when } of duties) if (holds(when, state)) asked.push(duty);
  return asked;
}

export interface HandOffState {
  readonly rule: HandOffRule;
  readonly open: boolean;
  readonly atOnce: boolean;
  /** Open duties in the way; empty where only the condition shuts it (ZY2). */
  readonly blockedBy: readonly string[];
}

export function handOffs(state: State): HandOffState[] {
  const open: HandOffState[] = [];
  for (const rule of state.policy.levels[state.level]?.handOffs ?? []) open.push(handOffState(state, rule));
  return open;
}

function handOffState(state: State, rule: HandOffRule): HandOffState {
  if (rule.atOnceWhen !== null && holds(rule.atOnceWhen, state))
    return { rule, open: true, atOnce: true, blockedBy: [] };
  const blockedBy = openDuties(state, rule);
  return { rule, open: blockedBy.length === 0 && holds(rule.when, state), atOnce: false, blockedBy };
}

function openDuties(state: State, rule: HandOffRule): readonly string[] {
  const asked = levelDuties(state, rule.duties);
  return asked.length === 0 ? asked : asked.filter((id) => (state.duties.get(id)?.doneAt ?? null) === null);
}
