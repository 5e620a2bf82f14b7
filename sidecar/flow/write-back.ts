/** What has to be written after a look: wanted minus seen, and whether another hand keeps undoing it. */
import type { Judgement } from '#core/judge/judgement.ts';
import { difference, isNothing } from '#core/plan/difference.ts';
import type { Difference } from '#core/plan/difference.ts';
import type { OverwrittenTags } from '#core/plan/overwritten-tags.ts';
import type { ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import { unAside } from './aside.ts';
import type { WantedNote, WriteBack } from './ports/tickets.ts';

/** Rounds in which another hand may undo ours before we stop: two programs that fight would never end. */
export const ROUNDS = 3;
export const CONFLICT_LOOP = 'CONFLICT_LOOP';

/** The difference that a write-back stands for. */
export function differenceOf(writeBack: WriteBack, ticket: ZendeskTicket): Difference {
  return difference({ priority: writeBack.wantedPriority, tags: writeBack.wantedTags }, ticket, writeBack.writtenTags);
}

/** The write-back after a look at `ticket`. `overwritten`: what writes of ours did to other people's tags, to be undone. */
export function wantedAfter(
  stored: WriteBack,
  judgement: Judgement,
  ticket: ZendeskTicket,
  notes: readonly WantedNote[],
  overwritten: OverwrittenTags,
): WriteBack {
  const before = unAside(stored);
  const wantedPriority = judgement.wantedPriority;
  const { lost, revived } = overwritten;
  const wantedTags = [...new Set([...judgement.wantedTags, ...lost])].toSorted();
  const removable = [...new Set([...before.writtenTags, ...revived])];
  const isSame = before.wantedPriority === wantedPriority && sameList(before.wantedTags, wantedTags);
  const open = difference({ priority: wantedPriority, tags: wantedTags }, ticket, removable);
  const base = { ...before, wantedPriority, wantedTags, notes };
  if (isNothing(open) && notes.length === 0) {
    return {
      ...base,
      state: 'settled',
      attempts: 0,
      rounds: isSame ? before.rounds : 0,
      lastError: null,
      retryAt: null,
    };
  }
  const rounds = isSame ? before.rounds + (isUndone(before, ticket) ? 1 : 0) : 0;
  // Known before it is sent: should the answer be lost, these tags are ours to remove.
  const writtenTags = [...new Set([...removable, ...open.addTags.filter((tag) => !lost.includes(tag))])];
  // What somebody must hear of is written all the same, once.
  if (rounds >= ROUNDS && notes.length === 0) {
    return { ...base, state: 'failed', rounds, lastError: CONFLICT_LOOP, retryAt: null };
  }
  if (before.state === 'failed' && isSame && sameList(causesOf(before.notes), causesOf(notes)))
    return { ...base, writtenTags, rounds };
  const isRetry = isSame && before.state === 'pending';
  return {
    ...base,
    writtenTags: writtenTags.toSorted(),
    state: 'pending',
    rounds,
    attempts: isRetry ? before.attempts : 0,
    lastError: isRetry ? before.lastError : null,
    retryAt: isRetry ? before.retryAt : null,
  };
}

/** What we had written stands no longer, though nobody asked for anything else. */
function isUndone(before: WriteBack, ticket: ZendeskTicket): boolean {
  if (before.state !== 'settled') return false;
  if (before.writtenPriority !== null && before.writtenPriority === before.wantedPriority) {
    if (ticket.priority !== before.writtenPriority) return true;
  }
  return before.writtenTags.some((tag) => before.wantedTags.includes(tag) && !ticket.tags.includes(tag));
}

function causesOf(notes: readonly WantedNote[]): readonly string[] {
  return notes.map(({ cause }) => cause).toSorted();
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
