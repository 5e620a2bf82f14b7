/** What is asked for again and again: an open sidebar asks many times a minute. Forgotten at every change. */
import type { ContractRevision } from '#core/facts/contract.ts';
import type { Contracts } from './ports/policies.ts';
import type { Agenda, Directory, Tickets } from './ports/store.ts';
import type { TicketRow } from './ports/tickets.ts';

const KEPT = 2_000;
/** Should a change at another replica not be heard of, it is seen after this. */
const FRESH_MS = 1_000;
/** Whoever asks again and again for a ticket that there is not costs a request to Zendesk so often. */
const ABSENT_MS = 2_000;

export interface RecentReads {
  /** As `Tickets.find`, at most a second old. */
  find(ticketId: string): Promise<TicketRow | null>;
  /** Every revision of the organization's contract, oldest first, and its name; at most a second old. */
  contract(
    organizationId: string,
  ): Promise<{ readonly revisions: readonly ContractRevision[]; readonly name: string | null }>;
  /** Zendesk has just said that there is no such ticket. */
  absent(ticketId: string): void;
  /** Whether it said so a moment ago: of interest only where no row tells of the ticket since. */
  isAbsent(ticketId: string): boolean;
  close(): void;
}

/** `elapsed`: a clock that never jumps. */
export function createRecentReads(
  {
    tickets,
    contracts,
    directory,
    agenda,
  }: { tickets: Tickets; contracts: Contracts; directory: Directory; agenda: Agenda },
  elapsed: () => number,
): RecentReads {
  const rows = memory((ticketId) => tickets.find(ticketId), elapsed);
  const terms = memory(async (organizationId) => {
    const [revisions, kept] = await Promise.all([
      contracts.revisions(organizationId),
      directory.organization(organizationId),
    ]);
    return { revisions, name: kept?.organization.name ?? null };
  }, elapsed);
  const absent = new Map<string, number>();
  const endings = [
    agenda.onChange(rows.forget),
    agenda.onWake((ticketIds) => ticketIds.forEach(rows.forget)),
    contracts.onPut((organizationId) => {
      terms.forget(organizationId);
      rows.forgetAll();
    }),
  ];
  return {
    find: rows.get,
    contract: terms.get,
    absent(ticketId) {
      absent.delete(ticketId);
      absent.set(ticketId, elapsed() + ABSENT_MS);
      dropOldest(absent);
    },
    isAbsent: (ticketId) => elapsed() < (absent.get(ticketId) ?? -Infinity),
    close() {
      for (const end of endings) end();
    },
  };
}

/** Values by key, each asked for once a second at most, the oldest forgotten first. */
function memory<T>(
  ask: (key: string) => Promise<T>,
  elapsed: () => number,
): { get(key: string): Promise<T>; forget(key: string): void; forgetAll(): void } {
  const kept = new Map<string, { readonly value: Promise<T>; readonly until: number }>();
  return {
    get(key) {
      const known = kept.get(key);
      if (known !== undefined && elapsed() < known.until) return known.value;
      const value = ask(key);
      kept.delete(key);
      kept.set(key, { value, until: elapsed() + FRESH_MS });
      value.catch(() => kept.delete(key));
      dropOldest(kept);
      return value;
    },
    forget: (key) => void kept.delete(key),
    forgetAll: () => kept.clear(),
  };
}

function dropOldest(kept: Map<string, unknown>): void {
  const oldest = kept.keys().next();
  if (kept.size > KEPT && oldest.done !== true) kept.delete(oldest.value);
}
