// The control interface: who acts, the proxy's rules, events to open pages.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { jwtVerify, importSPKI } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { callSandbox, openSandbox, story, START } from './client.ts';
import { DEFAULT_APP_SECRET } from './options.ts';
import type { Sandbox } from './sandbox.ts';

const control = (sandbox: Sandbox, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  callSandbox(sandbox, method, `/sandbox${path}`, body, headers);

describe('people and tickets', () => {
  test('the acting user is the first agent, the session, or the header', async () => {
    const { sandbox } = await openSandbox();
    const state = await control(sandbox, 'GET', '/state');
    expect(state.body.me).toMatchObject({ name: 'Support agent' });
    const lead = [...sandbox.state.users.values()].find((user) => user.name === 'Support lead')?.id;
    const signedIn = await control(sandbox, 'POST', '/me', { userId: lead });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await control(sandbox, 'GET', '/state', undefined, { cookie })).body.me).toMatchObject({
      name: 'Support lead',
    });
    await control(
      sandbox,
      'POST',
      `/tickets/${story(sandbox, 'custom_known')}/update`,
      { priority: 'low' },
      { 'x-sandbox-user': String(lead) },
    );
    expect(sandbox.writes).toMatchObject([{ actorId: lead, channel: 'web', changes: { priority: 'low' } }]);
    expect(
      (await control(sandbox, 'POST', '/me', { userId: sandbox.state.tickets.get(35_401)?.requesterId })).status,
    ).toBe(422);
  });

  test("a customer's reply opens a waiting ticket; a rating is the customer's", async () => {
    const { sandbox } = await openSandbox();
    const id = story(sandbox, 'business_pending');
    const answer = await control(sandbox, 'POST', `/tickets/${id}/customer-reply`, { body: 'Here it is.' });
    expect(answer.body.ticket).toMatchObject({ status: 'open' });
    expect(answer.body.audit).toMatchObject({
      author_id: sandbox.state.tickets.get(id)?.requesterId,
      via: { channel: 'email' },
    });
    const rated = await control(sandbox, 'POST', `/tickets/${story(sandbox, 'business_solved')}/rating`, {
      score: 'bad',
    });
    expect(rated.body.ticket).toMatchObject({ satisfaction_rating: { score: 'bad' }, status: 'solved' });
    expect((await control(sandbox, 'POST', `/tickets/${id}/update`, { colour: 'red' })).status).toBe(400);
    expect((await control(sandbox, 'POST', `/tickets/${id}/update`, { fields: { nonsense: 'x' } })).status).toBe(422);
  });

  test('reset gives the same world with the same numbers', async () => {
    const { sandbox } = await openSandbox();
    const before = { stories: sandbox.state.stories, contracts: sandbox.contracts };
    await control(sandbox, 'DELETE', `/tickets/${story(sandbox, 'unpaid')}`);
    await control(sandbox, 'POST', '/reset');
    expect({ stories: sandbox.state.stories, contracts: sandbox.contracts }).toEqual(before);
    expect(sandbox.state.tickets.get(story(sandbox, 'unpaid'))?.deleted).toBe(false);
  });

  test('pages hear of tickets, of the clock and of notifications', async () => {
    const { sandbox, call } = await openSandbox();
    const response = await fetch(`${sandbox.url}/sandbox/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const until = async (text: string) => {
      while (!heard.includes(text)) heard += (await reader?.read())?.value ?? '';
    };
    await until(': open');
    await control(sandbox, 'POST', '/clock', { forward: 60_000 });
    await until('event: clock\ndata: {"now":"2026-03-04T15:01:00Z"}');
    expect(
      (await call('POST', '/api/v2/apps/notify.json', { app_id: 901, event: 'changed', body: '{"ticketId":35401}' }))
        .status,
    ).toBe(200);
    await until('event: notify\ndata: {"appId":901,"event":"changed","body":{"ticketId":35401},"agentId":null}');
    await control(sandbox, 'POST', `/tickets/35402/update`, { priority: 'low' });
    await until('event: ticket\ndata: {"ticketId":35402');
    await reader?.cancel();
  });
});

describe('the proxy of client.request', () => {
  async function other(): Promise<{
    url: string;
    seen: { url?: string | undefined; headers: IncomingHttpHeaders; body: string }[];
  }> {
    const seen: { url?: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        seen.push({ url: request.url, headers: request.headers, body });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":1}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, seen };
  }
  const jwt = {
    algorithm: 'HS256',
    secret_key: '{{setting.shared_secret}}',
    expiry: 300,
    claims: { iss: 'sandbox', sub: '12' },
  };
  const headers = { Authorization: 'Bearer {{jwt.token}}' };

  test('signs on this side; the secret never comes back', async () => {
    const { sandbox } = await openSandbox();
    const { url, seen } = await other();
    const answer = await control(sandbox, 'POST', '/proxy', {
      url,
      type: 'POST',
      secure: true,
      headers,
      jwt,
      contentType: 'application/json',
      data: '{"query":"x"}',
    });
    expect(answer.body).toMatchObject({ status: 200, body: '{"data":1}' });
    const token = String(seen[0]?.headers.authorization).replace('Bearer ', '');
    const { payload } = await jwtVerify(token, new TextEncoder().encode(DEFAULT_APP_SECRET), {
      currentDate: new Date(START),
    });
    const now = Math.floor(START / 1000);
    expect(payload).toEqual({ iss: 'sandbox', sub: '12', iat: now, exp: now + 300 });
    expect(seen[0]?.body).toBe('{"query":"x"}');
    expect(JSON.stringify((await control(sandbox, 'GET', '/state')).body)).not.toContain(DEFAULT_APP_SECRET);
  });

  test('refuses foreign hosts, other places for a secret, underscores, cors, long life', async () => {
    const { sandbox } = await openSandbox({ app: { domainWhitelist: ['api.example.com'] } });
    const { url, seen } = await other();
    const listed = await openSandbox();
    const ask = async (where: Sandbox, options: object) =>
      (await control(where, 'POST', '/proxy', { url, secure: true, ...options })).body.status;
    expect(await ask(sandbox, {})).toBe(403);
    expect(await ask(listed.sandbox, { headers: { Authorization: '{{setting.shared_secret}}' } })).toBe(403);
    expect(await ask(listed.sandbox, { headers: { x_y: '1' } })).toBe(400);
    expect(await ask(listed.sandbox, { cors: true })).toBe(400);
    expect(await ask(listed.sandbox, { headers })).toBe(400);
    expect(await ask(listed.sandbox, { headers, jwt: { ...jwt, expiry: 7200 } })).toBe(400);
    expect(await ask(listed.sandbox, { headers, jwt: { ...jwt, algorithm: 'RS256' } })).toBe(400);
    expect(seen).toHaveLength(0);
    listed.sandbox.network.proxy = 'down';
    expect(await ask(listed.sandbox, {})).toBe(502);
  });

  test('a signed URL verifies with the public key of the app', async () => {
    const { sandbox, call } = await openSandbox();
    const { body } = await control(sandbox, 'POST', '/signed-url', { url: 'http://127.0.0.1/app', ticketId: 35_401 });
    const pem = await fetch(`${sandbox.url}/api/v2/apps/901/public_key.pem`).then((response) => response.text());
    const { payload } = await jwtVerify(String(body.token), await importSPKI(pem, 'RS256'), {
      currentDate: new Date(START),
    });
    expect(payload).toMatchObject({
      iss: 'sandbox.zendesk.com',
      context: { product: 'support', location: 'ticket_sidebar' },
    });
    expect((await call('GET', '/api/v2/apps/1/public_key.pem')).status).toBe(404);
  });
});
