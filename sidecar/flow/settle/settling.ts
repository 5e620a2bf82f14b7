/** A write-back that is to be sent now, as the look left it; which of them share a job. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import type { Claim, LookResult } from '../ports/store.ts';
import type { WriteBack } from '../ports/tickets.ts';
import { differenceOf } from '../write-back.ts';

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
const MANY_FROM = 5;
const MANY_MOST = 100;
const JOBS = 2;

/** Null: nothing is to be written now. */
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
