/** Works that the worker has begun and waits for at its end. */
import type { Log } from '../ports/others.ts';
import type { AtWork } from './at-work.ts';

export interface UnderWay {
  /** Goes on by itself; its tickets are at work until it ends. */
  track(work: Promise<void>, ticketIds: readonly string[]): void;
  isEmpty(): boolean;
  /** When the next of them ends. */
  next(): Promise<void>;
}

/** `onEnd`: called with each end. */
export function createUnderWay(atWork: AtWork, log: Log, onEnd: () => void): UnderWay {
  const works = new Set<Promise<void>>();
  return {
    track(work, ticketIds) {
      atWork.begin(ticketIds);
      const done = work
        // What a bug or a lost database leaves behind is due again when the lease ends.
        .catch((error: unknown) => log.error({ err: error }, 'work on a ticket failed'))
        .finally(() => {
          atWork.end(ticketIds);
          works.delete(done);
          onEnd();
        });
      works.add(done);
    },
    isEmpty: () => works.size === 0,
    next: () => Promise.race(works),
  };
}
