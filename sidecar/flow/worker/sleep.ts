/** How the worker sleeps: until something is due, for a second at most, or until somebody wakes it. */

export interface Sleep {
  /** From now on it counts who wakes it; who did before is forgotten. */
  arm(): void;
  /** Ends the sleep, or the next one before it begins. */
  wake(): void;
  /** Ends the sleep, should there be one. */
  stir(): void;
  /** `dueIn`: ms until something is due; null: nobody knows. */
  sleep(dueIn: number | null): Promise<void>;
}

/** No sleep is longer. */
export const POLL_MS = 1_000;

export function createSleep(): Sleep {
  let isWoken = false;
  let end: () => void = () => undefined;
  return {
    arm() {
      isWoken = false;
    },
    wake() {
      isWoken = true;
      end();
    },
    stir: () => end(),
    sleep(dueIn) {
      if (isWoken) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, Math.min(dueIn ?? POLL_MS, POLL_MS)));
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}

/** Waits, whoever wakes it. */
export function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
