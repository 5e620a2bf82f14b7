/** A look that somebody asks for, e.g. whoever opens the ticket: at once, whatever else is due. */
import { asideWords } from '../aside.ts';
import { look } from '../look.ts';
import type { LookOutcome } from '../look.ts';
import { needOf } from '../need.ts';
import type { Agenda } from '../ports/store.ts';
import type { Settling } from '../settle/settling.ts';
import type { AtWork } from './at-work.ts';
import { commit } from './commit.ts';
import { decidedBy } from './guarded.ts';
import type { GuardedPorts } from './guarded.ts';
import { LEASE_MS } from './leases.ts';
import { ALONE } from './suspects.ts';

export interface LookNowPorts extends GuardedPorts {
  readonly agenda: Pick<Agenda, 'claimOne' | 'commitLooks' | 'giveBack' | 'postpone' | 'setAside'>;
  /** Names this process among the replicas. */
  readonly worker: string;
}

/** Null: another holds the ticket. `write`: told of the write-back that is due. */
export async function lookNow(
  ticketId: string,
  ports: LookNowPorts,
  atWork: AtWork,
  write: (next: Settling) => void,
): Promise<LookOutcome | null> {
  const claim = await ports.agenda.claimOne(ports.worker, ticketId, LEASE_MS);
  if (claim === null) return null;
  // Whoever only asks must not end the process: such a ticket waits for its turn alone.
  if (claim.tries >= ALONE) {
    await ports.agenda.giveBack(claim);
    const message = claim.row.writeBack.lastError ?? asideWords('its looks did not come to an end');
    return { kind: 'failed', failure: { kind: 'unavailable', message } };
  }
  atWork.begin([ticketId]);
  try {
    const outcome = await look(claim, ports, await needOf(claim, ports));
    const decided = await decidedBy(outcome, claim, ports);
    if (decided !== null) await commit([decided], ports, write);
    return outcome;
  } finally {
    atWork.end([ticketId]);
  }
}
