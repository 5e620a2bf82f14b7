/** Suspects: tickets on which work died twice. Each is tried alone; where that dies too, it is set aside. */
import { asideWords } from '../aside.ts';
import type { Log } from '../ports/others.ts';
import type { Agenda, Claim } from '../ports/store.ts';

export interface Suspects {
  add(claim: Claim): void;
  ticketIds(): readonly string[];
  /** Whose turn it is now; null: nobody's. `isBusy`: other work is under way. */
  next(isBusy: boolean): Claim | null;
}

export interface AsidePorts {
  readonly agenda: Pick<Agenda, 'setAside'>;
  readonly log: Log;
  readonly observe?: (outcome: string) => void;
}

/** On whose third try it is looked at alone, when all else is written down: no other ticket dies with it. */
export const ALONE = 3;
/** Turns of the loop for which it waits to be alone; under a load that never ends it goes in between. */
const ALONE_WAITS = 50;
/**
 * One that died alone too is set aside, twice as long each time: its next try may end the process again. Shortly at first:
 * where processes are killed for other reasons it may be innocent.
 */
const ASIDE_MS = 5_000;
const ASIDE_MOST_MS = 60 * 60_000;

/** `random`: 0 to 1. */
export function createSuspects(random: () => number): Suspects {
  const suspects: Claim[] = [];
  let waited = 0;
  return {
    add: (claim) => void suspects.push(claim),
    ticketIds: () => suspects.map(({ ticketId }) => ticketId),
    next(isBusy) {
      if (suspects.length === 0) return null;
      if (isBusy && ++waited < ALONE_WAITS) return null;
      waited = 0;
      // By chance, so that one that ends the process is not always the first.
      const [claim] = suspects.splice(Math.floor(random() * suspects.length), 1);
      return claim ?? null;
    },
  };
}

/** Gives back a ticket whose turn alone did not come to an end either. */
export async function setAside(claim: Claim, ports: AsidePorts): Promise<void> {
  ports.observe?.('set_aside');
  ports.log.error({ ticketId: claim.ticketId, tries: claim.tries }, 'set aside: its looks do not come to an end');
  const pause = Math.min(ASIDE_MOST_MS, ASIDE_MS * 2 ** claim.failures);
  await ports.agenda.setAside(claim, claim.now + pause, asideWords('its looks do not come to an end'));
}
