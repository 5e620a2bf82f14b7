/** What a write that Zendesk took leaves behind: what was written, and whether it undid what somebody else had just done. */
import type { Difference } from '#core/plan/difference.ts';
import { tagsOf } from '#core/facts/updates.ts';
import type { Audit, ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import type { SettleResult } from '../ports/store.ts';
import type { WriteBack } from '../ports/tickets.ts';
import type { Written } from '../ports/zendesk.ts';
import type { Settling } from './settling.ts';

/** What we never write ourselves and judge by, beside fields with a number. */
const JUDGED: ReadonlySet<string> = new Set(['status', 'type', 'organization_id', 'requester_id']);

/** The result of an update of one ticket's own; `open`: what it was to set. */
export function afterWrite(settling: Settling, open: Difference, { ticket: after, audit }: Written): SettleResult {
  const { ticket, writeBack } = settling;
  const undone = audit !== null && (tookOthers(audit, ticket, open) || movesFacts(audit));
  const { overwroteIn: _, ...done } = written(writeBack, open);
  // The clocks may differ, two stamps of Zendesk's do not.
  const isUnsure = settling.within || after.updatedAt === ticket.updatedAt;
  return {
    claim: settling.claim,
    seen: { ticket: after, fresh: true, ...(isUnsure ? { within: true } : {}) },
    writeBack: undone ? { ...done, overwroteIn: audit.id } : withIgnored(done, open, after, audit),
    firedCauses: [...settling.firedCauses, ...writeBack.notes.map(({ cause }) => cause)],
    mustRead: undone,
    ended: false,
    lookAgain: undone,
  };
}

/** The write-back once what was open is written. */
export function written(writeBack: WriteBack, open: Difference): WriteBack {
  const removed = new Set(open.removeTags);
  return {
    ...writeBack,
    state: 'settled',
    writtenPriority: open.priority ?? writeBack.writtenPriority,
    writtenTags: writeBack.writtenTags.filter((tag) => !removed.has(tag)),
    attempts: 0,
    lastError: null,
    retryAt: null,
    notes: [],
  };
}

/** A priority that Zendesk takes but does not set, e.g. as its field is switched off; what a trigger then sets is another hand's. */
function withIgnored(done: WriteBack, open: Difference, after: ZendeskTicket, audit: Audit | null): WriteBack {
  const isSet = open.priority === null || after.priority === open.priority;
  if (isSet || audit?.events.some((event) => event.kind === 'change' && event.field === 'priority') === true)
    return done;
  const lastError = `invalid: Zendesk took the update, but the priority is still ${after.priority ?? 'none'}`;
  return { ...done, state: 'failed', lastError };
}

/** The ticket had other tags or another priority than we had seen, and our write undid that: two writes in one second. */
function tookOthers(audit: Audit, seen: ZendeskTicket, open: Difference): boolean {
  const known = new Set([...seen.tags, ...open.removeTags]);
  const meant = new Set(open.addTags);
  return audit.events.some((event) => {
    if (event.kind !== 'change' || event.byRule) return false;
    // Nothing before may mean that the account does not tell.
    if (event.field === 'priority') return event.previous !== null && event.previous !== seen.priority;
    if (event.field !== 'tags' || !Array.isArray(event.previous)) return false;
    const before = new Set(event.previous);
    return (
      [...before].some((tag) => !known.has(tag)) ||
      tagsOf(event.value).some((tag) => !before.has(tag) && !meant.has(tag))
    );
  });
}

/**
 * A trigger of Zendesk's, or a drop-down that goes with its tag, changed in our own update what is judged: no event need tell
 * of it, and the export shows nothing else than the answer did.
 */
function movesFacts(audit: Audit): boolean {
  return audit.events.some(
    (event) => event.kind === 'change' && (JUDGED.has(event.field) || /^\d+$/.test(event.field)),
  );
}
