// Webhooks: connection, secret, log of invocations. These paths take no `.json`.
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Account } from '../account.ts';
import { toStamp } from '../clock.ts';
import { actorOf, queryOf } from '../http/server.ts';
import type { Webhook } from '../records.ts';
import { coded, Refusal } from '../refusal.ts';
import { webhookJson } from '../serialize-settings.ts';
import type { Delivery } from '../webhooks/dispatcher.ts';
import { PUBLISHED_TEST_SECRET } from '../webhooks/signature.ts';
import { pageOf } from './paging.ts';

const webhookInput = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  status: z.enum(['active', 'inactive']),
  endpoint: z.url({ protocol: /^https?$/ }),
  http_method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  request_format: z.enum(['json', 'xml', 'form_encoded']),
  subscriptions: z.array(z.string()).optional(),
  authentication: z
    .object({
      type: z.enum(['basic_auth', 'bearer_token', 'api_key']),
      data: z.record(z.string(), z.unknown()),
      add_position: z.literal('header'),
    })
    .nullish(),
  custom_headers: z.record(z.string(), z.string()).nullish(),
});

const config = { config: { resource: 'webhooks', access: 'admin' as const } };

/** Mounts the routes. */
export function webhookRoutes(server: FastifyInstance, account: Account): void {
  const { state, clock, dispatcher } = account;

  server.get('/api/v2/webhooks', config, async (request) => {
    const name = queryOf(request)['filter[name_contains]']?.toLowerCase();
    const status = queryOf(request)['filter[status]'];
    const rows = [...state.webhooks.values()].filter(
      (row) =>
        (name === undefined || row.name.toLowerCase().includes(name)) &&
        (status === undefined || row.status === status),
    );
    const page = pageOf(request, 'webhooks', rows, webhookJson);
    return {
      webhooks: page.webhooks,
      meta: page.meta ?? { has_more: false, after_cursor: null, before_cursor: null },
      links: page.links ?? { next: null, prev: null },
    };
  });
  server.get('/api/v2/webhooks/:id', config, async (request) => ({ webhook: webhookJson(mustBe(account, request)) }));
  server.post('/api/v2/webhooks', config, async (request, reply) => {
    const given = read(request, webhookInput);
    const userId = String(actorOf(request).user.id);
    const webhook = makeWebhook(account, { ...given, id: state.nextUlid(clock.now()), userId });
    state.webhooks.set(webhook.id, webhook);
    return reply.code(201).send({ webhook: webhookJson(webhook) });
  });
  const change = async (request: FastifyRequest, partial: boolean) => {
    const old = mustBe(account, request);
    const given = partial ? read(request, webhookInput.partial()) : read(request, webhookInput);
    const kind = (subscriptions: readonly string[]) => subscriptions.includes('conditional_ticket_events');
    if (given.subscriptions && kind(given.subscriptions) !== kind(old.subscriptions)) {
      throw coded(400, 'InvalidWebhook', 'Webhook subscriptions cannot change between triggers and events');
    }
    state.webhooks.set(old.id, {
      ...old,
      name: given.name ?? old.name,
      description: given.description ?? old.description,
      status: given.status ?? old.status,
      endpoint: given.endpoint ?? old.endpoint,
      httpMethod: given.http_method ?? old.httpMethod,
      requestFormat: given.request_format ?? old.requestFormat,
      subscriptions: given.subscriptions ?? old.subscriptions,
      authentication: given.authentication === undefined ? old.authentication : given.authentication,
      customHeaders: given.custom_headers ?? old.customHeaders,
      updatedAt: clock.now(),
      updatedBy: String(actorOf(request).user.id),
    });
  };
  server.put('/api/v2/webhooks/:id', config, async (request, reply) => {
    await change(request, false);
    return reply.code(204).send();
  });
  server.patch('/api/v2/webhooks/:id', config, async (request, reply) => {
    await change(request, true);
    return reply.code(204).send();
  });
  server.delete('/api/v2/webhooks/:id', config, async (request, reply) => {
    const webhook = mustBe(account, request);
    const used = [...state.triggers.values()].some((trigger) =>
      trigger.actions.some(
        (action) => action.field === 'notification_webhook' && (action.value as unknown[])[0] === webhook.id,
      ),
    );
    if (used) throw coded(403, 'WebhookInUse', 'The webhook is connected to a trigger');
    state.webhooks.delete(webhook.id);
    return reply.code(204).send();
  });
  server.get('/api/v2/webhooks/:id/signing_secret', config, async (request) => ({
    signing_secret: { algorithm: 'SHA256', secret: mustBe(account, request).secret },
  }));
  server.post('/api/v2/webhooks/:id/signing_secret', config, async (request, reply) => {
    const webhook = mustBe(account, request);
    webhook.secret = randomBytes(32).toString('base64');
    return reply.code(201).send({ signing_secret: { algorithm: 'SHA256', secret: webhook.secret } });
  });
  server.post('/api/v2/webhooks/test', config, async (request) => {
    const known = state.webhooks.get(queryOf(request).webhook_id ?? '');
    const body = (request.body ?? {}) as { request?: { endpoint?: string; payload?: string } };
    const webhook =
      known ??
      makeWebhook(account, {
        name: 'test',
        status: 'active',
        endpoint: body.request?.endpoint ?? '',
        http_method: 'POST',
        request_format: 'json',
        id: 'test',
        userId: '-1',
      });
    const { outcome, text } = await dispatcher.attempt(
      webhook,
      body.request?.payload ?? '',
      state.nextUlid(clock.now()),
      known ? known.secret : PUBLISHED_TEST_SECRET,
    );
    return { response: { status: outcome.kind === 'answered' ? outcome.status : 0, headers: [], payload: text } };
  });
  server.get('/api/v2/webhooks/:id/invocations', config, async (request) => {
    const webhook = mustBe(account, request);
    const rows = dispatcher.deliveries
      .filter((one) => one.webhookId === webhook.id)
      .map((one) => ({ ...one, id: one.invocationId }));
    return {
      meta: { has_more: false, after_cursor: null, before_cursor: null },
      links: { next: null, prev: null },
      invocations: rows.map(invocationJson),
    };
  });
  server.get('/api/v2/webhooks/:id/invocations/:invocationId/attempts', config, async (request) => {
    const { invocationId } = request.params as { invocationId: string };
    const found = dispatcher.deliveries.find(
      (one) => one.invocationId === invocationId && one.webhookId === mustBe(account, request).id,
    );
    if (!found) throw coded(404, 'InvocationNotFound', 'Invocation not found');
    return {
      attempts: found.attempts.map((attempt, index) => ({
        id: `${invocationId}-${index + 1}`,
        invocation_id: invocationId,
        status: attempt.outcome.kind === 'answered' ? attempt.outcome.status : attempt.outcome.kind,
        request: { endpoint: mustBe(account, request).endpoint, payload: found.body },
        occured_at: attempt.at,
      })),
    };
  });
}

/** A webhook with a fresh secret, unless one is given. */
export function makeWebhook(
  account: { clock: { now(): number } },
  given: z.infer<typeof webhookInput> & { id: string; userId: string; secret?: string },
): Webhook {
  const now = account.clock.now();
  return {
    id: given.id,
    name: given.name,
    description: given.description ?? null,
    status: given.status,
    endpoint: given.endpoint,
    httpMethod: given.http_method,
    requestFormat: given.request_format,
    subscriptions: given.subscriptions ?? ['conditional_ticket_events'],
    authentication: given.authentication ?? null,
    customHeaders: given.custom_headers ?? {},
    secret: given.secret ?? randomBytes(32).toString('base64'),
    createdBy: given.userId,
    updatedBy: given.userId,
    createdAt: now,
    updatedAt: now,
  };
}

function mustBe(account: Account, request: FastifyRequest): Webhook {
  const { id } = request.params as { id: string };
  const webhook = account.state.webhooks.get(id);
  if (!webhook) throw coded(404, 'WebhookNotFound', 'Webhook not found');
  return webhook;
}

function read<T extends z.ZodType>(request: FastifyRequest, shape: T): z.infer<T> {
  const checked = shape.safeParse((request.body as { webhook?: unknown } | undefined)?.webhook);
  if (checked.success) return checked.data;
  throw new Refusal(400, {
    errors: checked.error.issues.map((issue) => ({
      code: 'InvalidInput',
      title: `${issue.path.join('.') || 'webhook'}: ${issue.message}`,
      detail: issue.message,
      status: '400',
    })),
  });
}

function invocationJson(delivery: Delivery): object {
  const last = delivery.attempts.at(-1)?.outcome;
  return {
    id: delivery.invocationId,
    status: delivery.state === 'delivered' ? 'success' : delivery.state === 'lost' ? 'failed' : 'retrying',
    status_code: last?.kind === 'answered' ? last.status : null,
    latest_completed_at: delivery.attempts.at(-1)?.at ?? toStamp(0),
    created_at: delivery.at,
  };
}
