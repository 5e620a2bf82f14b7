/** /healthz, /readyz and /metrics: for operators. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { secretTest } from './constant-time.ts';
import { refuse } from './refusals.ts';

/** One thing that the sidecar needs, e.g. `database`. `detail` is safe to show: no address, no secret. */
export interface Readiness {
  readonly name: string;
  readonly ready: boolean;
  readonly detail: string | null;
  /** False: shown, but the sidecar works without it (events are stored, reads are answered). */
  readonly required: boolean;
}

export interface OperationsOptions {
  readonly readiness: () => Promise<readonly Readiness[]>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Each opens /metrics from outside; none: only from this machine. */
  readonly adminTokens: readonly string[];
}

/** Longest wait for the causes, in ms. */
const READY_WITHIN = 2_000;

export function operationsRoutes(server: FastifyInstance, options: OperationsOptions): void {
  const isAdmin = secretTest(options.adminTokens);
  server.get('/healthz', { exposeHeadRoute: true }, (_request, reply) => reply.send({ status: 'alive' }));
  server.get('/readyz', async (_request, reply) => {
    const causes = await readinessInTime(options.readiness);
    const ready = causes.every((cause) => cause.ready || !cause.required);
    return reply.code(ready ? 200 : 503).send({ ready, causes });
  });
  server.get('/metrics', async (request, reply) => {
    if (!isOperator(request, isAdmin)) return refuse(reply, 'FORBIDDEN');
    const { contentType, text } = await options.metrics();
    return reply.type(contentType).send(text);
  });
}

async function readinessInTime(read: OperationsOptions['readiness']): Promise<readonly Readiness[]> {
  const late = (detail: string): readonly Readiness[] => [{ name: 'readiness', ready: false, required: true, detail }];
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<readonly Readiness[]>((resolve) => {
    timer = setTimeout(() => resolve(late('no answer in time')), READY_WITHIN);
  });
  try {
    return await Promise.race([read(), timeout]);
  } catch {
    return late('cannot be determined');
  } finally {
    clearTimeout(timer);
  }
}

/** What proxies add, one or another of them. */
const PASSED_ON = /^(?:forwarded|via|x-forwarded-.+|x-real-ip)$/;

/** On this machine and not passed on by a proxy, or with the admin token. */
function isOperator(request: FastifyRequest, isAdmin: (token: string) => boolean): boolean {
  const address = request.socket.remoteAddress ?? '';
  const local = address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
  if (local && !Object.keys(request.headers).some((name) => PASSED_ON.test(name))) return true;
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return bearer !== undefined && isAdmin(bearer);
}
