// Duties: which are asked for, which are done and by what (CH4, CH5, G16).
import type { CommentFact, FieldValue } from '#core/facts/facts.ts';
import type { Duty } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import { afterWithin } from './due.ts';
import type { DutyJudgement, Reason } from './judgement.ts';
import { levelDuties } from './levels.ts';
import { requesterRule } from './requester.ts';
import { tierClock, type State } from './state.ts';
import { ACTS } from './touch.ts';
import { isSet } from './values.ts';
import { occur } from './waits.ts';

/** Asked for by the level, by the rule for the requester, or by its own condition. One may stand there twice. */
function askedDuties(state: State): readonly string[] {
  const level = state.policy.levels[state.level];
  const asked = level === undefined ? [] : levelDuties(state, level.duties);
  const rule = requesterRule(state);
  if (rule !== null) asked.push(...rule.duties);
  for (const duty of state.lists.conditionalDuties) if (holds(duty.when, state)) asked.push(duty.id);
  return asked;
}

/** Opens what is newly asked for; an open duty that nobody asks for any more is gone, a done one stays (G16). */
export function followDuties(state: State): void {
  if (state.policy.duties.size === 0) return;
  const asked = askedDuties(state);
  if (state.duties.size > 0) dropDuties(state, asked);
  for (const id of asked) {
    if (!state.duties.has(id)) {
      state.duties.set(id, { openedAt: state.at, doneAt: null, outcome: null, waived: false });
    }
  }
}

function dropDuties(state: State, asked: readonly string[]): void {
  for (const id of state.duties.keys()) if (!asked.includes(id) && !stays(state, id)) state.duties.delete(id);
}

function stays(state: State, id: string): boolean {
  return (state.duties.get(id)?.doneAt ?? null) !== null || state.policy.duties.get(id)?.stays === true;
}

/** Marks a duty as done; gives the field that takes its outcome (ZY3). */
export function doDuty(
  state: State,
  id: string,
  outcome: string | null,
  by: 'act' | 'fact',
): { field: string; value: string } | null {
  const duty = state.policy.duties.get(id);
  const run = state.duties.get(id);
  if (duty === undefined || run === undefined || (by === 'fact' && run.doneAt !== null)) return null;
  run.waived = outcome === 'waived';
  run.outcome = run.waived ? null : (outcome ?? duty.outcomes[0] ?? null);
  run.doneAt = state.at;
  state.touched |= ACTS;
  occur(state, { on: 'duty', duty: id, outcome: run.outcome });
  return duty.sets !== null && run.outcome !== null ? { field: duty.sets, value: run.outcome } : null;
}

/** Duties that a comment does by itself: naming the defect to the customer (CH5), the requester's written word (SL6). */
export function dutiesByComment(state: State, comment: CommentFact): void {
  for (const duty of state.lists.dutiesDoneByFacts) {
    for (const trigger of duty.doneBy) {
      if (trigger.on === 'agent_reply_with_defect') {
        const reference = state.defect?.reference;
        if (!isAgentReply(comment) || reference === undefined || !isNamed(reference, comment.text)) continue;
        doDuty(state, duty.id, null, 'fact');
      } else if (trigger.on === 'agent_reply' && isAgentReply(comment)) {
        doDuty(state, duty.id, trigger.outcome, 'fact');
      } else if (trigger.on === 'customer_comment' && comment.by === 'customer') {
        const channel = comment.channel ?? (trigger.channel === null ? null : 'email');
        if (trigger.channel === null || trigger.channel === channel) doDuty(state, duty.id, trigger.outcome, 'fact');
      }
    }
  }
}

/** Whether a text holds the reference itself: `#55` is not named by `#551`. */
function isNamed(reference: string, text: string | null | undefined): boolean {
  for (let at = text?.indexOf(reference) ?? -1; at >= 0; at = text?.indexOf(reference, at + 1) ?? -1)
    if (!/\d/u.test(text?.charAt(at + reference.length) ?? '')) return true;
  return false;
}

function isAgentReply(comment: CommentFact): boolean {
  return comment.public && comment.by === 'agent';
}

export function dutiesByField(state: State, field: string, value: FieldValue): void {
  if (!isSet(value)) return;
  for (const duty of state.lists.dutiesDoneByFacts) {
    for (const trigger of duty.doneBy) {
      if (trigger.on === 'field' && trigger.field === field) doDuty(state, duty.id, trigger.outcome, 'fact');
    }
  }
}

/** Duties before this one in an ordered list that are still open. */
export function before(state: State, duty: Duty): string[] {
  return duty.after.filter((id) => state.duties.has(id) && (state.duties.get(id)?.doneAt ?? null) === null);
}

/** The ticket's duties in the policy's order. */
export function duties(state: State): DutyJudgement[] {
  const list: DutyJudgement[] = [];
  for (const duty of state.lists.duties) {
    const run = state.duties.get(duty.id);
    if (run === undefined) continue;
    const clock = duty.clock === null ? tierClock(state) : state.policy.calendar(duty.clock, state.organization);
    const dueAt = duty.within === null || clock === null ? null : afterWithin(duty.within, run.openedAt, clock, null);
    list.push({
      id: duty.id,
      title: duty.title,
      state: run.doneAt === null ? 'open' : run.waived ? 'waived' : 'done',
      openedAt: run.openedAt,
      dueAt,
      doneAt: run.doneAt,
      outcome: run.outcome,
      outcomes: duty.outcomes,
      blockedBy: run.doneAt === null && duty.after.length > 0 ? before(state, duty) : [],
      links: duty.links,
      reasons: [dutyReason(duty)],
    });
  }
  return list;
}

function dutyReason(duty: Duty): Reason {
  return { text: `The agreement asks for it: ${duty.title}`, cites: duty.cites };
}
