// What stands round a ticket at an instant: contract, requester, organization. From contracts and people to facts.
import type { ContractRevision, ContractTerms } from './contract.ts';
import type { ContactFacts, ContractFacts, EpochMs, OrganizationFacts, RequesterFacts } from './facts.ts';
import type { ZendeskOrganization, ZendeskUser } from './zendesk-ticket.ts';

/** Roles of contacts on the customer's side who may ask for support. */
export const APPROVED_ROLES: ReadonlySet<string> = new Set(['approved', 'named', 'technical', 'approved_technical']);

export interface Surroundings {
  readonly contract: ContractFacts | null;
  readonly requester: RequesterFacts;
  readonly organization: OrganizationFacts;
}

export interface Known {
  /** Organization → revisions, oldest first. */
  readonly contracts: ReadonlyMap<string, readonly ContractRevision[]>;
  readonly organizations: ReadonlyMap<string, ZendeskOrganization>;
  readonly users: ReadonlyMap<string, ZendeskUser>;
}

/**
 * As it stood at `at`. The first revision of a contract counts from ever: when it was typed in says nothing about since
 * when it holds (its dates do); every later one counts from its change.
 */
export function surroundingsAt(
  known: Known,
  organizationId: string | null,
  requesterId: string | null,
  at: EpochMs,
): Surroundings {
  const revisions = organizationId === null ? [] : (known.contracts.get(organizationId) ?? []);
  const terms = (revisions.findLast(({ changedAt }) => changedAt <= at) ?? revisions[0])?.terms ?? null;
  const organization = organizationId === null ? undefined : known.organizations.get(organizationId);
  const requester = requesterId === null ? undefined : known.users.get(requesterId);
  return {
    contract: terms === null ? null : contractFacts(terms),
    requester: requesterFacts(requesterId, requester, terms),
    organization: {
      id: organizationId,
      name: organization?.name ?? null,
      users: terms?.users ?? null,
      timeZone: terms?.timeZone ?? null,
      holidays: terms?.holidays ?? [],
      extra: organization?.fields ?? {},
    },
  };
}

/** When a revision changes what stands round the ticket: all but an organization's first. */
export function changesOf(known: Known, organizationId: string | null): readonly EpochMs[] {
  const revisions = organizationId === null ? [] : (known.contracts.get(organizationId) ?? []);
  return revisions.slice(1).map(({ changedAt }) => changedAt);
}

export function contractFacts(terms: ContractTerms): ContractFacts {
  return {
    tier: terms.tier,
    status: terms.status,
    startsOn: terms.startsOn,
    endsOn: terms.endsOn,
    partner: terms.partner,
    region: terms.region,
    entitlements: terms.entitlements,
    contacts: terms.contacts,
    extra: terms.extra,
  };
}

/** A contact is known by the id of the Zendesk user, else by the address, whatever its capitals. */
function requesterFacts(
  requesterId: string | null,
  user: ZendeskUser | undefined,
  terms: ContractTerms | null,
): RequesterFacts {
  const email = user?.email?.toLowerCase() ?? null;
  const isThis = (contact: ContactFacts): boolean =>
    contact.userId != null
      ? contact.userId === requesterId
      : contact.email != null && email !== null && contact.email.toLowerCase() === email;
  const matches = requesterId === null ? [] : (terms?.contacts ?? []).filter(isThis);
  const contact = matches.find(({ role }) => APPROVED_ROLES.has(role)) ?? matches[0];
  return {
    approved: matches.some(({ role }) => APPROVED_ROLES.has(role)),
    role: contact?.role ?? null,
    certifiedOn: matches.find(({ certifiedOn }) => certifiedOn != null)?.certifiedOn ?? null,
  };
}
