/** Remembers which tokens were used, in this process: for one sidecar, or where the database's memory is not wanted. */
import type { EpochMs } from '#core/facts/facts.ts';

const REMEMBERED = 10_000;

/** @returns true at a token's first use; used ids are forgotten after `until`. */
export function createFirstUse(now: () => EpochMs): (id: string, until: EpochMs) => Promise<boolean> {
  const used = new Map<string, EpochMs>();
  return (id, until) => {
    for (const [old, end] of used) {
      if (end > now() && used.size < REMEMBERED) break;
      used.delete(old);
    }
    if (used.has(id)) return Promise.resolve(false);
    used.set(id, until);
    return Promise.resolve(true);
  };
}
