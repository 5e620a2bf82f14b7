/** Where write-backs gather, so that equal ones become one job: while much is under way, more of the same is to come. */
import { grouped } from '../settle/settling.ts';
import type { Settling } from '../settle/settling.ts';
import type { AtWork } from './at-work.ts';

export interface Gathering {
  add(next: Settling): void;
  isEmpty(): boolean;
  /** From now on nothing waits for more of the same. */
  hurry(): void;
  /** What has not been sent is left. */
  close(): void;
}

/** How long they gather at a time, while much is under way. */
const GATHER_MS = 250;
/** What could share a job gathers so often, that is a second. */
const GATHERINGS = 4;
/** So many that gather do not wait any longer. */
const MANY = 150;
const BUSY = 10;

/** `send`: those that are written alone, the most urgent first, and those that share a job. */
export function createGathering(
  atWork: AtWork,
  send: (alone: readonly Settling[], groups: readonly (readonly Settling[])[]) => void,
): Gathering {
  const waiting: Settling[] = [];
  /** Of the oldest that waits. */
  let gatherings = 0;
  let timer: NodeJS.Timeout | undefined;
  let isHurried = false;

  const isBusy = (): boolean => !isHurried && atWork.count() - waiting.length > BUSY;

  function flush(): void {
    timer = undefined;
    gatherings += 1;
    const isHeld = isBusy() && waiting.length < MANY && gatherings < GATHERINGS;
    const all = waiting.splice(0);
    // What somebody must hear of never waits for a job.
    const ready = isHeld ? all.filter(({ writeBack }) => writeBack.notes.length > 0) : all;
    if (isHeld) waiting.push(...all.filter(({ writeBack }) => writeBack.notes.length === 0));
    if (waiting.length === 0) gatherings = 0;
    const { alone, groups } = grouped(ready);
    // The most urgent first, should the budget not reach for all.
    send(
      alone.toSorted((one, other) => other.writeBack.notes.length - one.writeBack.notes.length),
      groups,
    );
    atWork.end(ready.map(({ claim }) => claim.ticketId));
    if (waiting.length > 0) timer = setTimeout(flush, GATHER_MS);
  }
  return {
    add(next) {
      waiting.push(next);
      atWork.begin([next.claim.ticketId]);
      timer ??= setTimeout(flush, isBusy() ? GATHER_MS : 0);
    },
    isEmpty: () => waiting.length === 0,
    hurry() {
      isHurried = true;
    },
    close: () => clearTimeout(timer),
  };
}
