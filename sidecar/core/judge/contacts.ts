// Whom to reach: the policy's contacts, and those of the contract that stand for them.
import type { ContactFacts } from '#core/facts/facts.ts';
import type { Contact } from '#core/policy/policy.ts';
import type { ContactCard } from './judgement.ts';
import { oncePer } from './once.ts';
import { ownerOf, type State } from './state.ts';

/** The cards of a policy contact: the contract's contacts of its roles where it has any, else the policy's own. */
export function cardsOf(state: State, id: string): readonly ContactCard[] {
  const contact = state.policy.contacts.get(id);
  let cards: ContactCard[] | null = null;
  for (const named of state.contract?.contacts ?? NOBODY) {
    if (standsFor(named, id, contact)) (cards ??= []).push(contractCard(named, state));
  }
  return cards ?? (contact === undefined ? NO_CARDS : policyCards(contact));
}

const NOBODY: readonly ContactFacts[] = [];
const NO_CARDS: readonly ContactCard[] = [];

/** The policy's own card of a contact, unless it is for the contract to name one. */
const policyCards = oncePer(({ id, title, name, email, phone, roles }: Contact): readonly ContactCard[] =>
  roles.length > 0 ? NO_CARDS : [{ role: id, title, name, email, phone }],
);

function standsFor({ role }: ContactFacts, id: string, contact: Contact | undefined): boolean {
  return contact === undefined || contact.roles.length === 0 ? role === id : contact.roles.includes(role);
}

export function cardsOfAll(state: State, ids: readonly string[]): readonly ContactCard[] {
  const first = ids[0];
  if (first === undefined) return NO_CARDS;
  return ids.length === 1 ? cardsOf(state, first) : ids.flatMap((id) => cardsOf(state, id));
}

export function contractCard(contact: ContactFacts, state: State): ContactCard {
  const title = state.policy.contacts.get(contact.role)?.title ?? roleTitle(contact.role);
  return {
    role: contact.role,
    title,
    name: contact.name ?? null,
    email: contact.email ?? null,
    phone: contact.phone ?? null,
  };
}

function roleTitle(role: string): string {
  const words = role.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Contacts of whoever owns the level: the partner's or the customer's own, else the policy's (STA-05). */
export function ownersCards(state: State, index: number): readonly ContactCard[] {
  const owner = ownerOf(state, index);
  if (owner === 'vendor') return cardsOfAll(state, state.policy.levels[index]?.contacts ?? []);
  const own = (state.contract?.contacts ?? NOBODY).filter((c) => c.role === owner);
  if (own.length > 0) return own.map((c) => contractCard(c, state));
  const partner = state.contract?.partner ?? null;
  const name = owner === 'partner' ? partner : (state.organization.name ?? null);
  return name === null ? NO_CARDS : [{ role: owner, title: roleTitle(owner), name, email: null, phone: null }];
}
