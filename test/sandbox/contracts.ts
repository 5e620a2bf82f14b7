// The contracts of the sample world, in the shape of GraphQL's ContractInput, for the sidecar to store.
import type { EpochMs } from './records.ts';
import type { SandboxState } from './state.ts';
import { addressOf, CUSTOMERS, nameOf, type Customer } from './world/customers.ts';

export interface ContactSeed {
  role: string;
  name: string;
  email: string;
  userId?: string;
  certifiedOn?: string;
}

export interface ContractSeed {
  organizationId: string;
  policy: string;
  tier: string;
  status: 'ACTIVE' | 'UNPAID' | 'ENDED';
  startsOn: string;
  endsOn?: string;
  partner?: string;
  region?: string;
  users?: number;
  entitlements?: { id: string; quantity?: number }[];
  contacts: ContactSeed[];
}

const DAY_MS = 86_400_000;

/** The contracts of a built world: its organizations' and users' numbers are in them. */
export function contractsOf(state: SandboxState): ContractSeed[] {
  return CUSTOMERS.flatMap((customer) => {
    const organization = [...state.organizations.values()].find((one) => one.externalId === customer.key);
    const contract = customer.contract;
    if (!organization || !contract) return [];
    return [
      {
        organizationId: String(organization.id),
        policy: contract.policy,
        tier: contract.tier,
        status: contract.status ?? 'ACTIVE',
        startsOn: contract.startsOn ?? '2020-01-01',
        ...(contract.endsOn === undefined ? {} : { endsOn: contract.endsOn }),
        ...(contract.partner === undefined ? {} : { partner: contract.partner }),
        ...(contract.region === undefined ? {} : { region: contract.region }),
        ...(contract.users === undefined ? {} : { users: contract.users }),
        ...(contract.entitlements === undefined ? {} : { entitlements: [...contract.entitlements] }),
        contacts: contactsOf(state, customer, organization.createdAt),
      },
    ];
  });
}

function contactsOf(state: SandboxState, customer: Customer, made: EpochMs): ContactSeed[] {
  const people = customer.people.flatMap((person) => {
    const email = addressOf(customer, person);
    const user = [...state.users.values()].find((one) => one.email === email);
    const roles = [...(person.approved ? ['approved'] : []), ...(person.roles ?? [])];
    return roles.map((role) => ({
      role,
      name: nameOf(customer, person),
      email,
      ...(user ? { userId: String(user.id) } : {}),
      ...(person.certifiedAfter === undefined ? {} : { certifiedOn: dayAfter(made, person.certifiedAfter) }),
    }));
  });
  return [...people, ...(customer.contract?.contacts ?? [])];
}

function dayAfter(made: EpochMs, days: number): string {
  return new Date(made + days * DAY_MS).toISOString().slice(0, 10);
}
