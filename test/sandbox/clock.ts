// The sandbox's own clock: everything in the account is stamped by it, waiting is not.
import type { EpochMs } from './records.ts';

export interface SandboxClock {
  now(): EpochMs;
  /** Moves the clock by `ms`, usually forward. */
  forward(ms: number): void;
  /** Sets the clock to an instant; a running clock goes on from there. */
  set(at: EpochMs): void;
  /** Milliseconds by which the clock differs from the machine's; of a stopped clock: at this moment. */
  offset(): number;
  /** Calls `listener` after each jump. Returns the way to stop that. */
  onChange(listener: (now: EpochMs) => void): () => void;
}

/** Makes a clock that starts at `at` (default: the machine's time) and runs, or stands still with `running: false`. */
export function createClock(options: { at?: EpochMs; running?: boolean } = {}): SandboxClock {
  const running = options.running ?? true;
  const listeners = new Set<(now: EpochMs) => void>();
  let base = (options.at ?? Date.now()) - (running ? Date.now() : 0);
  const now = () => Math.floor(base + (running ? Date.now() : 0));
  const jump = (to: EpochMs) => {
    base += to - now();
    for (const listener of listeners) listener(now());
  };
  return {
    now,
    forward: (ms) => jump(now() + ms),
    set: jump,
    offset: () => now() - Date.now(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Zendesk's timestamps: RFC 3339 in UTC, to the second. */
export function toStamp(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** The whole second that an instant lies in. */
export function wholeSecond(at: EpochMs): EpochMs {
  return Math.floor(at / 1000) * 1000;
}
