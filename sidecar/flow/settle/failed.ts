/** What a failure means for the next try: at once, after a pause, when somebody asks, or never again. */
import type { EpochMs } from '#core/facts/facts.ts';
import { pauseAfter } from '../backoff.ts';
import type { DeliveryFailure } from '../ports/failures.ts';
import type { SettleResult } from '../ports/store.ts';
import type { WriteBack } from '../ports/tickets.ts';
import type { Settling } from './settling.ts';

const ATTEMPTS = 8;
const CONFLICTS = 5;
const ENDINGS = 3;
const CONFLICT_FIRST_MS = 250;
const CONFLICT_PAUSE_MS = 10_000;
const PARKED_MS = 15 * 60_000;
const FORBIDDEN_MS = 60 * 60_000;
const LIMIT_MS = 60_000;

/** What differs from failure to failure: the ticket is read again unless `mustRead` says otherwise. */
type NextTry = Pick<SettleResult, 'writeBack'> & Partial<Pick<SettleResult, 'mustRead' | 'ended' | 'lookAgain'>>;

/** The result of a write that failed. `random`: 0 to 1, for jitter. */
export function failed(settling: Settling, failure: DeliveryFailure, random: () => number): SettleResult {
  const { claim, firedCauses } = settling;
  const unread = { claim, seen: null, firedCauses, mustRead: true, ended: false, lookAgain: false };
  return { ...unread, ...nextTry(settling, failure, random) };
}

function nextTry({ writeBack, now }: Settling, failure: DeliveryFailure, random: () => number): NextTry {
  const uncounted: WriteBack = { ...writeBack, lastError: `${failure.kind}: ${failure.message}` };
  const tried: WriteBack = { ...uncounted, attempts: writeBack.attempts + 1 };
  switch (failure.kind) {
    case 'conflict':
      return afterConflict(tried, now);
    case 'rate_limited': {
      const retryAt = Math.min(Math.max(failure.retryAt, now + 250), now + LIMIT_MS);
      return { mustRead: mayRepeat(writeBack, failure), writeBack: pending(uncounted, retryAt) };
    }
    case 'unauthorized':
      // Nobody sends with a dead credential: the adapter blocks the budget, and one probe a minute goes out.
      return { mustRead: mayRepeat(writeBack, failure), writeBack: pending(uncounted, now + LIMIT_MS) };
    case 'forbidden':
      return { writeBack: parked(tried, now + FORBIDDEN_MS) };
    case 'gone':
    case 'closed':
      // The ticket itself says since when it is over; one that cannot be written although it seems open ends all the same.
      if (tried.attempts < ENDINGS) return { writeBack: pending(tried, null), lookAgain: true };
      return { writeBack: { ...uncounted, state: 'settled', notes: [], retryAt: null }, ended: true };
    case 'invalid':
      return { writeBack: parked(tried, null) };
    case 'unavailable':
    case 'timeout':
      if (tried.attempts >= ATTEMPTS) return { writeBack: { ...parked(tried, now + PARKED_MS), attempts: 0 } };
      return { writeBack: pending(tried, now + pauseAfter(tried.attempts, random())) };
  }
}

/** At once the first time; then what was read may be a copy that lags behind what refuses us. */
function afterConflict(tried: WriteBack, now: EpochMs): NextTry {
  if (tried.attempts === 1) return { writeBack: pending(tried, null), lookAgain: true };
  const pause = tried.attempts >= CONFLICTS ? CONFLICT_PAUSE_MS : CONFLICT_FIRST_MS * 2 ** (tried.attempts - 2);
  return { writeBack: pending(tried, now + pause) };
}

function pending(writeBack: WriteBack, retryAt: EpochMs | null): WriteBack {
  return { ...writeBack, state: 'pending', retryAt };
}

/** Null: nothing is tried again until somebody asks. */
function parked(writeBack: WriteBack, retryAt: EpochMs | null): WriteBack {
  return { ...writeBack, state: 'failed', retryAt };
}

/** A note that may have been written is looked for before it is written again; tags and priority may be set twice. */
function mayRepeat({ notes }: WriteBack, { unsent }: { readonly unsent?: true }): boolean {
  return notes.length > 0 && unsent !== true;
}
