/**
 * Settle: sends wanted minus seen as one safe update, or as one job for many tickets that differ in the same way. Losing an
 * answer, a conflict, a limit or a crash all end alike: read, compare, send the rest.
 */
import { isNothing, tagsAfter } from '#core/plan/difference.ts';
import type { Difference } from '#core/plan/difference.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import { tagsOf } from '#core/facts/updates.ts';
import type { Audit, ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import { pauseAfter } from './backoff.ts';
import type { DeliveryFailure } from './ports/failures.ts';
import type { Budget } from './ports/others.ts';
import type { Claim, LookResult, SettleResult } from './ports/store.ts';
import type { WriteBack } from './ports/tickets.ts';
import type { ManyWritten, TicketWrite, Written, Zendesk } from './ports/zendesk.ts';
import { differenceOf } from './write-back.ts';

export interface SettlePorts {
  readonly zendesk: Zendesk;
  readonly budget: Budget;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
}

/** A look whose ticket must be written. */
export interface Settling {
  readonly claim: Claim;
  readonly ticket: ZendeskTicket;
  /** As the ticket was seen. */
  readonly within: boolean;
  readonly writeBack: WriteBack;
  readonly firedCauses: readonly string[];
  readonly now: EpochMs;
}

/** From how many tickets with the same difference on one job is cheaper than single writes. */
export const MANY_FROM = 5;
const MANY_MOST = 100;

const ATTEMPTS = 8;
const CONFLICTS = 5;
const JOBS = 2;
/** So many of a group are written by themselves where its job was not let in; the budget of single updates may stop them earlier. */
const BESIDE_JOBS = 40;
const ENDINGS = 3;
/** What we never write ourselves and judge by, beside fields with a number. */
const JUDGED: ReadonlySet<string> = new Set(['status', 'type', 'organization_id', 'requester_id']);
const CONFLICT_FIRST_MS = 250;
const CONFLICT_PAUSE_MS = 10_000;
const PARKED_MS = 15 * 60_000;
const FORBIDDEN_MS = 60 * 60_000;
const LIMIT_MS = 60_000;

export function settlingOf(result: LookResult): Settling | null {
  const seen = result.seen ?? result.claim.row.seen;
  if (!result.keep || seen === null) return null;
  const { claim, writeBack, firedCauses } = result;
  return { claim, ticket: seen.ticket, within: seen.within === true, writeBack, firedCauses, now: claim.now };
}

/** Groups of at most 100 tickets that differ in the same way, and the tickets that are written alone: also those that jobs left out. */
export function grouped(settlings: readonly Settling[]): {
  readonly alone: readonly Settling[];
  readonly groups: readonly (readonly Settling[])[];
} {
  const alone: Settling[] = [];
  const groups: Settling[][] = [];
  const equal = Map.groupBy(settlings, (settling) =>
    settling.writeBack.notes.length > 0 || isLeftOut(settling)
      ? ''
      : JSON.stringify(differenceOf(settling.writeBack, settling.ticket)),
  );
  for (const [key, members] of equal) {
    if (key === '' || members.length < MANY_FROM) alone.push(...members);
    else
      for (let from = 0; from < members.length; from += MANY_MOST) groups.push(members.slice(from, from + MANY_MOST));
  }
  return { alone, groups };
}

/** A job tells less than an update of its own: what it refused more than once is written alone. */
function isLeftOut({ writeBack }: Settling): boolean {
  return writeBack.attempts >= JOBS && writeBack.lastError?.startsWith('conflict:') === true;
}

/** Writes one ticket. */
export async function settle(settling: Settling, ports: SettlePorts): Promise<SettleResult> {
  const open = differenceOf(settling.writeBack, settling.ticket);
  const answer = await ports.zendesk.updateTicket(writeOf(settling, open));
  if (!answer.ok && open.priority !== null && isOfPriority(answer.failure)) {
    const rest = await withoutPriority(settling, open, answer.failure, ports);
    if (rest !== null) return rest;
  }
  if (!answer.ok) return failed(settling, answer.failure, ports);
  return afterWrite(settling, open, answer.value);
}

/** Whether Zendesk says that it is the priority that it refuses. */
function isOfPriority({ kind, message }: DeliveryFailure): boolean {
  return kind === 'invalid' && /\bpriority\b/i.test(message);
}

/** An account may not know the priority: what else is wanted is written all the same. Null: nothing is, or that was refused too. */
async function withoutPriority(
  settling: Settling,
  open: Difference,
  { kind, message }: DeliveryFailure,
  { zendesk }: SettlePorts,
): Promise<SettleResult | null> {
  const rest = { ...open, priority: null };
  if (isNothing(rest) && settling.writeBack.notes.length === 0) return null;
  const answer = await zendesk.updateTicket(writeOf(settling, rest));
  if (!answer.ok) return null;
  const result = afterWrite(settling, rest, answer.value);
  return { ...result, writeBack: { ...result.writeBack, state: 'failed', lastError: `${kind}: ${message}` } };
}

function afterWrite(settling: Settling, open: Difference, { ticket: after, audit }: Written): SettleResult {
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

/** A priority that Zendesk takes but does not set, e.g. as its field is switched off; what a trigger then sets is another hand's. */
function withIgnored(done: WriteBack, open: Difference, after: ZendeskTicket, audit: Audit | null): WriteBack {
  const isSet = open.priority === null || after.priority === open.priority;
  if (isSet || audit?.events.some((event) => event.kind === 'change' && event.field === 'priority') === true)
    return done;
  const lastError = `invalid: Zendesk took the update, but the priority is still ${after.priority ?? 'none'}`;
  return { ...done, state: 'failed', lastError };
}

/** Writes many tickets alike, as one job. */
export async function settleMany(settlings: readonly Settling[], ports: SettlePorts): Promise<readonly SettleResult[]> {
  const [first] = settlings;
  if (first === undefined) return [];
  const open = differenceOf(first.writeBack, first.ticket);
  const answer = await ports.zendesk.updateMany({
    ticketIds: settlings.map(({ claim }) => claim.ticketId),
    ...(open.priority === null ? {} : { priority: open.priority }),
    addTags: open.addTags,
    removeTags: open.removeTags,
  });
  if (answer.ok) return Promise.all(settlings.map((settling) => afterJob(settling, answer.value, ports)));
  const { failure } = answer;
  // The account's slots for jobs may be taken for hours, by others too: some go on within the limit of single updates.
  const few = failure.kind === 'rate_limited' ? settlings.slice(0, BESIDE_JOBS) : [];
  return Promise.all([
    ...few.map((settling) => settle(settling, ports)),
    ...settlings.slice(few.length).map((settling) => failed(settling, failure, ports)),
  ]);
}

async function afterJob(settling: Settling, job: ManyWritten, ports: SettlePorts): Promise<SettleResult> {
  const { claim, ticket, writeBack, firedCauses } = settling;
  if (job.done.includes(claim.ticketId)) {
    const open = differenceOf(writeBack, ticket);
    // The job does not tell the new stamp: the ticket is read before it is written again.
    const after = { ...ticket, tags: tagsAfter(ticket.tags, open), priority: open.priority ?? ticket.priority };
    return {
      claim,
      seen: { ticket: after, fresh: false, jobAt: settling.now },
      writeBack: written(writeBack, open),
      firedCauses,
      mustRead: false,
      ended: false,
      lookAgain: false,
    };
  }
  const message = job.failed.find(({ ticketId }) => ticketId === claim.ticketId)?.message ?? 'the job left it out';
  return failed(settling, { kind: 'conflict', message }, ports);
}

function writeOf({ claim, ticket, writeBack }: Settling, open: Difference): TicketWrite {
  const { notes } = writeBack;
  return {
    ticketId: claim.ticketId,
    updatedStamp: ticket.updatedStamp,
    ...(open.priority === null ? {} : { priority: open.priority }),
    ...(open.addTags.length + open.removeTags.length === 0 ? {} : { tags: tagsAfter(ticket.tags, open) }),
    ...(notes.length === 0
      ? {}
      : {
          note: {
            body: notes.map(({ text }) => text).join('\n\n'),
            causes: notes.map(({ cause }) => cause),
          },
        }),
  };
}

function written(writeBack: WriteBack, open: Difference): WriteBack {
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

/** What a failure means for the next try. */
async function failed(settling: Settling, failure: DeliveryFailure, ports: SettlePorts): Promise<SettleResult> {
  const { claim, writeBack, firedCauses, now } = settling;
  const lastError = `${failure.kind}: ${failure.message}`;
  const attempts = writeBack.attempts + 1;
  const base = { claim, seen: null, firedCauses, mustRead: true, ended: false, lookAgain: false };
  const pending = (retryAt: EpochMs | null, tries = attempts): WriteBack => ({
    ...writeBack,
    state: 'pending',
    attempts: tries,
    lastError,
    retryAt,
  });
  const parked = (retryAt: EpochMs | null): WriteBack => ({ ...pending(retryAt), state: 'failed' });

  switch (failure.kind) {
    case 'conflict': {
      // At once the first time; then what was read may be a copy that lags behind what refuses us.
      const pause = attempts >= CONFLICTS ? CONFLICT_PAUSE_MS : CONFLICT_FIRST_MS * 2 ** (attempts - 2);
      const retryAt = attempts === 1 ? null : now + pause;
      return { ...base, writeBack: pending(retryAt), lookAgain: retryAt === null };
    }
    case 'rate_limited': {
      const retryAt = Math.min(Math.max(failure.retryAt, now + 250), now + LIMIT_MS);
      return { ...base, mustRead: mayRepeat(writeBack, failure), writeBack: pending(retryAt, writeBack.attempts) };
    }
    case 'unauthorized':
      // Nobody sends with a dead credential: the adapter blocks the budget, and one probe a minute goes out.
      return {
        ...base,
        mustRead: mayRepeat(writeBack, failure),
        writeBack: pending(now + LIMIT_MS, writeBack.attempts),
      };
    case 'forbidden':
      return { ...base, writeBack: parked(now + FORBIDDEN_MS) };
    case 'gone':
    case 'closed':
      // The ticket itself says since when it is over; one that cannot be written although it seems open ends all the same.
      if (attempts < ENDINGS) return { ...base, writeBack: pending(null), lookAgain: true };
      return {
        ...base,
        ended: true,
        writeBack: { ...writeBack, state: 'settled', notes: [], retryAt: null, lastError },
      };
    case 'invalid':
      return { ...base, writeBack: parked(null) };
    case 'unavailable':
    case 'timeout':
      if (attempts >= ATTEMPTS) return { ...base, writeBack: { ...parked(now + PARKED_MS), attempts: 0 } };
      return { ...base, writeBack: pending(now + pauseAfter(attempts, ports.random())) };
  }
}

/** A note that may have been written is looked for before it is written again; tags and priority may be set twice. */
function mayRepeat({ notes }: WriteBack, { unsent }: { readonly unsent?: true }): boolean {
  return notes.length > 0 && unsent !== true;
}
