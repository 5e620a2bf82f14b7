/**
 * The worker: takes due tickets, looks at them, writes back, and sleeps until the next is due or somebody wakes it. Tickets go
 * one way: rounds → looks → commit → writing.
 */
import type { LookOutcome } from './look.ts';
import type { Agenda } from './ports/store.ts';
import { createAtWork } from './worker/at-work.ts';
import type { GuardedPorts } from './worker/guarded.ts';
import { keepLeases } from './worker/leases.ts';
import { lookNow } from './worker/look-now.ts';
import { createLooks } from './worker/looks.ts';
import { startRounds } from './worker/rounds.ts';
import type { RoundPorts } from './worker/rounds.ts';
import { createSleep, pause } from './worker/sleep.ts';
import { createSuspects } from './worker/suspects.ts';
import { createUnderWay } from './worker/under-way.ts';
import { createWriting } from './worker/writing.ts';
import type { WritingPorts } from './worker/writing.ts';

export interface WorkerPorts extends RoundPorts, GuardedPorts, WritingPorts {
  readonly agenda: Agenda;
}

export interface Worker {
  /** Looks at one ticket now; null: another holds it, or Zendesk could not be asked. */
  lookNow(ticketId: string): Promise<LookOutcome | null>;
  /** Takes no further tickets from now on; what is under way goes on. */
  rest(): void;
  /** Ends after what is under way, at most `withinMs`; what is not finished is given back. */
  stop(withinMs: number): Promise<void>;
  /** True while nothing is under way. */
  isIdle(): boolean;
}

/** Takes what is due from now on, until it rests or is stopped. */
export function startWorker(ports: WorkerPorts): Worker {
  const { agenda, log, worker } = ports;
  const sleep = createSleep();
  const stopListening = agenda.onWake(sleep.wake);
  const atWork = createAtWork();
  const suspects = createSuspects(ports.random);
  const leases = keepLeases(ports, () => [...atWork.tickets(), ...suspects.ticketIds()]);
  const underWay = createUnderWay(atWork, log, sleep.stir);
  const writing = createWriting(ports, atWork, underWay);
  const looks = createLooks(ports, underWay, suspects, writing);
  const rounds = startRounds(ports, sleep, atWork, looks);

  function rest(): void {
    rounds.rest();
    writing.hurry();
  }
  async function allEnded(): Promise<void> {
    await rounds.ended;
    while (!underWay.isEmpty() || !writing.isEmpty()) await (underWay.isEmpty() ? pause(5) : underWay.next());
  }
  return {
    lookNow: (ticketId) =>
      lookNow(ticketId, ports, atWork, writing.add).catch((error: unknown) => {
        log.error({ err: error, ticketId }, 'a look that was asked for failed');
        throw error;
      }),
    isIdle: () => atWork.count() + suspects.ticketIds().length === 0 && !rounds.isClaiming(),
    rest,
    async stop(withinMs) {
      rest();
      stopListening();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
      await Promise.race([allEnded(), late]);
      clearTimeout(timer);
      writing.close();
      leases.stop();
      await agenda.release(worker);
    },
  };
}
