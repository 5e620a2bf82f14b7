/** SIGTERM, SIGINT and SIGHUP: stop once and in order, at once when a person insists, by force when it takes too long. */
import type { Logger } from './logger.ts';

/** Longest orderly stop, in ms. */
const STOP_WITHIN = 9_000;
/** An interrupt so long after the first signal, in ms, is a person's wish to end at once. */
const INSISTS_AFTER = 1_500;

/**
 * Listens at once: where the sidecar is process 1, a signal that nobody listens to is lost. Before `stopBy` is told what
 * stops the sidecar, the first signal exits with 0: nobody waits for an answer yet, and a look that had begun is taken up as
 * after a crash. Afterwards it stops the sidecar and then exits with 0; a stop that hangs exits with 1.
 * What signals a whole group of processes, e.g. Ctrl-C beside npm's own copy of it, signals more than once: only an
 * interrupt some time after the first signal says that somebody does not want to wait.
 */
export function onSignals(log: Logger): { stopBy(stop: () => Promise<void>): void } {
  const exit = (code: number): void => process.exit(code);
  let stop: (() => Promise<void>) | null = null;
  let stoppingSince: number | null = null;
  const listener = (signal: NodeJS.Signals): void => {
    if (stoppingSince !== null) {
      if (signal !== 'SIGINT' || performance.now() - stoppingSince < INSISTS_AFTER) return;
      log.warn({ signal }, 'asked again: stopping at once');
      exit(1);
      return;
    }
    stoppingSince = performance.now();
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
      () => {
        log.info({ tookMs: Math.round(performance.now() - (stoppingSince ?? 0)) }, 'stopped');
        exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'the orderly stop failed');
        exit(1);
      },
    );
  };
  process.on('SIGTERM', listener);
  process.on('SIGINT', listener);
  // A terminal that is closed, or a script that thinks settings are read anew: unheard it would end the process at once.
  process.on('SIGHUP', listener);
  return {
    stopBy(known) {
      stop = known;
    },
  };
}
