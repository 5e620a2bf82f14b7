// The account's records in memory, their numbering, and word of every change.
import { EventEmitter } from 'node:events';
import { makeHex, makeUlid, seededRandom, type Random } from './random.ts';
import type * as R from './records.ts';

export interface Announcements {
  ticket: [{ ticketId: number; auditId: number; actorId: number; created: boolean }];
  clock: [{ now: string }];
  notify: [{ appId: number; event: string; body: unknown; agentId: number | null }];
  network: [object];
  reset: [{ now: string }];
}

export interface SandboxState {
  account: { id: number; subdomain: string; url: string };
  users: Map<number, R.User>;
  organizations: Map<number, R.Organization>;
  memberships: Map<number, R.Membership>;
  groups: Map<number, R.Group>;
  groupMembers: { id: number; userId: number; groupId: number; default: boolean }[];
  brands: { id: number; name: string; subdomain: string }[];
  ticketFields: Map<number, R.TicketField>;
  ticketForms: Map<number, R.TicketForm>;
  tickets: Map<number, R.Ticket>;
  triggers: Map<number, R.Trigger>;
  triggerCategories: { id: string; name: string; position: number }[];
  webhooks: Map<string, R.Webhook>;
  slaPolicies: Map<number, R.SlaPolicy>;
  jobs: Map<string, R.Job>;
  /** Tickets that show a state, by the state's name. */
  stories: Record<string, number>;
  /** Grows with every change of a ticket. */
  revision: number;
  announce: EventEmitter<Announcements>;
  random: Random;
  /** A number as Zendesk gives to users, fields, audits: beyond 32 bits, exact in a double. */
  nextId(): number;
  nextTicketId(): number;
  nextUlid(at: R.EpochMs): string;
  nextHex(length: number): string;
  /** Empties the account and starts its numbers again. */
  clear(): void;
}

/** An account without records. Two accounts with different `idBase` share no number. */
export function createState(options: {
  subdomain: string;
  accountId: number;
  idBase: number;
  ticketIdBase: number;
  seed: number;
}): SandboxState {
  const random = seededRandom(options.seed);
  let lastId = options.idBase;
  let lastTicketId = options.ticketIdBase;
  const state: SandboxState = {
    account: { id: options.accountId, subdomain: options.subdomain, url: '' },
    users: new Map(),
    organizations: new Map(),
    memberships: new Map(),
    groups: new Map(),
    groupMembers: [],
    brands: [],
    ticketFields: new Map(),
    ticketForms: new Map(),
    tickets: new Map(),
    triggers: new Map(),
    triggerCategories: [],
    webhooks: new Map(),
    slaPolicies: new Map(),
    jobs: new Map(),
    stories: {},
    revision: 0,
    announce: new EventEmitter<Announcements>().setMaxListeners(0),
    random,
    nextId: () => ++lastId,
    nextTicketId: () => ++lastTicketId,
    nextUlid: (at) => makeUlid(at, random),
    nextHex: (length) => makeHex(length, random),
    clear() {
      const {
        users,
        organizations,
        memberships,
        groups,
        ticketFields,
        ticketForms,
        tickets,
        triggers,
        webhooks,
        slaPolicies,
        jobs,
      } = state;
      for (const records of [
        users,
        organizations,
        memberships,
        groups,
        ticketFields,
        ticketForms,
        tickets,
        triggers,
        webhooks,
        slaPolicies,
        jobs,
      ])
        records.clear();
      for (const list of [state.groupMembers, state.brands, state.triggerCategories]) list.splice(0);
      state.stories = {};
      state.revision += 1;
      lastId = options.idBase;
      lastTicketId = options.ticketIdBase;
    },
  };
  return state;
}

/** The organization that a new ticket of this user belongs to. */
export function defaultOrganizationOf(state: SandboxState, userId: number): number | null {
  const own = [...state.memberships.values()].filter((membership) => membership.userId === userId);
  return (own.find((membership) => membership.default) ?? own[0])?.organizationId ?? null;
}

/** A ticket field by number or exact title. */
export function findTicketField(state: SandboxState, key: string | number): R.TicketField | undefined {
  return state.ticketFields.get(Number(key)) ?? [...state.ticketFields.values()].find((field) => field.title === key);
}

/** True for agents and administrators that may work. */
export function isAgent(user: R.User): boolean {
  return user.role !== 'end-user' && user.active && !user.suspended;
}
