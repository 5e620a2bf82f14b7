/** Responses that wait for their end: they come and go thousands of times a second. */
import type { ServerResponse } from 'node:http';

/** Where a response stands among the others. */
const PLACE = Symbol('place');
type Placed = ServerResponse & { [PLACE]?: number | undefined };

export interface Unanswered {
  readonly all: readonly ServerResponse[];
  add(one: ServerResponse): void;
  remove(one: ServerResponse): void;
}

/**
 * No Set: a table that a Set has left behind names the next one, so that once one of them is old all that ever stood in
 * later ones lives until the next full collection, and every small one copies it.
 */
export function createUnanswered(): Unanswered {
  const all: Placed[] = [];
  return {
    all,
    add(one: Placed) {
      one[PLACE] = all.push(one) - 1;
    },
    remove(one: Placed) {
      const place = one[PLACE];
      if (place === undefined) return;
      one[PLACE] = undefined;
      const last = all.pop();
      if (last === undefined || last === one) return;
      all[place] = last;
      last[PLACE] = place;
    },
  };
}
