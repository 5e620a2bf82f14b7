/** L-03, O-01: For operators: alive, ready by cause, metrics from inside only; and what every answer and every log line must not hold. */
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oncePerSecond } from '#rim/http/log-rate.ts';
import { createHttpServer, type HttpServerOptions } from '#rim/http/server.ts';
import { createLogger } from '#rim/process/logger.ts';
import { createMetrics } from '#rim/process/metrics.ts';
import { post, startHttp, type Harness } from './harness.ts';

let http: Harness;
beforeAll(async () => {
  http = await startHttp({ adminTokens: ['an-admin-token', 'the-one-before'] });
});
afterAll(() => http.close());

describe('/healthz and /readyz', () => {
  it('tell alive from ready, by cause', async () => {
    http.readiness = [
      { name: 'database', ready: true, required: true, detail: null },
      { name: 'zendesk', ready: false, required: false, detail: 'Zendesk refused the OAuth client' },
    ];
    const ready = await fetch(`${http.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, causes: http.readiness }]);
    http.readiness = [{ name: 'database', ready: false, required: true, detail: 'does not answer' }];
    expect((await fetch(`${http.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${http.url}/healthz`)).status).toBe(200);
  });
});

describe('/metrics', () => {
  it('is open from this machine', async () => {
    expect((await fetch(`${http.url}/metrics`)).status).toBe(200);
  });

  it('is closed from outside without the admin token', async () => {
    const from = (headers: Record<string, string>) =>
      fetch(`${http.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9', ...headers } });
    expect((await from({})).status).toBe(403);
    for (const name of ['forwarded', 'via', 'x-real-ip', 'x-forwarded-proto', 'x-forwarded-host'])
      expect([name, (await fetch(`${http.url}/metrics`, { headers: { [name]: 'x' } })).status]).toEqual([name, 403]);
    expect((await from({ authorization: 'Bearer another' })).status).toBe(403);
    for (const token of ['an-admin-token', 'the-one-before'])
      expect((await from({ authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('keeps the numbers of two sidecars apart', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.webhooks.inc({ answer: 'accepted' });
    expect(await one.registry.metrics()).toContain('tierline_webhooks_total{answer="accepted"} 1');
    // From 0 on, so that an alert sees the first.
    expect(await other.registry.metrics()).toContain('tierline_webhooks_total{answer="accepted"} 0');
    expect(await other.registry.metrics()).toContain('tierline_webhooks_total{answer="SIGNATURE_INVALID"} 0');
  });
});

describe('every answer', () => {
  it('has a request id and says nothing of what is inside', async () => {
    for (const path of ['/healthz', '/nothing', '/metrics', '/webhooks/zendesk']) {
      const { headers } = await fetch(`${http.url}${path}`);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{16}$/);
      expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it.each([
    ['bad header', 400, 'BAD_REQUEST'],
    [`long: ${'x'.repeat(20_000)}`, 431, 'HEADERS_TOO_LARGE'],
  ])('to what cannot be read is a refusal like any other: %#', async (line, status, code) => {
    const answer = await answerTo(http.port, `GET / HTTP/1.1\r\nhost: a\r\n${line}\r\n\r\n`);
    expectRefusal(answer, status, code);
    expect(answer).not.toMatch(/node|fastify|HPE_/i);
  });
});

/** Everything that comes until the server closes the connection. */
function answerTo(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', () => undefined); // what was not read when it was closed
    socket.on('close', () => resolve(answer));
  });
}

function expectRefusal(answer: string, status: number, code: string): void {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
  expect(head).toMatch(/^x-request-id: [0-9a-f]{16}$/m);
  for (const line of ['x-content-type-options: nosniff', 'connection: close']) expect(head).toContain(line);
  expect(head).toContain(`content-length: ${String(body.length)}`);
  expect(JSON.parse(body)).toEqual({ code, message: expect.any(String) as string });
}

describe('the log', () => {
  it('holds no secret and no words of a ticket', async () => {
    const lines: string[] = [];
    const log = createLogger(
      'debug',
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          lines.push(chunk.toString());
          done();
        },
      }),
    );
    const canary = 'canary-5b1c';
    log.info(
      {
        authorization: canary,
        headers: { authorization: canary, cookie: canary },
        token: canary,
        comment: { body: canary },
      },
      'x',
    );
    log.error(
      { err: Object.assign(new Error('it failed'), { request: { headers: { authorization: canary } } }), body: canary },
      'y',
    );
    expect(lines.join('')).toContain('it failed');
    expect(lines.join('')).not.toContain(canary);
  });

  it('does not repeat what a refused webhook said', async () => {
    http.log.length = 0;
    await post(http, '{"ticket_id":"1","secret":"canary-5b1c"}', { 'x-zendesk-webhook-signature': 'canary-5b1c' });
    http.store = () => Promise.reject(new Error('no disk'));
    await post(http, '{"ticket_id":"1","secret":"canary-5b1c"}');
    expect(http.log.join('')).toContain('no disk');
    expect(http.log.join('')).not.toContain('canary-5b1c');
  });

  it('says one line a second of a kind, and how many it left out', () => {
    let now = 0;
    const said: string[] = [];
    const say = oncePerSecond(
      () => now,
      (kind, leftOut) => void said.push(`${kind} ${leftOut}`),
    );
    for (const at of [0, 10, 999, 1_000, 1_001]) {
      now = at;
      say('bad signature');
    }
    expect(said).toEqual(['bad signature 0', 'bad signature 2']);
  });
});

describe('slow clients', () => {
  it('are given up by limits that the server sets', async () => {
    const server = createHttpServer(quietOptions());
    const { headersTimeout, requestTimeout } = server.server;
    expect([headersTimeout <= 15_000, requestTimeout <= 30_000, headersTimeout > 0, requestTimeout > 0]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    await server.close();
  });

  it('are told in the words of every refusal', async () => {
    const server = createHttpServer(quietOptions());
    server.server.on('connection', (socket) =>
      // As Node says it when the time is over.
      server.server.emit('clientError', Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket),
    );
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    expectRefusal(await answerTo(Number(new URL(url).port), ''), 408, 'REQUEST_TIMEOUT');
    await server.close();
  });

  it('are counted as what they were told', async () => {
    const answers: string[] = [];
    const { webhook, ...quiet } = quietOptions();
    const server = createHttpServer({
      ...quiet,
      webhook: { ...webhook, observe: (answer) => void answers.push(answer) },
    });
    server.server.on('request', ({ socket }) =>
      server.server.emit('clientError', Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket),
    );
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const head =
      'POST /webhooks/zendesk HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n';
    expectRefusal(await answerTo(Number(new URL(url).port), head), 408, 'REQUEST_TIMEOUT');
    await server.close();
    expect(answers).toEqual(['REQUEST_TIMEOUT']);
  });
});

function quietOptions(): HttpServerOptions {
  return {
    log: createLogger('silent'),
    webhook: { secrets: ['x'], toleranceMs: 1, now: Date.now, accept: () => Promise.resolve('accepted') },
    operations: {
      readiness: () => Promise.resolve([]),
      metrics: () => Promise.resolve({ contentType: 'text/plain', text: '' }),
      adminTokens: [],
    },
    mounts: [],
  };
}
