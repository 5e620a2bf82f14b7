/** What every part of the sidecar starts with, and how its parts are stopped. */
import type { Logger } from '#rim/process/logger.ts';
import type { Metrics } from '#rim/process/metrics.ts';
import type { Settings } from '../settings.ts';

export interface Base {
  readonly settings: Settings;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly stops: Stops;
}

/** What stops the parts that were started so far. */
export interface Stops {
  add(stop: () => Promise<unknown> | void): void;
  /** Each once and by itself, what started last first. */
  stopAll(): Promise<void>;
}

export function createStops(): Stops {
  const stops: (() => Promise<unknown> | void)[] = [];
  return {
    add: (stop) => void stops.push(stop),
    async stopAll() {
      for (const each of stops.splice(0).toReversed()) await each();
    },
  };
}

/** A clock that only measures, in ms. */
export const elapsed = (): number => performance.now();

/** For what goes on by itself: its failure is told, and holds up nothing. */
export function complain({ log }: Pick<Base, 'log'>, message: string): (error: unknown) => void {
  return (error) => log.warn({ err: error }, message);
}
