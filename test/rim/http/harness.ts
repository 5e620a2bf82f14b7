/** A real server on a free port of the loopback, with a store in memory. */
import { sign } from '#rim/http/signature.ts';
import { createHttpServer, type Mount } from '#rim/http/server.ts';
import type { Delivery } from '#rim/http/webhook-route.ts';
import type { Readiness } from '#rim/http/operations-routes.ts';
import { createLogger } from '#rim/process/logger.ts';

export const SECRET = 'a-webhook-secret-of-some-length';
export const NOW = Date.parse('2026-03-02T09:00:00Z');
export const TIMESTAMP = '2026-03-02T09:00:00Z';

export interface Harness {
  readonly url: string;
  readonly port: number;
  readonly deliveries: Delivery[];
  readonly answers: string[];
  readonly log: string[];
  store: (delivery: Delivery) => Promise<'accepted' | 'duplicate' | 'quarantined'>;
  readiness: readonly Readiness[];
  readonly close: () => Promise<void>;
}

export async function startHttp(
  options: {
    secrets?: readonly string[];
    adminTokens?: readonly string[];
    mounts?: readonly Mount[];
    now?: () => number;
  } = {},
): Promise<Harness> {
  const log: string[] = [];
  const seen = new Set<string>();
  const deliveries: Delivery[] = [];
  const answers: string[] = [];
  const state: Pick<Harness, 'store' | 'readiness'> = {
    readiness: [],
    store: (delivery) => {
      if (seen.has(delivery.identity)) return Promise.resolve('duplicate');
      seen.add(delivery.identity);
      deliveries.push(delivery);
      return Promise.resolve(delivery.reading.kind === 'event' ? 'accepted' : 'quarantined');
    },
  };
  const server = createHttpServer({
    log: createLogger('info', { write: (line: string) => void log.push(line) }),
    webhook: {
      secrets: options.secrets ?? [SECRET],
      toleranceMs: 300_000,
      now: options.now ?? (() => NOW),
      accept: (delivery) => state.store(delivery),
      observe: (answer) => void answers.push(answer),
    },
    operations: {
      readiness: () => Promise.resolve(state.readiness),
      metrics: () => Promise.resolve({ contentType: 'text/plain', text: 'tierline_up 1\n' }),
      adminTokens: options.adminTokens ?? [],
    },
    mounts: options.mounts ?? [],
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return Object.assign(state, {
    url,
    port: Number(new URL(url).port),
    deliveries,
    answers,
    log,
    close: () => server.close(),
  });
}

/** A signed post; `headers` replace or (undefined) take away. */
export async function post(
  harness: Harness,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<Response> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
  const all: Record<string, string | undefined> = {
    'content-type': 'application/json',
    'x-zendesk-webhook-signature': sign(SECRET, TIMESTAMP, bytes),
    'x-zendesk-webhook-signature-timestamp': TIMESTAMP,
    'x-zendesk-webhook-invocation-id': '01JFTSCC78X5V07NPY2MHR00M1',
    ...headers,
  };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return fetch(`${harness.url}/webhooks/zendesk`, { method: 'POST', headers: sent, body: bytes });
}
