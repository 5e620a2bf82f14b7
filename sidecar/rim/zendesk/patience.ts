/** A budget for a command that runs once: nothing is counted, but what Zendesk says of waiting is obeyed. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Budget } from '#flow/ports.ts';

export function createPatience(now: () => EpochMs): Budget {
  let blockedUntil = 0;
  return {
    take: () =>
      Promise.resolve(
        now() < blockedUntil
          ? { granted: false, retryAt: blockedUntil, of: 'a pause that Zendesk asked for' }
          : { granted: true },
      ),
    learn: () => Promise.resolve(),
    block(_kind, seconds) {
      blockedUntil = Math.max(blockedUntil, now() + seconds * 1_000);
      return Promise.resolve();
    },
  };
}
