/** SIGTERM and SIGINT: stop once and in order, at once when asked twice, by force when it takes too long. */
import type { Logger } from './logger.ts';

/** Longest orderly stop, in ms. */
const STOP_WITHIN = 9_000;

/**
 * Listens at once: where the sidecar is process 1, a signal that nobody listens to is lost. Before `stopBy` is told what
 * stops the sidecar, the first signal exits with 0: nobody waits for an answer yet, and a look that had begun is taken up as
 * after a crash. Afterwards it stops the sidecar and then exits with 0; a second signal or a stop that hangs exits with 1.
 */
export function onSignals(log: Logger): { stopBy(stop: () => Promise<void>): void } {
  const exit = (code: number): void => process.exit(code);
  let stop: (() => Promise<void>) | null = null;
  let stopping = false;
  const listener = (signal: NodeJS.Signals): void => {
    if (stopping) {
      log.warn({ signal }, 'asked twice: stopping at once');
      exit(1);
      return;
    }
    stopping = true;
    log.info({ signal }, stop === null ? 'stopping before it was ready' : 'stopping');
    if (stop === null) {
      exit(0);
      return;
    }
    setTimeout(() => {
      log.error('the orderly stop took too long');
      exit(1);
    }, STOP_WITHIN).unref();
    stop().then(
      () => exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the orderly stop failed');
        exit(1);
      },
    );
  };
  process.on('SIGTERM', listener);
  process.on('SIGINT', listener);
  return {
    stopBy(known) {
      stop = known;
    },
  };
}
