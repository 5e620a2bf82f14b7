/** Up to which update of a ticket events have told everything, so that the export need not tell it again. */
import type { EpochMs } from '#core/facts/facts.ts';
import { isLagging, saysNothingNew } from './hints.ts';
import type { Seeing } from './hints.ts';
import type { Claim } from './ports/store.ts';
import type { Hint } from './ports/tickets.ts';

/** Zendesk's clock may run ahead of the database's by this much, as a webhook's may, and what it says still counts as now. */
export const AHEAD_MS = 300_000;
/** A reading that lags behind is made again so often, within seven seconds; after that it is taken as it is. */
const LAGS = 3;
/** A new ticket is known everywhere by then. */
const EARLY_MS = 300_000;

/**
 * Whether Zendesk answered with an older state than an event or the last reading showed: what is decided by that would be
 * undone, or would undo what somebody has just done.
 */
export function lagsBehind({ hints, row, failures, now }: Claim, seeing: Seeing): boolean {
  if (failures >= LAGS) return false;
  const before = row.history?.audits ?? [];
  const read = new Set(seeing.audits.map(({ id }) => id));
  const known = [before.at(-1)?.id, row.writeBack.overwroteIn];
  if (known.some((id) => id !== undefined && !read.has(id))) return true;
  if (read.size === before.length && showsEarlier(row, seeing)) return true;
  // What a first reading leads to is refused for its stamp, should it be late.
  if (row.seen === null) return false;
  return hints.some(({ hint }) => (hint.updatedAt ?? 0) <= now + AHEAD_MS && isLagging(hint, seeing, before));
}

/** Whether an event tells of a ticket that was never read and that Zendesk may not show yet: its copy lags behind. */
export function comesEarly({ hints, row, failures, now }: Claim): boolean {
  if (row.seen !== null || failures >= LAGS) return false;
  return hints.some(({ hint }) => hint.status !== 'deleted' && (hint.updatedAt ?? now) > now - EARLY_MS);
}

/** The ticket is older than our own write showed it. After a conflict it was not as we thought. */
function showsEarlier({ seen, writeBack }: Claim['row'], { ticket }: Seeing): boolean {
  return seen !== null && seen.fresh && writeBack.attempts === 0 && ticket.updatedAt < seen.ticket.updatedAt;
}

/**
 * What the export need not tell again; `seeing`: null where nothing was read. A reading may be older than the event that it
 * was made for; what it does not show was not heard.
 */
export function heardOf(claim: Claim, seeing: Seeing | null): EpochMs | null {
  return newestOf(claim, (hint) => seeing === null || saysNothingNew(hint, seeing));
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
