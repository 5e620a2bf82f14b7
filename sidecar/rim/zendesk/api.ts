/** Calls of Zendesk's API through node-zendesk and our transport; every answer's shape is checked. */
import nodeZendesk from 'node-zendesk'; // CommonJS: Node sees no named exports in it
import type { z } from 'zod';
import type { Delivered } from '#flow/ports.ts';
import { RequestFailed } from './failure.ts';
import type { Transport } from './transport.ts';

/** Parts of the path below /api/v2; a trailing object is the query. */
export type ApiPath = readonly [string, ...(string | Readonly<Record<string, string | number>>)[]];

export interface Api {
  /** @throws RequestFailed */
  get<T extends z.ZodType>(path: ApiPath, shape: T): Promise<z.output<T>>;
  put<T extends z.ZodType>(path: ApiPath, body: object, shape: T): Promise<z.output<T>>;
  post<T extends z.ZodType>(path: ApiPath, body: object, shape: T): Promise<z.output<T>>;
}

/**
 * @param endpoint `https://acme.zendesk.com/api/v2`
 * @param headers sent with every request, e.g. those of Zendesk's marketplace.
 */
export function createApi(endpoint: string, transport: Transport, headers: Readonly<Record<string, string>>): Api {
  const client = nodeZendesk.createClient({
    endpointUri: endpoint,
    oauth: true,
    token: 'set by the transport',
    customHeaders: { ...headers },
    throwOriginalException: true,
    transportConfig: { transportFn: transport, responseAdapter: asResponse },
  });
  const resource = client.tickets;
  resource.useDotJson = false;
  // The resources' own methods drop what stands beside the resource (side-loads, paging), hence the raw request.
  const call = async <T extends z.ZodType>(
    method: string,
    path: ApiPath,
    shape: T,
    body?: object,
  ): Promise<z.output<T>> => {
    const answer = await resource._rawRequest(method, [...path], ...(body === undefined ? [] : [body]));
    const read = shape.safeParse(answer.result);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') ?? '';
    // It would say so again.
    if (issue?.code === 'custom')
      throw new RequestFailed({ kind: 'invalid', message: `Zendesk's answer has ${issue.message} at "${where}"` });
    // A success that cannot be read is somebody in between, or half an answer: it is asked again.
    throw new RequestFailed({ kind: 'unavailable', message: `Zendesk's answer cannot be read at "${where}"` });
  };
  return {
    get: (path, shape) => call('GET', path, shape),
    put: (path, body, shape) => call('PUT', path, shape, body),
    post: (path, body, shape) => call('POST', path, shape, body),
  };
}

/** To node-zendesk every answer that arrives here is a success: failures were thrown, Retry-After was obeyed. */
function asResponse(body: unknown): object {
  return {
    status: 200,
    statusText: 'OK',
    headers: { get: (name: string) => (name.toLowerCase() === 'content-type' ? 'application/json' : null) },
    json: () => Promise.resolve(body),
  };
}

/** The expected failures as values; faults of the program go on as exceptions. */
export async function deliver<T>(work: () => Promise<T>): Promise<Delivered<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof RequestFailed) return { ok: false, failure: error.failure };
    throw error;
  }
}
