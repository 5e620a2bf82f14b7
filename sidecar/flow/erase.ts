/** Erasing one person: found everywhere, taken out in one transaction, the log keeps what was done without saying by whom. */
import { createHash } from 'node:crypto';
import { forgetting, type Forgetting } from '#core/facts/erased.ts';
import type { Person } from '#core/facts/known-as.ts';
import { learn } from './learn.ts';
import type { Erased, Erasure, Records } from './ports/erasure.ts';

export interface ErasureReport {
  readonly pseudonym: string;
  /** Whether there was a profile. */
  readonly known: boolean;
  /** By how many names and addresses, beside the number, the person was looked for. */
  readonly names: number;
  readonly addresses: number;
  /** Names and addresses that were not looked for, because others have them too or a name is a single word. */
  readonly passedOver: number;
  readonly contracts: number;
  readonly auditEntries: number;
  readonly acts: number;
  readonly tickets: number;
  readonly events: number;
}

export interface ErasureWish {
  readonly userId: string;
  /** Addresses and full names beside those that are learnt from what is kept. */
  readonly emails: readonly string[];
  readonly names: readonly string[];
  /** Chance, so that nobody can find the person from the pseudonym. */
  readonly salt: string;
  readonly dryRun: boolean;
}

type Found = Pick<Erased, 'contracts' | 'audit' | 'acts' | 'tickets' | 'events'>;

/** What a sidecar at work may write down between the search and the commit is taken out in another round. */
const ROUNDS = 3;

/** What names the person, and, unless it is a dry run, takes it out. A second run finds what came afterwards. */
export async function erasePerson(wish: ErasureWish, erasure: Erasure): Promise<ErasureReport> {
  const { userId, salt, dryRun } = wish;
  const pseudonym = `erased-${createHash('sha256').update(`${salt}:${userId}`).digest('hex').slice(0, 12)}`;
  const { person, isProfiled, passedOver } = await learn(wish, erasure);
  const forget = forgetting(person, pseudonym);
  const emptied = new Set<string>();
  const counted = { contracts: 0, audit: 0, acts: 0, tickets: 0, events: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const found = await find(person, forget, erasure, emptied);
    const counts = countsOf(found);
    if (round > 0 && Object.values(counts).every((each) => each === 0)) break;
    for (const key of KINDS) counted[key] += counts[key];
    if (dryRun) break;
    const entry = { actor: 'operator', subject: pseudonym, detail: JSON.stringify(counts) };
    await erasure.erase({ ...found, userId, entry });
    for (const ticketId of found.tickets) emptied.add(ticketId);
  }
  const { audit: auditEntries, ...others } = counted;
  return {
    pseudonym,
    known: isProfiled,
    names: person.names.length,
    addresses: person.emails.length,
    passedOver,
    ...others,
    auditEntries,
  };
}

const KINDS = ['contracts', 'audit', 'acts', 'tickets', 'events'] as const;
function countsOf(found: Found): Record<(typeof KINDS)[number], number> {
  return {
    contracts: found.contracts.length,
    audit: found.audit.length,
    acts: found.acts.length,
    tickets: found.tickets.length,
    events: found.events.length,
  };
}

/** `emptied`: tickets of which nothing but what was read since is kept. */
async function find(
  person: Person,
  forget: Forgetting,
  erasure: Erasure,
  emptied: ReadonlySet<string>,
): Promise<Found> {
  const tickets = (await erasure.tickets(person)).filter(
    ({ ticketId, record }) => !emptied.has(ticketId) && (record === null || names(record, forget)),
  );
  return { ...rowsWithout(await erasure.records(person), forget), tickets: tickets.map(({ ticketId }) => ticketId) };
}

function rowsWithout(records: Records, forget: Forgetting): Omit<Found, 'tickets'> {
  const contracts = records.contracts.flatMap((contract) => {
    const terms = forget.terms(contract.terms);
    const actor = forget.actor(contract.actor);
    return terms === null && actor === contract.actor ? [] : [{ ...contract, terms: terms ?? contract.terms, actor }];
  });
  const audit = records.audit.flatMap((entry) => {
    const { id, actor, subject, detail } = entry;
    const after = {
      id,
      actor: forget.actor(actor),
      // A number by itself is an organization's.
      subject: /^\d+$/.test(subject) ? subject : forget.text(subject),
      detail: detail === null ? null : forget.record(detail),
    };
    return after.actor === actor && after.subject === subject && after.detail === detail ? [] : [after];
  });
  const acts = records.acts.flatMap(({ id, actor, event }) => {
    const after = { id, actor: forget.actor(actor), event: forget.record(event) };
    return after.actor === actor && after.event === event ? [] : [after];
  });
  const events = records.events.filter(({ body }) => names(body, forget) || names(unescaped(body), forget));
  return { contracts, audit, acts, events: events.map(({ id }) => id) };
}

const names = (record: string, forget: Forgetting): boolean => forget.record(record) !== record;

/** Of JSON that cannot be read as such. */
const unescaped = (text: string): string =>
  text.replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
