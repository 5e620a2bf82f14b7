// Under which names and addresses a person is known: learnt from records, without those that others have too.

/** Who is to be forgotten. */
export interface Person {
  /** Zendesk's number of the user. */
  readonly userId: string;
  /** Full names that nobody else has. */
  readonly names: readonly string[];
  /** Addresses that nobody else has, lower case. */
  readonly emails: readonly string[];
}

/** Somebody whom a record names. Null: it does not say. */
export interface Mention {
  /** A number of Zendesk. */
  readonly userId: string | null;
  readonly name: string | null;
  /** Lower case. */
  readonly email: string | null;
}

/** Everybody whom a record names: JSON, or who acted, as `Name (number)`. */
export function mentionsIn(record: string): readonly Mention[] {
  const json = fromJson(record);
  if (json !== undefined) return mentionsOf(json);
  const { userId, name } = actorIn(record);
  return userId === null ? [] : [mention(userId, name, null)];
}

/**
 * What `mentions` say of the person: by the number, and by addresses that are known to be the person's already.
 * `taken`: names and addresses, lower case, that are others'.
 */
export function knownAs(person: Person, mentions: readonly Mention[], taken: ReadonlySet<string>): Person {
  const names = new Map(person.names.map((name) => [folded(name), name]));
  const emails = new Set(person.emails);
  for (const each of mentions) {
    if (!isOf(each, person)) continue;
    if (each.email !== null) emails.add(each.email);
    if (each.name !== null) names.set(folded(each.name), names.get(folded(each.name)) ?? each.name.trim());
  }
  return {
    userId: person.userId,
    names: [...names].filter(([word]) => isFullName(word) && !taken.has(word)).map(([, name]) => name),
    emails: [...emails].filter((email) => !taken.has(email)),
  };
}

/** Names and addresses, lower case, that somebody of another number has. */
export function takenBy(mentions: readonly Mention[], { userId }: Person): ReadonlySet<string> {
  const others = mentions.filter((each) => each.userId !== null && each.userId !== userId);
  return new Set(others.flatMap(({ name, email }) => [name === null ? null : folded(name), email]).filter(isThere));
}

/** Names, lower case, that stand without a number beside an address that is not the person's: a namesake, for all we know. */
export function namesakes(mentions: readonly Mention[], { emails }: Person): ReadonlySet<string> {
  const others = mentions.filter(({ userId, email }) => userId === null && email !== null && !emails.includes(email));
  return new Set(others.map(({ name }) => (name === null ? null : folded(name))).filter(isThere));
}

const isThere = (word: string | null): word is string => word !== null;

/** Whether an object about somebody, e.g. a contact of a contract, is about the person. */
export function isOf(about: object, person: Person): boolean {
  const { userId, name, email } = mentionOf(about);
  if (userId !== null) return userId === person.userId;
  if (email !== null) return person.emails.includes(email);
  return name !== null && isFullName(name) && person.names.some((one) => folded(one) === folded(name));
}

/** What stands where a person was, in Zendesk; a name that is nobody's. */
const NOBODY = new Set(['permanently deleted user', 'deleted user', 'anonymous user', 'unknown user', 'end user']);

/** Whether a name, lower case, is nobody's. */
export const isNobody = (word: string): boolean => NOBODY.has(word);

/** Whether a name says who it is: a single word may be anything, and what Zendesk leaves behind is nobody's. */
export function isFullName(name: string): boolean {
  const word = folded(name);
  if (isNobody(word)) return false;
  return /[\p{L}\p{N}].*\s.*[\p{L}\p{N}+]|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]{3}/u.test(
    word,
  );
}

/** As names are compared: without the case of their letters and the width of their spaces. */
export const folded = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** Who acted, as the log names them: `Name (number)` or `Name (number, as claimed)`. */
export function actorIn(text: string): {
  readonly userId: string | null;
  readonly name: string;
  readonly isClaimed: boolean;
} {
  const found = /^(.*) \((\d+)(, as claimed)?\)$/s.exec(text);
  return { userId: found?.[2] ?? null, name: found?.[1] ?? text, isClaimed: found?.[3] !== undefined };
}

/** Undefined: it is not an object or a list in JSON. */
export function fromJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // a webhook that cannot be read, or words that begin with a bracket
  }
}

function mentionsOf(json: unknown): readonly Mention[] {
  if (json === null || typeof json !== 'object') return [];
  const inner = Object.values(json).flatMap(mentionsOf);
  return Array.isArray(json) ? inner : [mentionOf(json), ...besideOf(json), ...inner].filter(isSomebody);
}

const isSomebody = ({ userId, name, email }: Mention): boolean => email !== null || (userId !== null && name !== null);

/** A contact or a user. A bare `id` is a person's only beside an address: tickets and organizations have one too. */
function mentionOf(about: object): Mention {
  const { userId, user_id, id, name, user_name, email, user_email } = about as Readonly<Record<string, unknown>>;
  const own = userId ?? user_id ?? ('email' in about ? id : null);
  return mention(own, name ?? user_name, email ?? user_email);
}

/** As triggers write it: `requester_id` with `requester_name` and `requester_email` beside it. */
const ROLES = ['requester', 'author', 'submitter', 'assignee', 'actor', 'current_user', 'agent', 'customer', 'contact'];
function besideOf(json: object): readonly Mention[] {
  const said = json as Readonly<Record<string, unknown>>;
  return ROLES.map((role) => mention(said[`${role}_id`], said[`${role}_name`], said[`${role}_email`]));
}

function mention(userId: unknown, name: unknown, email: unknown): Mention {
  const number = typeof userId === 'string' || typeof userId === 'number' ? String(userId) : '';
  return {
    userId: /^\d+$/.test(number) ? number : null,
    name: typeof name === 'string' && name.trim() !== '' ? name : null,
    email: typeof email === 'string' && /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? email.trim().toLowerCase() : null,
  };
}
