/** Up to which update of a ticket events have told everything, so that the export need not tell it again. */
import type { FieldsByNumber } from '#core/facts/field-values.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Account } from './account.ts';
import { saysNothingNew } from './hints.ts';
import type { Claim } from './ports/store.ts';
import type { Hint } from './ports/tickets.ts';
import type { TicketKnowledge } from './reading.ts';

/** Zendesk's clock may run ahead of the database's by this much, as a webhook's may, and what it says still counts as now. */
export const AHEAD_MS = 300_000;
const NO_FIELDS: FieldsByNumber = new Map();

/**
 * What the export need not tell again. A reading may be older than the event that it was made for; what it does not show
 * was not heard.
 */
export async function heardOf(
  claim: Claim,
  account: Account,
  known: TicketKnowledge & { readonly policy: Policy | null; readonly botUserId: string },
  read: boolean,
): Promise<EpochMs | null> {
  if (!read) return newestOf(claim, () => true);
  const fields = known.policy === null ? null : await account.fieldsOf(known.policy);
  const seeing = { ...known, fields: fields?.ok === true ? fields.value : NO_FIELDS };
  return newestOf(claim, (hint) => saysNothingNew(hint, seeing));
}

/** A webhook that names an instant to come, e.g. local time as UTC, says nothing of it. */
function newestOf({ hints, row, now }: Claim, counts: (hint: Hint) => boolean): EpochMs | null {
  let newest = row.heardAt;
  for (const { hint } of hints) {
    if (hint.updatedAt === null || hint.updatedAt > now + AHEAD_MS || !counts(hint)) continue;
    if (newest === null || hint.updatedAt > newest) newest = hint.updatedAt;
  }
  return newest;
}
