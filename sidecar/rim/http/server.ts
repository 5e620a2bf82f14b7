/** The HTTP server: routes, limits for slow clients, request ids, and refusals that tell nothing. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { nextRequestId, PLAIN_HEADERS, refuseBroken } from './bare.ts';
import { createDoor } from './drain.ts';
import { oncePerSecond } from './log-rate.ts';
import { operationsRoutes, type OperationsOptions } from './operations-routes.ts';
import { refuse, type RefusalCode } from './refusals.ts';
import { createWebhookRoute, WEBHOOK_PATH, type WebhookOptions } from './webhook-route.ts';

/** Longest time for the headers and for the whole request, in ms, with a second's slack of the checking interval. */
const HEADERS_WITHIN = 13_000;
const REQUEST_WITHIN = 28_000;
const CHECK_EVERY = 1_000;
/** Longer than the proxies before us keep a connection that is silent, in ms: they close it, not we. */
const KEEP_ALIVE = 72_000;
/** Largest body of any other route, in bytes: a policy text is at most 256 KiB, escaped in JSON. */
const BODY_LIMIT = 640 * 1024;

export interface HttpServerOptions {
  readonly log: FastifyBaseLogger;
  readonly webhook: WebhookOptions;
  readonly operations: OperationsOptions;
  /** Further routes, mounted by the root: GraphQL, the hosted app. `paths` names their methods for 405. */
  readonly mounts: readonly Mount[];
  /** Told of every answer; `route` is the pattern, never the address. */
  readonly observe?: (route: string, status: number) => void;
}

export interface Mount {
  /** Path → methods that are known there. */
  readonly methods: Readonly<Record<string, readonly string[]>>;
  readonly register: (server: FastifyInstance) => void;
}

/** Builds the server; the root calls `listen` and `close`. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const http = createServer({
    requestTimeout: REQUEST_WITHIN,
    headersTimeout: HEADERS_WITHIN,
    keepAliveTimeout: KEEP_ALIVE,
    connectionsCheckingInterval: CHECK_EVERY,
  });
  // A client may close its sending side when it has asked: it still waits for the answer.
  Object.assign(http, { httpAllowHalfOpen: true });
  const door = createDoor(http);
  const server = Fastify({
    serverFactory: (handler) => http.on('request', route(handler)),
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    genReqId: nextRequestId,
    // A logger of its own for each request costs more than the request; lines carry the id themselves.
    childLoggerFactory: (logger) => logger,
    // While it stops, requests on open connections are still served: a bare 503 would lose a webhook.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: refuseBroken,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: (_error, _request, reply) => void refuse(reply as FastifyReply, 'BAD_REQUEST'),
  });
  function route(handler: Handler): Handler {
    const webhook = createWebhookRoute(options.webhook, {
      answered: (status) => options.observe?.(WEBHOOK_PATH, status),
      complain: oncePerSecond(options.webhook.now, (what, leftOut) => {
        options.log.warn({ answer: what, leftOut }, 'webhooks were refused');
      }),
      failed: (error) => options.log.error({ err: error, route: WEBHOOK_PATH }, 'a request failed'),
    });
    return (request, response) => {
      if (!door.admit(request, response)) return;
      if (isWebhook(request.url ?? '')) webhook(request, response);
      else handler(request, response);
    };
  }
  const methods = {
    '/healthz': ['GET', 'HEAD'],
    '/readyz': ['GET', 'HEAD'],
    '/metrics': ['GET', 'HEAD'],
    ...Object.assign({}, ...options.mounts.map((mount) => mount.methods)),
  } as Readonly<Record<string, readonly string[]>>;
  server.addHook('onRequest', plainHeaders);
  server.addHook('onResponse', (request, reply, done) => {
    options.observe?.(request.routeOptions.url ?? 'none', reply.statusCode);
    done();
  });
  server.setErrorHandler(onError);
  server.setNotFoundHandler((request, reply) => onNotFound(request, reply, methods));
  operationsRoutes(server, options.operations);
  for (const mount of options.mounts) mount.register(server);
  server.addHook('preClose', door.close); // after the mounts: they end their streams first
  return server;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** As a sender writes it, or with the host before it, as one may that takes us for a proxy. */
const WEBHOOK_URL = new RegExp(`^(?:https?://[^/?#]*)?${WEBHOOK_PATH}(?:\\?|$)`);

function isWebhook(url: string): boolean {
  return url === WEBHOOK_PATH || WEBHOOK_URL.test(url);
}

function plainHeaders(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.header('x-request-id', request.id);
  for (const [name, value] of PLAIN_HEADERS) reply.header(name, value);
  done();
}

function onNotFound(
  request: FastifyRequest,
  reply: FastifyReply,
  methods: Readonly<Record<string, readonly string[]>>,
): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? '';
  const allowed = Object.hasOwn(methods, path) ? methods[path] : undefined;
  if (allowed === undefined) return refuse(reply, 'NOT_FOUND');
  return refuse(reply.header('allow', allowed.join(', ')), 'METHOD_NOT_ALLOWED');
}

const BY_STATUS: Readonly<Record<number, RefusalCode>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** Faults of the request keep their status; everything else is ours, and only the log learns what it was. */
function onError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const code = BY_STATUS[error.statusCode ?? 500];
  if (code !== undefined) return refuse(reply, code);
  request.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a request failed');
  return refuse(reply, 'INTERNAL');
}
