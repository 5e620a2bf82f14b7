/** Under which names and addresses a number is known, before anything is taken out. */
import {
  folded,
  isNobody,
  isOf,
  knownAs,
  mentionsIn,
  namesakes,
  takenBy,
  type Mention,
  type Person,
} from '#core/facts/known-as.ts';
import type { Erasure, Records } from './ports/erasure.ts';

export interface Learnt {
  /** Only with names and addresses that nobody else has. */
  readonly person: Person;
  readonly isProfiled: boolean;
  /** How many names and addresses are left out. */
  readonly passedOver: number;
}

/**
 * Learns from the profile, every revision of contracts, the audit log, acts and kept webhooks: first by the number, then by
 * the addresses that it led to, until nothing new comes. What others have too is never used.
 */
export async function learn(
  given: { readonly userId: string; readonly names: readonly string[]; readonly emails: readonly string[] },
  erasure: Erasure,
): Promise<Learnt> {
  const profile = await erasure.profile(given.userId);
  const taken = new Set<string>();
  const said = new Set([...given.names, ...given.emails].map(folded));
  let person: Person = { userId: given.userId, names: given.names, emails: given.emails.map(folded) };
  let found: readonly Mention[];
  for (;;) {
    found = [...mentionsOf(await erasure.records(person)), ...(profile === null ? [] : [profile])];
    for (const word of takenBy([...found, ...(await erasure.others(person))], person)) taken.add(word);
    const sure = { ...person, emails: person.emails.filter((email) => !taken.has(email)) };
    for (const each of found) if (isOf(each, sure)) for (const word of wordsOf(each)) said.add(word);
    const next = knownAs(sure, found, taken);
    if (isSame(next, person)) break;
    person = next;
  }
  // Only now are all addresses known.
  const shared = namesakes(found, person);
  for (const word of shared) taken.add(word);
  person = { ...person, names: person.names.filter((name) => !shared.has(folded(name))) };
  const used = new Set([...person.names.map(folded), ...person.emails]);
  const passedOver = [...said].filter((word) => !used.has(word) && !isNobody(word) && word !== given.userId).length;
  return { person, isProfiled: profile !== null, passedOver };
}

function mentionsOf({ contracts, audit, acts, events }: Records): readonly Mention[] {
  return [
    ...contracts.flatMap(({ terms, actor }) => [...mentionsIn(JSON.stringify(terms)), ...mentionsIn(actor)]),
    ...audit.flatMap(({ actor, detail }) => [...mentionsIn(actor), ...mentionsIn(detail ?? '')]),
    ...acts.flatMap(({ actor, event }) => [...mentionsIn(actor), ...mentionsIn(event)]),
    ...events.flatMap(({ body }) => mentionsIn(body)),
  ];
}

const wordsOf = ({ name, email }: Mention): readonly string[] =>
  [name === null ? null : folded(name), email].filter((word) => word !== null);
function isSame(one: Person, other: Person): boolean {
  const words = ({ names, emails }: Person): string =>
    JSON.stringify([names.map(folded).toSorted(), emails.toSorted()]);
  return words(one) === words(other);
}
