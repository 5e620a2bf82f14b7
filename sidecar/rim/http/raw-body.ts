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
    const settle = (body: RawBody): void => {
      request.off('data', onData).off('end', onEnd).off('error', onAbort).off('close', onAbort);
      resolve(body);
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.byteLength;
      chunks.push(chunk);
      if (length <= limit) return;
      request.pause();
      settle({ kind: 'too_large' });
    };
    const onEnd = (): void =>
      settle({ kind: 'bytes', bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) });
    const onAbort = (): void => settle({ kind: 'aborted' });
    request.on('data', onData).on('end', onEnd).on('error', onAbort).on('close', onAbort);
  });
}
