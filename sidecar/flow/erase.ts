/** Erasing one person: found everywhere, taken out in one transaction, the log keeps what was done without saying by whom. */
import { createHash } from 'node:crypto';
import { names, termsWithout, textWithout, type Person } from '#core/facts/erased.ts';
import type { Erased, Erasure, Traces } from './ports/erasure.ts';

export interface ErasureReport {
  readonly pseudonym: string;
  readonly known: boolean;
  readonly contracts: number;
  readonly auditEntries: number;
  readonly acts: number;
  readonly tickets: number;
  readonly events: number;
}

export interface ErasureWish {
  readonly userId: string;
  /** Where Zendesk's profile was never read: the address that contracts may name. */
  readonly email: string | null;
  /** Chance, so that nobody can find the person from the pseudonym. */
  readonly salt: string;
  readonly dryRun: boolean;
}

/** What names the person, and, unless it is a dry run, takes it out. A second run finds nothing. */
export async function erasePerson(
  { userId, email, salt, dryRun }: ErasureWish,
  erasure: Erasure,
): Promise<ErasureReport> {
  const profile = await erasure.profile(userId);
  const person: Person = {
    userId,
    name: profile?.name ?? null,
    email: email?.toLowerCase() ?? profile?.email?.toLowerCase() ?? null,
  };
  const pseudonym = `erased-${createHash('sha256').update(`${salt}:${userId}`).digest('hex').slice(0, 12)}`;
  const traces = await erasure.find(person);
  const erased = withoutPerson(traces, person, pseudonym);
  if (!dryRun) await erasure.erase(erased);
  return {
    pseudonym,
    known: profile !== null,
    contracts: erased.contracts.length,
    auditEntries: erased.audit.length,
    acts: erased.acts.length,
    tickets: erased.tickets.length,
    events: erased.events.length,
  };
}

function withoutPerson(traces: Traces, person: Person, pseudonym: string): Erased {
  const text = (words: string): string => textWithout(words, person, pseudonym);
  const contracts = traces.contracts.flatMap((contract) => {
    const terms = termsWithout(contract.terms, person);
    const isActor = names(contract.actor, person);
    return terms === null && !isActor
      ? []
      : [{ ...contract, terms: terms ?? contract.terms, actor: actorWithout(contract.actor, person, pseudonym) }];
  });
  const audit = traces.audit.map((entry) => ({
    ...entry,
    actor: actorWithout(entry.actor, person, pseudonym),
    subject: text(entry.subject),
    detail: entry.detail === null ? null : text(entry.detail),
  }));
  const acts = traces.acts.map(({ id, actor, event }) => ({
    id,
    actor: actorWithout(actor, person, pseudonym),
    event: text(event),
  }));
  const counted = {
    contracts: contracts.length,
    audit: audit.length,
    acts: acts.length,
    tickets: traces.tickets.length,
  };
  return {
    userId: person.userId,
    contracts,
    audit,
    acts,
    tickets: traces.tickets,
    events: traces.events,
    entry: { actor: 'operator', subject: pseudonym, detail: JSON.stringify(counted) },
  };
}

/** An actor is `Name (number)`: where the number is the person's, the whole name goes, however short it is. */
function actorWithout(actor: string, person: Person, pseudonym: string): string {
  if (!names(actor, person)) return actor;
  return actor.endsWith('as claimed)') ? `${pseudonym} (as claimed)` : pseudonym;
}
