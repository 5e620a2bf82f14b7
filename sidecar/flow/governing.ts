/** Governing: which version of which policy judges a ticket. */
import type { ContractRevision } from '#core/facts/contract.ts';
import type { ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { PolicyRegistry } from './ports/policies.ts';
import type { Claim } from './ports/store.ts';
import type { TicketRow } from './ports/tickets.ts';

/**
 * A ticket keeps the version under which it was opened, until its contract names another policy or a newer version moves
 * open tickets. Null: no policy is published, or the one that judged it is not known here, and nobody goes back to an
 * earlier version for that. A process that heard late of a publication may have kept too old a version: the next look
 * mends it.
 */
export function policyFor(
  claim: Claim,
  registry: PolicyRegistry,
  ticket: ZendeskTicket,
  revisions: readonly ContractRevision[],
): Policy | null {
  const named = revisions.at(-1)?.terms.policyId ?? null;
  const row = claim.row.policy;
  const before = row !== null && (named === null || named === row.id) ? row : null;
  const kept = before === null ? null : registry.get(before.id, before.version);
  const found = registry.forTicket(named ?? before?.id ?? null, ticket.createdAt);
  if (before !== null && (found === null || found.version <= before.version)) return kept;
  return found ?? registry.forTicket(null, ticket.createdAt);
}

/** What an operator reads of a ticket that has to wait for this. */
export function unknownHere({ id, version }: NonNullable<TicketRow['policy']>): string {
  return `Policy ${id} version ${String(version)}, which judged the ticket, is not known to this sidecar: it has not heard of it yet, or is of an older or newer version that cannot read it. See its log.`;
}
