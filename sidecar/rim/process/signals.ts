/** SIGTERM and SIGINT: stop once and in order, at once when asked twice, by force when it takes too long. */
import type { Logger } from './logger.ts';

/** Longest orderly stop, in ms. */
const STOP_WITHIN = 9_000;

/**
 * Calls `stop` on the first signal and then exits with 0; a second signal or a stop that hangs exits with 1.
 * @returns takes the listeners off again.
 */
export function onSignals(
  stop: () => Promise<void>,
  log: Logger,
  exit: (code: number) => void = process.exit,
): () => void {
  let stopping = false;
  const listener = (signal: NodeJS.Signals): void => {
    if (stopping) {
      log.warn({ signal }, 'asked twice: stopping at once');
      exit(1);
      return;
    }
    stopping = true;
    log.info({ signal }, 'stopping');
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
  return () => {
    process.off('SIGTERM', listener);
    process.off('SIGINT', listener);
  };
}
