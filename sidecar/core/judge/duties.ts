// Duties: which are asked for, which are done and by what (CH4, CH5, G16).
import type { CommentFact, EpochMs, FieldValue } from '#core/facts/facts.ts';
import type { Duty, Within } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import { afterWithin } from './due.ts';
import type { DutyJudgement, Reason } from './judgement.ts';
import type { Asking } from './lists.ts';
import { oncePer } from './once.ts';
import { requesterRule } from './requester.ts';
import { businessDays, dutyRun, tierClock, type State } from './state.ts';
import { ACTS } from './touch.ts';
import { isSet } from './values.ts';
import { occur } from './waits.ts';

/** Asked for by the level, by the rule for the requester, or by its own condition. */
function ask(state: State): void {
  const { asked, lists } = state;
  for (let place = 0; place < asked.length; place += 1) asked[place] = false;
  if (state.level >= 0) askWhere(state, lists.askingOfLevels[state.level] ?? NOBODY);
  for (const id of requesterRule(state)?.duties ?? NONE) {
    const place = lists.places.get(id);
    if (place !== undefined) asked[place] = true;
  }
  askWhere(state, lists.asking);
}

function askWhere(state: State, asking: readonly Asking[]): void {
  for (const { place, when } of asking) if (holds(when, state)) state.asked[place] = true;
}

const NOBODY: readonly Asking[] = [];
const NONE: readonly string[] = [];

/** Opens what is newly asked for; an open duty that nobody asks for any more is gone, a done one stays (G16). */
export function followDuties(state: State): void {
  const { asked, duties, lists } = state;
  if (duties.length === 0) return;
  ask(state);
  for (let place = 0; place < duties.length; place += 1) {
    const run = duties[place] ?? null;
    if (asked[place] === true)
      duties[place] = run ?? { openedAt: state.at, doneAt: null, outcome: null, waived: false };
    else if (run?.doneAt === null && lists.duties[place]?.stays !== true) duties[place] = null;
  }
}

/** Marks a duty as done; gives the field that takes its outcome (ZY3). */
export function doDuty(
  state: State,
  id: string,
  outcome: string | null,
  by: 'act' | 'fact',
): { field: string; value: string } | null {
  const duty = state.policy.duties.get(id);
  const run = dutyRun(state, id);
  if (duty === undefined || run === null || (by === 'fact' && run.doneAt !== null)) return null;
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
export function before(state: State, place: number): readonly string[] {
  const { duties, lists } = state;
  let open: string[] | null = null;
  for (const earlier of lists.before[place] ?? NOWHERE) {
    const duty = lists.duties[earlier];
    if (duty !== undefined && duties[earlier]?.doneAt === null) (open ??= []).push(duty.id);
  }
  return open ?? NONE;
}

const NOWHERE: readonly number[] = [];

function dueAt(state: State, within: Within, clock: string | null, openedAt: EpochMs): EpochMs | null {
  const calendar = clock === null ? tierClock(state) : state.policy.calendar(clock, state.organization);
  return calendar === null ? null : afterWithin(within, openedAt, calendar, businessDays(state));
}

const NO_DUTIES: readonly DutyJudgement[] = [];

/** The ticket's duties in the policy's order. */
export function duties(state: State): readonly DutyJudgement[] {
  if (state.duties.length === 0) return NO_DUTIES;
  const list: DutyJudgement[] = [];
  for (let place = 0; place < state.duties.length; place += 1) {
    const run = state.duties[place] ?? null;
    const duty = state.lists.duties[place];
    if (run === null || duty === undefined) continue;
    list.push({
      id: duty.id,
      title: duty.title,
      state: run.doneAt === null ? 'open' : run.waived ? 'waived' : 'done',
      openedAt: run.openedAt,
      dueAt: duty.within === null ? null : dueAt(state, duty.within, duty.clock, run.openedAt),
      doneAt: run.doneAt,
      outcome: run.outcome,
      outcomes: duty.outcomes,
      blockedBy: run.doneAt === null ? before(state, place) : NONE,
      links: duty.links,
      reasons: reasonsFor(duty),
    });
  }
  return list;
}

const reasonsFor = oncePer((duty: Duty): readonly Reason[] => [
  { text: `The agreement asks for it: ${duty.title}`, cites: duty.cites },
]);
