/** When to try again: growing pauses with jitter, so that many do not come back at once. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { DeliveryFailure } from './ports/failures.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 128_000;
/** What is refused for good is refused again: first after a minute, at last once an hour. */
const REFUSED_FIRST_MS = 60_000;
const REFUSED_LONGEST_MS = 60 * 60_000;
/** No wait for a limit is longer: whether it still holds is asked again. */
const LIMIT_MS = 60_000;

/** Between three quarters and the whole of 1, 2, 4 … 128 s. `random`: 0 to 1. */
export function pauseAfter(attempts: number, random: number): number {
  return grown(FIRST_MS, LONGEST_MS, attempts, random);
}
function grown(first: number, longest: number, attempts: number, random: number): number {
  const pause = Math.min(longest, first * 2 ** Math.max(0, attempts - 1));
  return Math.round(pause * (0.75 + random / 4));
}

/** Whether Zendesk will not read this ticket to us, however often it is asked; a dead credential is no trouble of a ticket. */
export function isRefusedForGood({ kind }: DeliveryFailure): boolean {
  return kind === 'forbidden' || kind === 'invalid';
}

/** When a reading that failed is tried again. */
export function readAgainAt(failure: DeliveryFailure, attempts: number, now: EpochMs, random: number): EpochMs {
  switch (failure.kind) {
    case 'rate_limited':
      return Math.min(Math.max(failure.retryAt, now + 250), now + LIMIT_MS);
    case 'unauthorized':
      return now + LIMIT_MS;
    case 'forbidden':
    case 'invalid':
      return now + grown(REFUSED_FIRST_MS, REFUSED_LONGEST_MS, attempts, random);
    case 'conflict':
    case 'unavailable':
    case 'timeout':
    case 'gone':
    case 'closed':
      return now + pauseAfter(attempts, random);
  }
}
