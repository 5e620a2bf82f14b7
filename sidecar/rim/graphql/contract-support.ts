/** Contracts and contacts as the outside sees them. */
import type { ContactFacts } from '#core/facts/facts.ts';
import type { Judgement } from '#core/judge/judgement.ts';
import type { RefusedProblem } from '#flow/refused.ts';
import type { ContractView } from '#flow/support.ts';
import { toProblem } from './resolvers/results.ts';

export function toContact(contact: ContactFacts) {
  return {
    role: contact.role,
    name: contact.name ?? null,
    email: contact.email ?? null,
    phone: contact.phone ?? null,
    userId: contact.userId ?? null,
    certifiedOn: contact.certifiedOn ?? null,
    agreedBy: [...(contact.agreedBy ?? [])],
  };
}

/** The contract as it holds for a ticket. The judged terms win: `at` in the past answers as it stood then. */
export function toContract(judgement: Judgement, view: ContractView | null) {
  const { contract, tier, policy } = judgement;
  if (contract === null) return null;
  const kept = view?.revision.terms;
  return {
    __typename: 'Contract' as const,
    organizationId: kept?.organizationId ?? '',
    organization: view?.organizationName ?? null,
    policy: policy.id,
    tier,
    status: contract.status.toUpperCase(),
    startsOn: contract.startsOn ?? null,
    endsOn: contract.endsOn ?? null,
    partner: contract.partner ?? null,
    region: contract.region ?? null,
    users: kept?.users ?? null,
    entitlements: judgement.entitlements,
    contacts: (contract.contacts ?? []).map(toContact),
    timeZone: kept?.timeZone ?? null,
    holidays: kept?.holidays ?? [],
    revision: view?.revision.revision ?? 0,
    problems: [],
  };
}

/** A contract by itself, without a ticket. */
export function toKeptContract(view: ContractView & { readonly problems?: readonly RefusedProblem[] }) {
  const { terms, revision } = view.revision;
  return {
    __typename: 'Contract' as const,
    organizationId: terms.organizationId,
    organization: view.organizationName,
    policy: terms.policyId,
    tier: { id: terms.tier, title: view.tierTitle },
    status: terms.status.toUpperCase(),
    startsOn: terms.startsOn,
    endsOn: terms.endsOn,
    partner: terms.partner,
    region: terms.region,
    users: terms.users,
    entitlements: Object.entries(terms.entitlements).map(([id, quantity]) => ({
      id,
      title: view.entitlementTitles[id] ?? id,
      quantity,
      covers: null,
    })),
    contacts: terms.contacts.map(toContact),
    timeZone: terms.timeZone,
    holidays: terms.holidays,
    revision,
    problems: (view.problems ?? []).map(toProblem),
  };
}
