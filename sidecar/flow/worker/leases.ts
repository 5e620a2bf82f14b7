/** Claims end by themselves unless they are kept: a worker keeps those that it works on, and frees those of workers that are gone. */
import type { Log } from '../ports/others.ts';
import type { Agenda } from '../ports/store.ts';

export interface LeasePorts {
  readonly agenda: Pick<Agenda, 'renew' | 'freeGone'>;
  readonly log: Log;
  /** Names this process among the replicas. */
  readonly worker: string;
}

/** Short, because a dead worker's tickets wait for it; kept alive by a beat three times as fast. */
export const LEASE_MS = 6_000;
/** How often it is asked whether a worker is gone. */
const GONE_MS = 1_500;

/** Begins at once. `held`: tickets whose claims are kept, and no others: a claim whose work has failed must end. */
export function keepLeases({ agenda, log, worker }: LeasePorts, held: () => readonly string[]): { stop(): void } {
  function renew(): void {
    const tickets = [...new Set(held())];
    if (tickets.length > 0)
      void agenda
        .renew(worker, tickets, LEASE_MS)
        .catch((error: unknown) => log.warn({ err: error }, 'claims were not renewed'));
  }
  function freeGone(): void {
    void agenda.freeGone().then(
      (freed) => freed > 0 && log.warn({ tickets: freed }, 'a worker is gone; its tickets were taken up'),
      (error: unknown) => log.warn({ err: error }, 'nobody could be looked for'),
    );
  }
  const beat = setInterval(renew, LEASE_MS / 3);
  const watch = setInterval(freeGone, GONE_MS);
  freeGone();
  return {
    stop() {
      clearInterval(beat);
      clearInterval(watch);
    },
  };
}
