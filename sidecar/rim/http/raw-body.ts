/** Reads a request's body as bytes, up to a limit, and lets go of the sender that goes beyond it. */
import type { IncomingMessage } from 'node:http';

export type RawBody =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'too_large' }
  /** The sender went away before the end. */
  | { readonly kind: 'aborted' };

/** @param limit in bytes. A declared length beyond it is refused before the first byte is read. */
export function readRawBody(request: IncomingMessage, limit: number): Promise<RawBody> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) {
    request.pause();
    return Promise.resolve({ kind: 'too_large' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const onData = (chunk: Buffer): void => {
      length += chunk.byteLength;
      chunks.push(chunk);
      if (length <= limit) return;
      request.off('data', onData).pause();
      resolve({ kind: 'too_large' });
    };
    request.on('data', onData);
    request.on('end', () => resolve({ kind: 'bytes', bytes: wholeOf(chunks) }));
    // The end comes before the closing: whatever is told after it, or after too much, changes nothing any more.
    const onAbort = (): void => resolve({ kind: 'aborted' });
    request.on('error', onAbort).on('close', onAbort);
  });
}

function wholeOf(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
