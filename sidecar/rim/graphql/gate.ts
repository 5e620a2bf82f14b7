/**
 * Lets dear questions in a few at a time, the others wait in a line that has an end: whoever asks for much never stands
 * before all webhooks and sidebars at once, and leaves them half of the time.
 */
import { LIMITS } from './limits.ts';

/** What costs so little, e.g. the sidebar's question, never waits. */
const CHEAP = 30;
/** Cost of all that are let in at one time: one of the dearest, or some that are less dear. */
const AT_ONE_TIME = LIMITS.cost;
/** Longest line; who comes later is sent away at once. */
const LINE = 20;
/** A place stays empty for as long as it was taken, at most for so many ms. */
const REST_MOST_MS = 100;
/** Longest wait in the line, in ms. */
const WAIT_MS = 2_000;

export function isDear(cost: number): boolean {
  return cost > CHEAP;
}

export interface Gate {
  /** Resolves when it may begin, with what to call at its end; null: it is sent away. */
  enter(cost: number): Promise<(() => void) | null>;
}

interface Waiting {
  readonly cost: number;
  readonly begin: (leave: (() => void) | null) => void;
}

export function createGate(): Gate {
  const line = new Set<Waiting>();
  let inside = 0;

  /** In order: a dear one that waits is not overtaken for ever. */
  function admit(): void {
    for (const waiting of line) {
      if (inside + waiting.cost > AT_ONE_TIME) return;
      line.delete(waiting);
      waiting.begin(enterNow(waiting.cost));
    }
  }
  function enterNow(cost: number): () => void {
    inside += cost;
    const from = performance.now();
    return () => {
      const rested = (): void => {
        inside -= cost;
        admit();
      };
      setTimeout(rested, Math.min(REST_MOST_MS, performance.now() - from)).unref();
    };
  }
  return {
    enter(cost) {
      if (!isDear(cost)) return Promise.resolve(nothing);
      if (line.size === 0 && inside + cost <= AT_ONE_TIME) return Promise.resolve(enterNow(cost));
      if (line.size >= LINE) return Promise.resolve(null);
      return new Promise((resolve) => {
        const waiting: Waiting = {
          cost,
          begin(leave) {
            clearTimeout(timer);
            resolve(leave);
          },
        };
        const timer = setTimeout(() => {
          line.delete(waiting);
          resolve(null);
          admit();
        }, WAIT_MS);
        line.add(waiting);
      });
    },
  };
}

function nothing(): void {
  // Cheap ones are not counted.
}
