// One person taken out of what is kept: contacts lose name and address, names in old records become a pseudonym.
import type { ContractTerms } from './contract.ts';
import type { ContactFacts } from './facts.ts';
import { actorIn, fromJson, isOf, type Person } from './known-as.ts';

/** Takes one person out of texts and records. */
export interface Forgetting {
  /** A text with number, addresses and full names replaced, each only where it stands as a whole. */
  text(text: string): string;
  /** The same of a record: of JSON each value by itself, with all that an object about the person says; else as a text. */
  record(record: string): string;
  /** Who acted: where the number is the person's, the whole goes, however short the name is. */
  actor(actor: string): string;
  /** The terms without the person: the role stays, so that what was owed is still explained. Null: they do not name the person. */
  terms(terms: ContractTerms): ContractTerms | null;
}

/** `pseudonym`: what stands in the person's place. */
export function forgetting(person: Person, pseudonym: string): Forgetting {
  const words = wordsOf(person);
  const text = (plain: string): string => plain.replace(words, pseudonym);

  function value(json: unknown): unknown {
    if (typeof json === 'string') return text(json);
    if (typeof json === 'number') return String(json) === person.userId ? pseudonym : json;
    if (Array.isArray(json)) return json.map(value);
    if (json === null || typeof json !== 'object') return json;
    const isPerson = isOf(json, person);
    return Object.fromEntries(
      Object.entries(json).map(([key, inner]: [string, unknown]) => {
        if (OTHER_NUMBERS.test(key) && (typeof inner === 'string' || typeof inner === 'number')) return [key, inner];
        return [key, isPerson && PERSONAL.has(key) && typeof inner === 'string' ? pseudonym : value(inner)];
      }),
    );
  }
  return {
    text,
    record(record) {
      const json = fromJson(record);
      if (json === undefined) return text(record);
      const after = JSON.stringify(value(json));
      return after === JSON.stringify(json) ? record : after;
    },
    actor(actor) {
      const { userId, isClaimed } = actorIn(actor);
      if (userId === null) return text(actor);
      if (userId !== person.userId) return actor;
      return isClaimed ? `${pseudonym} (as claimed)` : pseudonym;
    },
    terms(terms) {
      const contacts = terms.contacts.map((contact) => contactWithout(contact, person, text));
      const isSame = contacts.every((contact, index) => contact === terms.contacts[index]);
      return isSame ? null : { ...terms, contacts };
    },
  };
}

/** Numbers of something else than a person, which may be the same. */
const OTHER_NUMBERS = /^(?:ticket|organization)_?id$/i;
/** What an object about the person says of it. */
const PERSONAL = new Set(['name', 'email', 'phone']);

function contactWithout(contact: ContactFacts, person: Person, text: (words: string) => string): ContactFacts {
  if (isOf(contact, person)) return { ...contact, name: null, email: null, phone: null, userId: null, agreedBy: [] };
  const agreedBy = (contact.agreedBy ?? []).filter((one) => text(one) === one);
  return agreedBy.length === (contact.agreedBy ?? []).length ? contact : { ...contact, agreedBy };
}

// A letter before or after makes it a part of another word; what JSON writes for the end of a line is none.
const BEFORE_NAME = String.raw`(?:(?<![\p{L}\p{M}\p{N}])|(?<=\\[bfnrt]))`;
const AFTER_NAME = String.raw`(?![\p{L}\p{M}\p{N}])`;
const BEFORE_ADDRESS = String.raw`(?:(?<![\p{L}\p{N}_%+-]|[\p{L}\p{N}]\.)|(?<=\\[bfnrt]))`;
const AFTER_ADDRESS = String.raw`(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`;
/** Scripts that put no space between words: there letters stand round every name. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;

function wordsOf({ userId, emails, names }: Person): RegExp {
  const byLength = (words: readonly string[]): readonly string[] =>
    words.toSorted((one, other) => other.length - one.length);
  return new RegExp(
    [
      String.raw`(?<!\d|ticket )${userId}(?!\d)`,
      ...byLength(emails).map((email) => BEFORE_ADDRESS + escaped(email) + AFTER_ADDRESS),
      ...byLength(names).map(nameIn),
    ].join('|'),
    'giu',
  );
}

/** So short a name may be two common words, were it not for its capitals. */
const SHORT = 8;
function nameIn(name: string): string {
  const word = UNSPACED.test(name) ? escaped(name) : BEFORE_NAME + escaped(name) + AFTER_NAME;
  return name.length <= SHORT ? `(?-i:${word})` : word;
}

const escaped = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`);
