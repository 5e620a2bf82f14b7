/** One HTTP exchange: a time limit over head and body, a limit of size, no redirects. */
import { parseExactJson } from '#schema/exact-json.ts';
import { RequestFailed } from './failure.ts';
import type { HeaderReader } from './limits.ts';

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Largest answer in bytes. */
  readonly limit: number;
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  /** Undefined where the answer is no JSON. */
  readonly body: unknown;
  readonly header: HeaderReader;
}

/**
 * Sends and reads to the end.
 * @throws TimeoutError, fetch's TypeError, or RequestFailed for an answer beyond the limit.
 */
export async function exchange(request: Exchange): Promise<Answer> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    body: request.body ?? null,
    redirect: 'manual',
    signal: AbortSignal.timeout(request.timeoutMs),
  });
  const text = await readText(response, request.limit);
  return { status: response.status, body: parse(text), header: (name) => response.headers.get(name) };
}

async function readText(response: Response, limit: number): Promise<string> {
  const declared = Number(response.headers.get('content-length') ?? 0);
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (declared <= limit) {
    for await (const chunk of response.body) {
      length += chunk.byteLength;
      if (length > limit) break;
      chunks.push(chunk);
    }
    if (length <= limit) return Buffer.concat(chunks).toString('utf8');
  } else {
    await response.body.cancel();
  }
  throw new RequestFailed({ kind: 'unavailable', message: `Zendesk's answer is larger than ${limit} bytes` });
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}
