/** Standard output for the log: whoever reads it too slowly, or no more, holds up neither the sidecar nor its end. */
import type { DestinationStream } from 'pino';

/** Bytes that may wait for the reader; beyond it lines are lost. */
const WAITING_MOST = 4 * 1024 * 1024;

/**
 * Node's own stream: it writes at once while there is somebody to read, and keeps what has to wait in this process. (pino's
 * writes in a thread, for whose last write the end of the process would wait for ever, and takes a reset connection for
 * an error of ours.)
 */
export function logOutput(output: NodeJS.WriteStream = process.stdout): DestinationStream {
  let isGone = false;
  output.on('error', () => (isGone = true));
  return {
    write(line) {
      if (!isGone && output.writableLength < WAITING_MOST) output.write(line);
    },
  };
}
