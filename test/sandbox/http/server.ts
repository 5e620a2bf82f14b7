// The HTTP side of the account: paths, body types, who may, how often, and how errors look.
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Account } from '../account.ts';
import { invalidEndpoint, plain, Refusal, unauthenticated } from '../refusal.ts';
import { authenticate, mayDo, readCookie, SESSION_COOKIE, type Access, type Actor } from './auth.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null;
    startedAt: number;
    isLogged: boolean;
  }
  interface FastifyContextConfig {
    /** OAuth resource of the route, for scopes like `tickets:read`. */
    resource?: string;
    /** Default: `agent`. */
    access?: Access;
    /** Endpoint limit besides the account's. */
    endpoint?: 'incremental' | 'search-export' | 'notify';
  }
}

const LARGEST_BODY = 2 * 1024 * 1024;

/** A server with the account's rules on it and no routes yet. */
export function createServer(account: Account): FastifyInstance {
  const server = Fastify({
    logger: false,
    bodyLimit: LARGEST_BODY,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
    rewriteUrl: (request) => withoutJson(request.url ?? '/'),
  });
  server.decorateRequest('actor', null);
  server.decorateRequest('startedAt', 0);
  server.decorateRequest('isLogged', false);
  readBodies(server);

  server.addHook('onRequest', async (request, reply) => {
    request.startedAt = performance.now();
    if (!isZendeskPath(request)) return;
    const met = await account.faults.meet(request, reply);
    if (met === 'silent') log(account, request, null);
    if (met !== 'passed') return reply;
    if (!request.url.startsWith('/api/v2')) return;
    if (request.is404) throw invalidEndpoint();
    request.actor = authenticate(account.state, account.sessions, account.clock, request);
    account.limiter.takeAccount(reply);
    takeEndpoint(account, request, reply);
    const { access = 'agent', resource = '' } = request.routeOptions.config;
    mayDo(request.actor, { access, resource, write: isWrite(request) });
  });
  server.addHook('onSend', async (request) => account.faults.meetAnswer(request));
  server.addHook('onResponse', async (request, reply) => log(account, request, reply.statusCode));
  server.addHook('onRequestAbort', async (request) => log(account, request, null));

  server.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  server.setNotFoundHandler((request, reply) => {
    const refusal = invalidEndpoint();
    return reply.code(refusal.status).send(refusal.body);
  });
  return server;
}

/** The actor of a route that asks for one. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw unauthenticated();
  return request.actor;
}

/** The CSRF token of a browser session; empty for others. */
export function readActorCsrf(account: Account, request: FastifyRequest): string {
  return account.sessions.bySession(readCookie(request, SESSION_COOKIE))?.csrfToken ?? '';
}

/** A number in the path; anything else is no record. */
export function idOf(request: FastifyRequest, name = 'id'): number {
  const text = (request.params as Record<string, string>)[name] ?? '';
  return /^\d+$/.test(text) ? Number(text) : -1;
}

/** The query as text values. */
export function queryOf(request: FastifyRequest): Record<string, string | undefined> {
  return request.query as Record<string, string | undefined>;
}

function withoutJson(url: string): string {
  const [path = '', ...query] = url.split('?');
  if (!path.startsWith('/api/v2/') || path.startsWith('/api/v2/webhooks')) return url;
  return [path.replace(/\.json$/, ''), ...query].join('?');
}

function isZendeskPath(request: FastifyRequest): boolean {
  return request.url.startsWith('/api/v2') || request.url.startsWith('/oauth/');
}

function isWrite(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD';
}

function takeEndpoint(account: Account, request: FastifyRequest, reply: FastifyReply): void {
  const { limits } = account.limiter;
  switch (request.routeOptions.config.endpoint) {
    case 'incremental':
      return account.limiter.takeEndpoint(reply, 'incremental-exports', limits.incrementalPerMinute);
    case 'search-export':
      return account.limiter.takeEndpoint(reply, 'search-export', limits.searchExportPerMinute);
    case 'notify':
      return account.limiter.takeEndpoint(reply, 'apps-notify', limits.notifyPerMinute);
    default:
  }
}

function readBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined);
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(plain(400, 'InvalidRequest', 'The request body is not valid JSON'), undefined);
    }
  });
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal)
    return reply
      .code(error.status)
      .headers(error.headers)
      .send(error.body ?? '');
  const { statusCode = 500, code = '' } = error as { statusCode?: number; code?: string };
  if (statusCode === 413)
    return reply.code(413).send({ error: 'RequestEntityTooLarge', description: 'Payload too large' });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return reply
      .code(415)
      .send({ error: 'UnsupportedMediaType', description: 'Content-Type must be application/json' });
  }
  if (statusCode < 500)
    return reply.code(statusCode).send({ error: 'InvalidRequest', description: (error as Error).message });
  process.stderr.write(`sandbox: ${request.method} ${request.url}: ${(error as Error).stack ?? String(error)}\n`);
  return reply.code(500).send({ error: 'InternalError', description: 'The sandbox has a bug; see its error output' });
}

function log(account: Account, request: FastifyRequest, status: number | null): void {
  if (!isZendeskPath(request) || request.isLogged) return;
  request.isLogged = true;
  const [path = '', query = ''] = request.url.split('?');
  account.requests.add({
    at: account.clock.now(),
    monotonicMs: request.startedAt,
    method: request.method,
    path,
    query,
    route: request.routeOptions.url ?? null,
    kind: path.startsWith('/oauth/') ? 'token' : isWrite(request) ? 'write' : 'read',
    actorId: request.actor?.user.id ?? null,
    status,
  });
}
