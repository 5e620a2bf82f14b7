/** The database's clock, asked every few seconds and carried on by a clock that never jumps. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Clock } from '#flow/ports/others.ts';
import type { Database } from './database.ts';

const ASK_MS = 5_000;

export interface CarriedClock extends Clock {
  /** What was last heard, carried on; null: nothing was heard yet. Whoever needs it exact keeps asking `now`. */
  latest(): EpochMs | null;
}

/** `elapsed`: ms of a monotonic clock. */
export function createClock(
  database: Pick<Database, 'clockOffset' | 'rows'>,
  elapsed: () => number = () => performance.now(),
): CarriedClock {
  let last: { readonly now: number; readonly at: number; readonly offset: number } | null = null;
  let asking: Promise<number> | null = null;

  async function ask(): Promise<number> {
    const offset = database.clockOffset();
    const at = elapsed();
    const [row] = await database.rows<{ now: number }>('select now_ms() as now');
    if (row === undefined) throw new Error('the database has no clock');
    // Moved meanwhile: nobody knows of which time the answer is.
    if (database.clockOffset() !== offset) return ask();
    // What the answer took is at most this much; its time is taken as that of the question's middle.
    last = { now: row.now, at: (at + elapsed()) / 2, offset };
    return row.now;
  }
  return {
    latest: () =>
      last === null ? null : Math.round(last.now + elapsed() - last.at + database.clockOffset() - last.offset),
    async now() {
      if (last !== null && elapsed() - last.at < ASK_MS && last.offset === database.clockOffset()) {
        return Math.round(last.now + elapsed() - last.at);
      }
      asking ??= ask().finally(() => (asking = null));
      return asking;
    },
  };
}
