// Where the ticket stands among the levels, and which hand-offs are open.
import type { HandOffRule, LevelDuty } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import type { State } from './state.ts';

/** Duties that a level asks for as things stand. */
export function levelDuties(state: State, duties: readonly LevelDuty[]): string[] {
  return duties.filter((d) => holds(d.when, state)).map((d) => d.duty);
}

export interface HandOffState {
  readonly rule: HandOffRule;
  readonly open: boolean;
  readonly atOnce: boolean;
  /** Open duties in the way; empty where only the condition shuts it (ZY2). */
  readonly blockedBy: readonly string[];
}

export function handOffs(state: State): HandOffState[] {
  const level = state.policy.levels[state.level];
  return (level?.handOffs ?? []).map((rule) => handOffState(state, rule));
}

function handOffState(state: State, rule: HandOffRule): HandOffState {
  if (rule.atOnceWhen !== null && holds(rule.atOnceWhen, state))
    return { rule, open: true, atOnce: true, blockedBy: [] };
  const blockedBy = levelDuties(state, rule.duties).filter((id) => (state.duties.get(id)?.doneAt ?? null) === null);
  return { rule, open: blockedBy.length === 0 && holds(rule.when, state), atOnce: false, blockedBy };
}
