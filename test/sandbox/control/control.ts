// The control interface under /sandbox: what the agent page and tests do that Zendesk has no call for. See README.md.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Account } from '../account.ts';
import type { AppKeys } from '../api/apps.ts';
import { toStamp } from '../clock.ts';
import { contractsOf } from '../contracts.ts';
import type { JsonObject, User } from '../records.ts';
import { plain } from '../refusal.ts';
import { groupJson, organizationJson, ticketJson, userJson } from '../serialize.ts';
import { ticketFieldJson } from '../serialize-settings.ts';
import { isAgent } from '../state.ts';
import { eventRoutes } from './events.ts';
import { actingUser, sessionOf, signIn } from './people.ts';
import { proxyRequest } from './proxy.ts';
import { controlTicketRoutes, read } from './tickets.ts';

const mode = z.enum(['ok', 'down', 'slow', 'reset', 'unauthorized']);
const network = z.strictObject({ webhooks: mode.optional(), proxy: mode.optional(), delayMs: z.number().optional() });
const clockChange = z.union([
  z.strictObject({ forward: z.number() }),
  z.strictObject({ set: z.iso.datetime({ offset: true }) }),
]);
const scripted = z.strictObject({
  match: z.string(),
  answer: z.union([
    z.enum(['reset', 'slow', 'hang', 'apply-then-reset']),
    z.strictObject({
      status: z.number(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
    }),
  ]),
  times: z.number().optional(),
  delayMs: z.number().optional(),
});

/** Mounts everything under `/sandbox`. */
export function controlRoutes(server: FastifyInstance, account: Account, keys: AppKeys, reset: () => void): void {
  const { state, clock } = account;
  controlTicketRoutes(server, account);
  eventRoutes(server, account);

  server.get('/sandbox/state', async (request, reply) => {
    const { me, csrfToken } = sessionOf(account, request, reply);
    return snapshot(account, me, csrfToken);
  });
  server.post('/sandbox/me', async (request, reply) => {
    const { userId } = read(z.strictObject({ userId: z.number() }), request);
    const me = state.users.get(userId);
    if (!me || !isAgent(me)) throw plain(422, 'InvalidUser', 'Only agents have a session');
    const csrfToken = signIn(account, reply, me);
    return { me: userJson(state, me), csrfToken };
  });
  server.post('/sandbox/clock', async (request) => {
    const change = read(clockChange, request);
    if ('forward' in change) clock.forward(change.forward);
    else clock.set(Date.parse(change.set));
    return { now: toStamp(clock.now()) };
  });
  server.post('/sandbox/network', async (request) => {
    const change = read(network, request);
    account.network.webhooks = change.webhooks ?? account.network.webhooks;
    account.network.proxy = change.proxy ?? account.network.proxy;
    account.network.delayMs = change.delayMs ?? account.network.delayMs;
    state.announce.emit('network', account.network);
    return { network: account.network };
  });
  server.post('/sandbox/faults', async (request, reply) => {
    const { match, answer, times, delayMs } = read(scripted, request);
    const scriptedAnswer =
      typeof answer === 'string'
        ? answer
        : { status: answer.status, body: answer.body, ...(answer.headers ? { headers: answer.headers } : {}) };
    account.faults.next({
      match,
      answer: scriptedAnswer,
      ...(times === undefined ? {} : { times }),
      ...(delayMs === undefined ? {} : { delayMs }),
    });
    return reply.code(201).send({});
  });
  server.delete('/sandbox/faults', async (_request, reply) => {
    account.faults.clear();
    return reply.code(204).send();
  });
  server.get('/sandbox/deliveries', async () => ({ deliveries: account.dispatcher.deliveries }));
  server.get('/sandbox/requests', async () => ({ requests: account.requests.entries }));
  server.get('/sandbox/writes', async () => ({ writes: account.writes }));
  server.get('/sandbox/contracts', async () => ({ contracts: contractsOf(state) }));
  server.post('/sandbox/proxy', async (request) => proxyRequest(account, request.body));
  server.post('/sandbox/signed-url', async (request) => {
    const given = read(
      z.strictObject({ url: z.string(), ticketId: z.number(), location: z.string().optional() }),
      request,
    );
    const context = { product: 'support', location: given.location ?? 'ticket_sidebar', ticketId: given.ticketId };
    return { token: await keys.signedUrlToken(actingUser(account, request).id, context) };
  });
  server.post('/sandbox/reset', async () => {
    reset();
    return { now: toStamp(clock.now()) };
  });
}

function snapshot(account: Account, me: User, csrfToken: string): JsonObject {
  const { state, clock, app } = account;
  const tickets = [...state.tickets.values()]
    .filter((ticket) => !ticket.deleted)
    .sort((a, b) => b.generatedAt - a.generatedAt);
  return {
    now: toStamp(clock.now()),
    offsetMs: clock.offset(),
    revision: state.revision,
    account: state.account,
    me: userJson(state, me),
    csrfToken,
    users: [...state.users.values()].map((user) => userJson(state, user)),
    organizations: [...state.organizations.values()].map((organization) => organizationJson(state, organization)),
    groups: [...state.groups.values()].map((group) => groupJson(state, group)),
    brands: state.brands,
    ticketFields: [...state.ticketFields.values()].map((field) => ticketFieldJson(state, field)),
    tickets: tickets.map((ticket) => ticketJson(state, ticket)),
    stories: state.stories,
    app: {
      appId: app.appId,
      installationId: app.installationId,
      name: app.name,
      version: app.version,
      plan: { name: 'enterprise' },
      settings: app.settings,
      domainWhitelist: app.domainWhitelist,
    },
    network: account.network,
  };
}
