// One person taken out of what is kept: contacts lose name and address, names in old records become a pseudonym.
import type { ContractTerms } from './contract.ts';
import type { ContactFacts } from './facts.ts';

/** Who is to be forgotten. Blank and null count as not known. */
export interface Person {
  /** Zendesk's number of the user. */
  readonly userId: string;
  readonly name: string | null;
  /** Lower case. */
  readonly email: string | null;
}

/** Whether a contact of a contract is the person. */
export function isPerson(contact: Pick<ContactFacts, 'userId' | 'email'>, { userId, email }: Person): boolean {
  return contact.userId === userId || (email !== null && contact.email?.toLowerCase() === email);
}

/** The terms without the person: the role stays, so that what was owed is still explained. Null: they do not name the person. */
export function termsWithout(terms: ContractTerms, person: Person): ContractTerms | null {
  const contacts = terms.contacts.map((contact) => {
    const agreedBy = (contact.agreedBy ?? []).filter((one) => !names(one, person));
    if (isPerson(contact, person))
      return { ...contact, name: null, email: null, phone: null, userId: null, agreedBy: [] };
    return agreedBy.length === (contact.agreedBy ?? []).length ? contact : { ...contact, agreedBy };
  });
  const isSame = contacts.every((contact, index) => contact === terms.contacts[index]);
  return isSame ? null : { ...terms, contacts };
}

/** A text of a record with the person's number, address and full name replaced. */
export function textWithout(text: string, person: Person, pseudonym: string): string {
  let result = text.replace(new RegExp(`(?<!\\d)${person.userId}(?!\\d)`, 'g'), pseudonym);
  for (const word of [person.email, fullName(person)]) {
    if (word !== null) result = result.replace(new RegExp(escaped(word), 'gi'), pseudonym);
  }
  return result;
}

/** Whether a text names the person. */
export function names(text: string, person: Person): boolean {
  return textWithout(text, person, '') !== text;
}

/** A single short word may be anything; such a name alone is left. */
function fullName({ name }: Person): string | null {
  const plain = name?.trim() ?? '';
  return /\s/.test(plain) ? plain : null;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
