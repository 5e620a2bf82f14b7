/**
 * The database's clock, which all replicas share: a machine whose own is wrong refuses no webhook and no token. Moved by the
 * parent process where there is one: only the sandbox starts us as its child.
 */
import type { Log } from '#flow/ports/others.ts';

export interface FollowedClock {
  /** Now, in ms. */
  now(): number;
  /** The database's own, whatever the parent says; null: it was not heard yet. */
  unmoved(): number | null;
  stop(): void;
}

/** The database's clock as it was last heard, carried on. */
interface HeardClock {
  now(): Promise<number>;
  latest(): number | null;
}

interface MovedDatabase {
  setClockOffset(ms: number): Promise<void>;
  clockOffset(): number;
  notify(channel: 'tierline_due', payload: string): void;
}

const ASK_MS = 5_000;

/** `mayMove`: whether a parent process may move it. */
export function followedClock(
  database: MovedDatabase,
  heard: HeardClock,
  { mayMove, log }: { readonly mayMove: boolean; readonly log: Log },
): FollowedClock {
  let offset = 0;
  const ask = (): void =>
    void heard.now().catch((error: unknown) => log.debug({ err: error }, 'the clock is carried on'));
  ask();
  const asking = setInterval(ask, ASK_MS);
  const follow = (message: unknown): void => {
    const moved = offsetIn(message);
    if (moved === null) return;
    offset = moved;
    void database
      .setClockOffset(offset)
      .then(() => database.notify('tierline_due', ''))
      .catch((error: unknown) => log.warn({ err: error }, 'the clock was not moved'));
  };
  if (process.channel !== undefined && mayMove) {
    process.on('message', follow);
    process.channel?.unref();
  }
  return {
    // Moved at once: what comes in next bears the new time.
    now: () => offset - database.clockOffset() + (heard.latest() ?? Date.now() + database.clockOffset()),
    unmoved() {
      const latest = heard.latest();
      return latest === null ? null : latest - database.clockOffset();
    },
    stop() {
      clearInterval(asking);
      process.off('message', follow);
    },
  };
}

/** By how many ms the parent moves the clock; null: it says something else. */
function offsetIn(message: unknown): number | null {
  if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== 'clock') return null;
  return 'offsetMs' in message && typeof message.offsetMs === 'number' ? message.offsetMs : null;
}
