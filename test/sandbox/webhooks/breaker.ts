// Zendesk's circuit breaker: when most requests fail, deliveries stop for some seconds and are dropped.

const WINDOW_MS = 5 * 60_000;
const PAUSE_MS = 5_000;
const FEWEST = 20;
const FAILING_SHARE = 0.7;
const MOST_FAILURES = 1_000;

export interface Breaker {
  isOpen(): boolean;
  count(failed: boolean): void;
}

/** A breaker in real time; one that is switched off never opens. */
export function createBreaker(on: boolean): Breaker {
  const recent: { at: number; failed: boolean }[] = [];
  let openUntil = 0;
  return {
    isOpen: () => on && performance.now() < openUntil,
    count(failed) {
      if (!on) return;
      const now = performance.now();
      recent.push({ at: now, failed });
      while (recent[0] && recent[0].at < now - WINDOW_MS) recent.shift();
      const failures = recent.filter((one) => one.failed).length;
      const failing = recent.length >= FEWEST && failures / recent.length >= FAILING_SHARE;
      if (failing || failures > MOST_FAILURES) openUntil = now + PAUSE_MS;
    },
  };
}
