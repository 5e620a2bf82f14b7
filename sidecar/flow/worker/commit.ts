/** Commits what looks decided, and hands on what is to be written now. */
import type { Agenda, LookResult } from '../ports/store.ts';
import { settlingOf } from '../settle/settling.ts';
import type { Settling } from '../settle/settling.ts';

export interface CommitPorts {
  readonly agenda: Pick<Agenda, 'commitLooks'>;
  readonly observe?: (outcome: string) => void;
}

/** `results`: null where nothing was decided; `write`: told of each write-back that is due. */
export async function commit(
  results: readonly (LookResult | null)[],
  ports: CommitPorts,
  write: (next: Settling) => void,
): Promise<void> {
  const looked = results.filter((result) => result !== null);
  const committed = await ports.agenda.commitLooks(looked);
  for (const result of looked) {
    if (!committed.has(result.claim.ticketId)) ports.observe?.('lost');
    const next = committed.has(result.claim.ticketId) ? settlingOf(result) : null;
    if (next !== null) write(next);
  }
}
