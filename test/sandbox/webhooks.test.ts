// Webhooks as Zendesk sends them: what is signed, what is repeated, what is lost.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { callSandbox, openSandbox, story, type Client } from './client.ts';
import type { DeliveryOptions, SandboxOptions } from './options.ts';
import { nextAfter } from './webhooks/redelivery.ts';
import { PUBLISHED_TEST_SECRET, signWebhook } from './webhooks/signature.ts';

const SECRET = 'a-signing-secret-of-enough-length';
type Reply = { status: number; headers?: Record<string, string> } | 'silence';

interface Receiver {
  endpoint: string;
  received: { headers: IncomingHttpHeaders; body: string }[];
}

async function receiver(replies: readonly Reply[]): Promise<Receiver> {
  const received: Receiver['received'] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const reply = replies[received.length] ?? { status: 200 };
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      if (reply !== 'silence') response.writeHead(reply.status, reply.headers).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

async function withReceiver(
  replies: readonly Reply[],
  delivery: Partial<DeliveryOptions> = {},
  more: SandboxOptions = {},
): Promise<Client & Receiver> {
  const other = await receiver(replies);
  const client = await openSandbox({
    webhook: { endpoint: other.endpoint, secret: SECRET },
    delivery: { retryWaitMs: 1, ...delivery },
    ...more,
  });
  return { ...client, ...other };
}

/** An agent's change on the page, and what became of the delivery. */
async function change(client: Client, name = 'custom_known'): Promise<{ tries: number; state: string | undefined }> {
  const { sandbox } = client;
  await callSandbox(sandbox, 'POST', `/sandbox/tickets/${story(sandbox, name)}/update`, {
    subject: `New subject of ${name}`,
  });
  await sandbox.webhooksSettled();
  const last = sandbox.deliveries.at(-1);
  return { tries: last?.attempts.length ?? 0, state: last?.state };
}

describe('the signature', () => {
  test('is HMAC-SHA256 over timestamp and body, base64', () => {
    const timestamp = '2021-03-25T05:09:27Z';
    const body = '{"ticket_id":"35436","priority":"high"}';
    expect(signWebhook(PUBLISHED_TEST_SECRET, timestamp, body)).toBe('ZUZ+e+NOubtS0ebw90QdcFjqLdK/ynznAb06RrtT55E=');
    expect(signWebhook(PUBLISHED_TEST_SECRET, timestamp, '')).toBe('wCdBvXaHttn0wRVIYctzZ9O6O0bnqWakJMEKZ9VoRWw=');
  });

  test("stands over the body that the world's trigger wrote", async () => {
    const client = await withReceiver([]);
    const { sandbox, received } = client;
    const id = story(sandbox, 'custom_at_risk');
    await callSandbox(sandbox, 'POST', `/sandbox/tickets/${id}/update`, {
      comment: { body: 'We are on it. "Quoted"', public: true },
      status: 'open',
    });
    await sandbox.webhooksSettled();
    const [got] = received;
    const headers = got?.headers ?? {};
    expect(headers['x-zendesk-webhook-signature-timestamp']).toBe('2026-03-04T15:00:00Z');
    expect(headers['x-zendesk-webhook-signature']).toBe(signWebhook(SECRET, '2026-03-04T15:00:00Z', got?.body ?? ''));
    expect(headers['x-zendesk-webhook-invocation-id']).toBe(sandbox.deliveries[0]?.invocationId);
    const agent = sandbox.writes[0]?.actorId;
    expect(JSON.parse(got?.body ?? '')).toMatchObject({
      event: 'ticket.updated',
      ticket_id: String(id),
      status: 'open',
      priority: '',
      type: 'incident',
      channel: 'web',
      tags: 'all_users fault',
      updated_at: '2026-03-04T15:00Z',
      fields: { support_impact: 'all_users', support_request: 'fault' },
      comment: { public: true, author_id: String(agent), author_role: 'agent' },
      actor_id: String(agent),
    });
  });

  test("is not sent for the integration's own writes, unless asked for", async () => {
    const quiet = await withReceiver([]);
    await quiet.call('PUT', `/api/v2/tickets/${story(quiet.sandbox, 'unpaid')}`, { ticket: { priority: 'low' } });
    await quiet.sandbox.webhooksSettled();
    expect(quiet.received).toHaveLength(0);
    const other = await receiver([]);
    const echoing = await openSandbox({ webhook: { endpoint: other.endpoint, secret: SECRET, echo: true } });
    await echoing.call('PUT', `/api/v2/tickets/${story(echoing.sandbox, 'unpaid')}`, { ticket: { priority: 'low' } });
    await echoing.sandbox.webhooksSettled();
    expect(other.received).toHaveLength(1);
  });
});

describe('redelivery', () => {
  const again = (status: number, seconds?: string): Reply => ({
    status,
    headers: seconds === undefined ? {} : { 'retry-after': seconds },
  });
  const cases: [string, Reply[], { tries: number; state: string }][] = [
    ['200', [again(200)], { tries: 1, state: 'delivered' }],
    ['204', [again(204)], { tries: 1, state: 'delivered' }],
    ['409 three times', [again(409), again(409), again(409)], { tries: 4, state: 'delivered' }],
    ['409 four times', Array<Reply>(9).fill(again(409)), { tries: 4, state: 'lost' }],
    ['503 with a short Retry-After', [again(503, '0')], { tries: 2, state: 'delivered' }],
    ['429 with a short Retry-After', [again(429, '0')], { tries: 2, state: 'delivered' }],
    ['503 with a long Retry-After', [again(503, '60')], { tries: 1, state: 'lost' }],
    ['503 without Retry-After', [again(503)], { tries: 1, state: 'lost' }],
    ['500', [again(500)], { tries: 1, state: 'lost' }],
    ['502', [again(502)], { tries: 1, state: 'lost' }],
    ['504', [again(504)], { tries: 1, state: 'lost' }],
    ['401', [again(401)], { tries: 1, state: 'lost' }],
    ['a redirect', [{ status: 302, headers: { location: '/elsewhere' } }], { tries: 1, state: 'lost' }],
  ];
  test.each(cases)('%s', async (_name, replies, expected) => {
    expect(await change(await withReceiver(replies))).toEqual(expected);
  });

  test('after silence: again, five times at most', () => {
    const counts = { conflicts: 3, pauses: 3, timeouts: 4 };
    expect(nextAfter({ kind: 'timeout' }, counts, 1000)).toEqual({ kind: 'again', waitMs: 1000 });
    expect(nextAfter({ kind: 'timeout' }, { ...counts, timeouts: 5 }, 1000)).toMatchObject({ kind: 'lost' });
    expect(nextAfter({ kind: 'answered', status: 200, retryAfter: null }, counts, 1000)).toEqual({ kind: 'delivered' });
    expect(nextAfter({ kind: 'answered', status: 503, retryAfter: '59' }, { ...counts, pauses: 0 }, 1000)).toEqual({
      kind: 'again',
      waitMs: 59_000,
    });
  });

  test('silence: five repeats', async () => {
    const client = await withReceiver(Array<Reply>(9).fill('silence'), { timeoutMs: 20 });
    expect(await change(client)).toEqual({ tries: 6, state: 'lost' });
  });

  test('repeats keep the invocation id', async () => {
    const client = await withReceiver([{ status: 409 }]);
    await change(client);
    const ids = client.received.map(({ headers }) => headers['x-zendesk-webhook-invocation-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });
});

describe('best effort', () => {
  test('duplicates, drops and changed order by option', async () => {
    const twice = await withReceiver([], { duplicateProbability: 1 });
    await change(twice);
    expect(twice.received).toHaveLength(2);
    const never = await withReceiver([], { dropProbability: 1 });
    await change(never);
    expect(never.received).toHaveLength(0);
    const mixed = await withReceiver([], { reorderProbability: 1 });
    for (const name of ['custom_known', 'unpaid']) {
      await callSandbox(mixed.sandbox, 'POST', `/sandbox/tickets/${story(mixed.sandbox, name)}/update`, {
        subject: 'New',
      });
    }
    await mixed.sandbox.webhooksSettled();
    expect(mixed.received.map(({ body }) => Number((JSON.parse(body) as { ticket_id: string }).ticket_id))).toEqual([
      story(mixed.sandbox, 'unpaid'),
      story(mixed.sandbox, 'custom_known'),
    ]);
  });

  test('the circuit breaker drops what comes while most requests fail', async () => {
    const client = await withReceiver(Array<Reply>(40).fill({ status: 500 }), { circuitBreaker: true });
    const webhook = [...client.sandbox.state.webhooks.values()][0];
    if (!webhook) throw new Error('the world has no webhook');
    for (let i = 0; i < 20; i++) client.sandbox.account.dispatcher.send(webhook, '{}');
    await client.sandbox.webhooksSettled();
    const last = client.sandbox.account.dispatcher.send(webhook, '{}');
    await client.sandbox.webhooksSettled();
    expect([client.received.length, last.state, last.because]).toEqual([20, 'lost', 'circuit breaker']);
  });

  test('a network that is down loses the delivery', async () => {
    const client = await withReceiver([]);
    client.sandbox.network.webhooks = 'down';
    expect(await change(client)).toEqual({ tries: 1, state: 'lost' });
    expect(client.received).toHaveLength(0);
  });
});

describe('the webhook API', () => {
  test('creates, shows the secret, sends tests with the published one, logs invocations', async () => {
    const client = await withReceiver([]);
    const { call, received, endpoint, sandbox } = client;
    const webhook = {
      name: 'Mine',
      status: 'active',
      endpoint,
      http_method: 'POST',
      request_format: 'json',
      subscriptions: ['conditional_ticket_events'],
    };
    expect((await call('POST', '/api/v2/webhooks', { webhook: { ...webhook, status: 'on' } })).status).toBe(400);
    const created = await call('POST', '/api/v2/webhooks', { webhook });
    const { id } = created.body.webhook as { id: string };
    expect([created.status, id]).toEqual([201, expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/)]);
    const secret = await call('GET', `/api/v2/webhooks/${id}/signing_secret`);
    expect(secret.body).toEqual({
      signing_secret: { algorithm: 'SHA256', secret: expect.stringMatching(/.{32}/) as unknown },
    });
    await call('POST', '/api/v2/webhooks/test', { request: { endpoint, payload: '{}' } });
    expect(received.at(-1)?.headers['x-zendesk-webhook-signature']).toBe(
      signWebhook(PUBLISHED_TEST_SECRET, '2026-03-04T15:00:00Z', '{}'),
    );
    expect((await call('PATCH', `/api/v2/webhooks/${id}`, { webhook: { status: 'inactive' } })).status).toBe(204);
    await change(client);
    const own = [...sandbox.state.webhooks.values()][0]?.id;
    const invocations = await call('GET', `/api/v2/webhooks/${own}/invocations`);
    expect(invocations.body.invocations).toMatchObject([{ status: 'success', status_code: 200 }]);
    expect((await call('DELETE', `/api/v2/webhooks/${own}`)).status).toBe(403);
    expect((await call('DELETE', `/api/v2/webhooks/${id}`)).status).toBe(204);
  });
});
