// Which failed attempts Zendesk repeats, and which lose the event.

export type Outcome =
  | { kind: 'answered'; status: number; retryAfter: string | null }
  | { kind: 'timeout' }
  | { kind: 'connection'; message: string };

export type Next = { kind: 'delivered' } | { kind: 'again'; waitMs: number } | { kind: 'lost'; because: string };

export interface AttemptCounts {
  conflicts: number;
  pauses: number;
  timeouts: number;
}

const MOST_CONFLICTS = 3;
const MOST_PAUSES = 3;
const MOST_TIMEOUTS = 5;
const LONGEST_RETRY_AFTER_SECONDS = 59;

/**
 * What follows an attempt: 409 is repeated up to 3 times, 429 and 503 only with a `Retry-After` under a minute, timeouts up to
 * 5 times; nothing else, not even a plain 500. `counts` are repeats so far, this attempt not included.
 */
export function nextAfter(outcome: Outcome, counts: AttemptCounts, retryWaitMs: number): Next {
  if (outcome.kind === 'connection') return { kind: 'lost', because: outcome.message };
  if (outcome.kind === 'timeout') {
    return counts.timeouts < MOST_TIMEOUTS
      ? { kind: 'again', waitMs: retryWaitMs }
      : { kind: 'lost', because: 'timed out too often' };
  }
  const { status, retryAfter } = outcome;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 409) {
    return counts.conflicts < MOST_CONFLICTS
      ? { kind: 'again', waitMs: retryWaitMs }
      : { kind: 'lost', because: '409 too often' };
  }
  if (status === 429 || status === 503) {
    const seconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
    if (seconds === null) return { kind: 'lost', because: `${status} without Retry-After` };
    if (seconds > LONGEST_RETRY_AFTER_SECONDS) return { kind: 'lost', because: `${status} with a long Retry-After` };
    return counts.pauses < MOST_PAUSES
      ? { kind: 'again', waitMs: seconds * 1000 }
      : { kind: 'lost', because: `${status} too often` };
  }
  return { kind: 'lost', because: `status ${status}` };
}
