/** One look that holds up no other: what does not answer or throws is written down, and tried again later. */
import { asideWords } from '../aside.ts';
import { isRefusedForGood, pauseAfter, readAgainAt } from '../backoff.ts';
import { look } from '../look.ts';
import type { LookOutcome } from '../look.ts';
import type { LookPorts } from '../look/ports.ts';
import type { Need } from '../need.ts';
import type { DeliveryFailure } from '../ports/failures.ts';
import type { Log } from '../ports/others.ts';
import type { Agenda, Claim, LookResult } from '../ports/store.ts';

export interface GuardedPorts extends LookPorts {
  readonly agenda: Pick<Agenda, 'postpone' | 'setAside'>;
  readonly log: Log;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Told of each look: unchanged, read, failed, lost or set_aside. */
  readonly observe?: (outcome: string) => void;
}

/** So many looks in a row that throw, or whose reading is refused for good, are no accident. */
const NO_ACCIDENT = 3;

/** Null: nothing was decided, and the claim is given back. */
export async function guarded(
  claim: Claim,
  need: Need,
  fewDue: boolean,
  ports: GuardedPorts,
): Promise<LookResult | null> {
  try {
    const outcome = await look(claim, ports, need, fewDue);
    return await decidedBy(outcome, claim, ports);
  } catch (error) {
    await failedOn(claim, error, ports);
    return null;
  }
}

/** What the look decided; null: nothing, and the claim is given back. */
export async function decidedBy(outcome: LookOutcome, claim: Claim, ports: GuardedPorts): Promise<LookResult | null> {
  if (outcome.kind === 'looked') {
    ports.observe?.(outcome.wasRead ? 'read' : 'unchanged');
    return outcome.result;
  }
  ports.observe?.('failed');
  await readLater(claim, outcome.failure, ports);
  return null;
}

async function readLater(claim: Claim, failure: DeliveryFailure, ports: GuardedPorts): Promise<void> {
  const { agenda, log, random } = ports;
  log.info({ ticketId: claim.ticketId, failure: failure.kind, reason: failure.message }, 'a look has to wait');
  const retryAt = readAgainAt(failure, claim.failures + 1, claim.now, random());
  if (claim.failures + 1 < NO_ACCIDENT || !isRefusedForGood(failure))
    await agenda.postpone(claim, retryAt, failure.message);
  else await agenda.setAside(claim, retryAt, asideWords(`Zendesk refuses its reading: ${failure.message}`));
}

/** A look that throws is a bug: its ticket waits, the others go on. */
async function failedOn(claim: Claim, error: unknown, ports: GuardedPorts): Promise<void> {
  const { agenda, log, random } = ports;
  ports.observe?.('failed');
  log.error({ err: error, ticketId: claim.ticketId, tries: claim.tries }, 'a look failed');
  const retryAt = claim.now + pauseAfter(claim.failures + 1, random());
  if (claim.failures + 1 < NO_ACCIDENT) await agenda.postpone(claim, retryAt, 'INTERNAL');
  else await agenda.setAside(claim, retryAt, asideWords('its looks fail'));
}
