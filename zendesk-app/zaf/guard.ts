// The SDK's traps: promises that resolve with an error object, per-path errors in a good answer, and requests that hang for ever.

/** Zendesk's own page answers within this, or not at all. */
export const ANSWER_MS = 5_000;
/** A sidecar that does not answer within this is down for the agent: no endless spinner. */
export const REQUEST_MS = 8_000;

/** Zendesk did not do what it was asked for. */
export class ZafError extends Error {
  override readonly name = 'ZafError';
}

/** The same promise, but it rejects with a ZafError after `ms` milliseconds. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ZafError(`Zendesk did not answer ${what} in ${String(ms)} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The values of a `get`, `set` or `invoke`, by path. On a timeout the SDK *resolves* with an error object, and an error
 * without a name likewise: an answer has `errors` and is no Error, anything else is thrown as ZafError.
 */
export function values(answer: unknown, what: string): Readonly<Record<string, unknown>> {
  if (isRecord(answer) && isRecord(answer['errors'])) return answer;
  throw new ZafError(`Zendesk could not ${what}: ${wordsOf(answer)}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordsOf(value: unknown): string {
  if (isRecord(value) && typeof value['message'] === 'string') return value['message'];
  return typeof value === 'string' ? value : 'no usable answer';
}
