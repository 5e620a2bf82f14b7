// The account's own people, and the customers' organizations and users.
import type { Organization, User } from '../records.ts';
import type { SandboxState } from '../state.ts';
import { addressOf, CUSTOMERS, nameOf } from './customers.ts';

const STAFF = [
  { key: 'integration', name: 'Tierline integration', role: 'admin', roleType: 4 },
  { key: 'lead', name: 'Support lead', role: 'admin', roleType: 4 },
  { key: 'agent', name: 'Support agent', role: 'agent', roleType: null },
  { key: 'second', name: 'Second support agent', role: 'agent', roleType: null },
  { key: 'light', name: 'Light agent', role: 'agent', roleType: 1 },
] as const;

/** Adds brand, group, staff and all customers. */
export function addPeople(state: SandboxState, at: number): void {
  state.brands.push({ id: state.nextId(), name: 'Support', subdomain: state.account.subdomain });
  const groupId = state.nextId();
  state.groups.set(groupId, { id: groupId, name: 'Support', createdAt: at });
  for (const { key, name, role, roleType } of STAFF) {
    const user = addUser(state, at, {
      name,
      email: `${key}@vendor.example.com`,
      role,
      roleType,
      organizationId: null,
      externalId: `staff-${key}`,
    });
    state.groupMembers.push({ id: state.nextId(), userId: user.id, groupId, default: true });
  }
  for (const customer of CUSTOMERS) {
    const organization: Organization = {
      id: state.nextId(),
      name: customer.name,
      externalId: customer.key,
      details: null,
      notes: null,
      domainNames: [`${customer.key}.example.com`],
      tags: [],
      organizationFields: {},
      createdAt: at,
      updatedAt: at,
    };
    state.organizations.set(organization.id, organization);
    for (const person of customer.people) {
      const email = addressOf(customer, person);
      const user = addUser(state, at, {
        name: nameOf(customer, person),
        email,
        role: 'end-user',
        roleType: null,
        organizationId: organization.id,
        externalId: null,
      });
      const id = state.nextId();
      state.memberships.set(id, { id, userId: user.id, organizationId: organization.id, default: true, createdAt: at });
    }
  }
}

/** A member of staff by key (`agent`, `lead` …). */
export function staff(state: SandboxState, key: (typeof STAFF)[number]['key']): User {
  return mustFind(state, (user) => user.externalId === `staff-${key}`, key);
}

/** A customer's person, by the keys of `customers.ts`. */
export function customerPerson(state: SandboxState, customer: string, person: string): User {
  return mustFind(state, (user) => user.email === `${person}@${customer}.example.com`, `${customer} ${person}`);
}

function mustFind(state: SandboxState, test: (user: User) => boolean, what: string): User {
  const found = [...state.users.values()].find(test);
  if (!found) throw new Error(`the world has no ${what}`);
  return found;
}

type NewUser = Pick<User, 'name' | 'email' | 'role' | 'roleType' | 'organizationId' | 'externalId'>;

function addUser(state: SandboxState, at: number, given: NewUser): User {
  const user: User = {
    ...given,
    id: state.nextId(),
    tags: [],
    userFields: {},
    timeZone: 'London',
    ianaTimeZone: 'Europe/London',
    locale: 'en-US',
    suspended: false,
    active: true,
    createdAt: at,
    updatedAt: at,
  };
  state.users.set(user.id, user);
  return user;
}
