/** Operations that the app is known to send, by the SHA-256 of their text: an allow-list, never filled by clients. */
import { createHash } from 'node:crypto';
import { RequestFault } from './faults.ts';

/** Hash (hex) → text. */
export type PersistedOperations = ReadonlyMap<string, string>;

export function persistedOperations(texts: readonly string[]): PersistedOperations {
  return new Map(texts.map((text) => [hashOf(text), text]));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The document of a request: by its hash, or as written.
 * @param only refuses whatever is not on the list, before it is parsed.
 * @throws RequestFault
 */
export function documentOf(query: unknown, hash: unknown, known: PersistedOperations, only: boolean): string {
  if (query !== undefined && query !== null && typeof query !== 'string') {
    throw new RequestFault('BAD_USER_INPUT', '`query` must be text.');
  }
  if (hash !== undefined && typeof hash !== 'string')
    throw new RequestFault('BAD_USER_INPUT', '`sha256Hash` must be text.');
  const text = query ?? (hash === undefined ? undefined : known.get(hash));
  if (text === undefined || text === '') {
    if (hash === undefined) throw new RequestFault('BAD_USER_INPUT', 'The request holds no document.');
    throw new RequestFault('UNTRUSTED_DOCUMENT', 'This document is not known here.');
  }
  if (hash !== undefined && query !== undefined && query !== null && hashOf(text) !== hash) {
    throw new RequestFault('UNTRUSTED_DOCUMENT', 'The hash is not that of the document.');
  }
  if (only && !known.has(hash ?? hashOf(text))) {
    throw new RequestFault('UNTRUSTED_DOCUMENT', 'This document is not known here.');
  }
  return text;
}
