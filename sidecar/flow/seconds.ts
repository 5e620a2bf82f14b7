/** Zendesk's stamps tell whole seconds: what was done in a second is known when it is over, and not before. */
import type { EpochMs } from '#core/facts/facts.ts';

const SECOND = 1_000;

/** The last instant up to which everything may be known at `now`. */
export function secondOf(now: EpochMs): EpochMs {
  return now - (now % SECOND);
}

/** When a change that time alone makes at `at` can no longer be undone by what is stamped with the same second. */
export function whenCertain(at: EpochMs): EpochMs {
  return Math.ceil(at / SECOND) * SECOND;
}

/** Whether a ticket updated at `stamp` that was read from `now` on may have been read before that second was over. */
export function isWithin(stamp: EpochMs, now: EpochMs): boolean {
  return now < stamp + SECOND;
}
