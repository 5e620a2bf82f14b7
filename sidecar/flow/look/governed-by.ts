/** Which policy governs what is known of a ticket, by the contracts of every organization that it belonged to. */
import type { ContractRevision } from '#core/facts/contract.ts';
import type { Policy } from '#core/policy/policy.ts';
import { policyFor } from '../governing.ts';
import type { Claim } from '../ports/store.ts';
import type { TicketKnowledge } from '../reading.ts';
import type { LookPorts } from './ports.ts';

export interface GovernedBy {
  /** Null: no policy is published, or the one that judged the ticket is not known here. */
  readonly policy: Policy | null;
  /** By organization. */
  readonly contracts: ReadonlyMap<string, readonly ContractRevision[]>;
}

/** The policy that holds for the ticket as `known`, and the contracts that say so. */
export async function governedBy(claim: Claim, ports: LookPorts, known: TicketKnowledge): Promise<GovernedBy> {
  const contracts = await contractsFor(claim, ports, known);
  const { ticket } = known;
  const policy = policyFor(claim, ports.registry, ticket, contracts.get(ticket.organizationId ?? '') ?? []);
  return { policy, contracts };
}

/** Organizations that the ticket belongs or belonged to. */
export function organizationsOf({ ticket, audits }: TicketKnowledge): ReadonlySet<string> {
  const ids = new Set<string>();
  if (ticket.organizationId !== null) ids.add(ticket.organizationId);
  for (const audit of audits) {
    for (const event of audit.events) {
      if (event.kind === 'comment' || event.field !== 'organization_id') continue;
      for (const value of [event.value, event.previous]) if (value !== null && value !== '') ids.add(String(value));
    }
  }
  return ids;
}

async function contractsFor(claim: Claim, ports: LookPorts, known: TicketKnowledge): Promise<GovernedBy['contracts']> {
  const contracts = new Map<string, readonly ContractRevision[]>();
  const loaded = claim.row.seen?.ticket.organizationId;
  for (const id of organizationsOf(known)) {
    contracts.set(id, id === loaded && claim.contractsLoaded ? claim.contracts : await ports.contracts.revisions(id));
  }
  return contracts;
}
