/** Tells that the database does not answer, and that it does again: each cause once, not each second. */
import type { Log } from '../ports/others.ts';

export interface Outage {
  /** The database did not answer, for this reason. */
  is(error: unknown): void;
  /** It has answered. */
  isOver(): void;
}

export function createOutage(log: Log): Outage {
  let cause: string | null = null;
  return {
    is(error) {
      // Another cause must not hide behind the first.
      if (cause !== String(error)) log.warn({ err: error }, 'the database does not answer');
      cause = String(error);
    },
    isOver() {
      if (cause !== null) log.info({}, 'the database answers again');
      cause = null;
    },
  };
}
