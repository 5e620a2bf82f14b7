/** W-01, W-02, W-05, W-06, W-08: The webhook's door: what is signed, what is stale, what is too large, and that nothing else gets in. */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PUBLISHED_TEST_SECRET } from '#schema/settings.ts';
import { sign } from '#rim/http/signature.ts';
import { post, SECRET, startHttp, TIMESTAMP, type Harness } from './harness.ts';

const BODY = '{ "ticket_id" : "35436",  "priority":"high", "tags":"vip \\u00fcber" }';
let http: Harness;

beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http.close());
beforeEach(() => {
  http.deliveries.length = 0;
});

async function refusal(response: Response): Promise<string> {
  const body = (await response.json()) as { code: string };
  return `${response.status} ${body.code}`;
}

/** Signed for any timestamp text, as somebody who knows the secret would. */
const signedAt = (timestamp: string, body: string) => ({
  'x-zendesk-webhook-signature': sign(SECRET, timestamp, Buffer.from(body)),
  'x-zendesk-webhook-signature-timestamp': timestamp,
});

describe('a signed delivery', () => {
  it("is Zendesk's formula", () => {
    const body = Buffer.from('{"ticket_id":"35436","priority":"high"}');
    expect(sign(PUBLISHED_TEST_SECRET, '2021-03-25T05:09:27Z', body)).toBe(
      'ZUZ+e+NOubtS0ebw90QdcFjqLdK/ynznAb06RrtT55E=',
    );
    expect(sign(PUBLISHED_TEST_SECRET, '2021-03-25T05:09:27Z', Buffer.alloc(0))).toBe(
      'wCdBvXaHttn0wRVIYctzZ9O6O0bnqWakJMEKZ9VoRWw=',
    );
  });

  it('is stored by its exact bytes, and once', async () => {
    const first = await post(http, BODY);
    expect([first.status, await first.json()]).toEqual([200, { status: 'accepted' }]);
    const again = await post(http, BODY, { 'x-zendesk-webhook-invocation-id': 'another' });
    expect([again.status, await again.json()]).toEqual([200, { status: 'duplicate' }]);
    expect(http.deliveries).toHaveLength(1);
    expect(http.deliveries[0]).toMatchObject({
      text: BODY,
      reading: { kind: 'event', event: { ticket_id: '35436', priority: 'high', tags: ['vip', 'über'] } },
    });
  });

  it('is kept aside when it cannot be read', async () => {
    for (const body of ['', 'not json', '{"ticket_id":"abc"}', '[]', '\uFEFF{"ticket_id":"7"', '{"ticket_id":1.5}']) {
      const response = await post(http, body);
      expect([body, response.status, await response.json()]).toEqual([body, 200, { status: 'quarantined' }]);
    }
    expect(http.deliveries.map((delivery) => delivery.reading)).toContainEqual({
      kind: 'unreadable',
      reason: 'the body is not JSON',
      ticketId: '7',
    });
  });

  it('may be signed by any secret of a rotation', async () => {
    const rotating = await startHttp({ secrets: ['another-secret-of-some-length', SECRET] });
    expect((await post(rotating, BODY)).status).toBe(200);
    await rotating.close();
  });
});

describe('a signature that does not match', () => {
  const right = sign(SECRET, TIMESTAMP, Buffer.from(BODY));
  const bytes = Buffer.from(right, 'base64');
  it.each<[string, string | undefined]>([
    ['missing', undefined],
    ['empty', ''],
    ['truncated', right.slice(0, -2)],
    ['31 bytes', bytes.subarray(1).toString('base64')],
    ['33 bytes', Buffer.concat([bytes, Buffer.from([1])]).toString('base64')],
    ['not base64', '!'.repeat(44)],
    ['two, comma-joined', `${right}, ${right}`],
    ['hex', bytes.toString('hex')],
    ['upper-cased', right.toUpperCase()],
    ['base64url', bytes.toString('base64url')],
    ['with trailing bits', `${right.slice(0, -2)}${String.fromCharCode(right.charCodeAt(42) + 1)}=`],
    ['with a prefix', `sha256=${right}`],
    ['1 MB', 'A'.repeat(12_000)],
    ["of Zendesk's published test secret", sign(PUBLISHED_TEST_SECRET, TIMESTAMP, Buffer.from(BODY))],
    ['of the body before the timestamp', sign(SECRET, '', Buffer.from(BODY + TIMESTAMP))],
    ['of the body alone', sign(SECRET, '', Buffer.from(BODY))],
  ])('%s', async (_name, signature) => {
    expect(await refusal(await post(http, BODY, { 'x-zendesk-webhook-signature': signature }))).toBe(
      '401 SIGNATURE_INVALID',
    );
    expect(http.deliveries).toEqual([]);
  });

  it('because of any flipped byte', async () => {
    const length = Buffer.byteLength(BODY);
    const headers = signedAt(TIMESTAMP, BODY);
    for (let index = 0; index < 200; index += 1) {
      const changed = Buffer.from(BODY);
      changed[index % length] = (changed[index % length] ?? 0) ^ (1 << (index % 8));
      expect(await refusal(await post(http, changed, headers))).toBe('401 SIGNATURE_INVALID');
    }
    expect(http.deliveries).toEqual([]);
  });

  it('because the body was written anew', async () => {
    const headers = signedAt(TIMESTAMP, BODY);
    for (const body of [JSON.stringify(JSON.parse(BODY)), `\uFEFF${BODY}`, `${BODY}\r\n`, `${BODY} `, '']) {
      expect(await refusal(await post(http, body, headers))).toBe('401 SIGNATURE_INVALID');
    }
  });

  it('with the same text for every cause', async () => {
    const texts = await Promise.all(
      ['', 'x', right.slice(1)].map(async (signature) =>
        (await post(http, BODY, { 'x-zendesk-webhook-signature': signature })).text(),
      ),
    );
    expect(new Set(texts).size).toBe(1);
  });
});

describe('the timestamp', () => {
  it.each([
    ['290 s ago', '2026-03-02T08:55:10Z', 200],
    ['300 s ahead', '2026-03-02T09:05:00Z', 200],
  ])('%s is taken', async (_name, timestamp, status) => {
    expect((await post(http, BODY, signedAt(timestamp, BODY))).status).toBe(status);
  });

  it.each([
    ['301 s ago', '2026-03-02T08:54:59Z'],
    ['301 s ahead', '2026-03-02T09:05:01Z'],
    ['years ago', '2021-03-25T05:09:27Z'],
  ])('%s is stale', async (_name, timestamp) => {
    expect(await refusal(await post(http, BODY, signedAt(timestamp, BODY)))).toBe('401 SIGNATURE_STALE');
  });

  it.each([
    '2026-03-02',
    '2026-03-02T09:00:00',
    '2026-03-02T09:00Z',
    '2026-03-02T09:00:00z',
    '2026-03-02 09:00:00Z',
    '2026-03-02T09:00:00.000Z',
    '2026-03-02T09:00:00+00:00',
    '2026-02-30T09:00:00Z',
    '2026-03-02T24:00:00Z',
    '1772442000',
    'Mon, 02 Mar 2026 09:00:00 GMT',
    '',
  ])('%s is no timestamp', async (timestamp) => {
    expect(await refusal(await post(http, BODY, signedAt(timestamp, BODY)))).toBe('401 SIGNATURE_INVALID');
    expect(http.deliveries).toEqual([]);
  });

  it('cannot be moved into the body or out of it', async () => {
    const signature = { 'x-zendesk-webhook-signature': sign(SECRET, TIMESTAMP, Buffer.from(BODY)) };
    const shifts: [string, string][] = [
      [`${TIMESTAMP}${BODY.slice(0, 1)}`, BODY.slice(1)],
      [TIMESTAMP.slice(0, -1), `Z${BODY}`],
      [TIMESTAMP.slice(0, 10), `${TIMESTAMP.slice(10)}${BODY}`],
      ['', `${TIMESTAMP}${BODY}`],
    ];
    for (const [timestamp, body] of shifts) {
      const headers = { ...signature, 'x-zendesk-webhook-signature-timestamp': timestamp };
      expect(await refusal(await post(http, body, headers))).toBe('401 SIGNATURE_INVALID');
    }
    expect(http.deliveries).toEqual([]);
  });
});

describe('other requests', () => {
  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND'])('%s is not known here', async (method) => {
    const response = await fetch(`${http.url}/webhooks/zendesk`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('another method is refused before its body is looked at', async () => {
    for (const [body, type] of [
      ['{', 'application/json'],
      ['<a/>', 'application/xml'],
    ] as const) {
      const response = await fetch(`${http.url}/webhooks/zendesk`, {
        method: 'PUT',
        body,
        headers: { 'content-type': type },
      });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  it.each(['http://support.example', 'https://support.example:443', ''])(
    'the path may stand behind %j, as a proxy is asked',
    async (origin) => {
      const head = `POST ${origin}/webhooks/zendesk?from=zendesk HTTP/1.1\r\nhost: support.example\r\n`;
      const rest = 'content-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}';
      const socket = connect(http.port, '127.0.0.1', () => socket.write(head + rest));
      let text = '';
      for await (const chunk of socket) text += String(chunk);
      expect(text).toMatch(/^HTTP\/1\.1 401 [^]*SIGNATURE_INVALID/);
    },
  );

  it.each(['/webhooks', '/webhooks/zendesk/', '/webhooks/zendesk/x', '/webhooks/Zendesk', '/%ff', '/..%2f'])(
    '%s is not there',
    async (path) => {
      const response = await fetch(`${http.url}${path}`, { method: 'POST', body: BODY });
      expect([400, 404]).toContain(response.status);
    },
  );

  it.each<[string, Record<string, string | undefined>]>([
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['XML', { 'content-type': 'application/xml' }],
    ['a look-alike', { 'content-type': 'application/jsonp' }],
    ['another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['no type', { 'content-type': '' }],
    ['gzip', { 'content-encoding': 'gzip' }],
    ['brotli', { 'content-encoding': 'br' }],
  ])('%s is not read', async (_name, headers) => {
    expect(await refusal(await post(http, BODY, headers))).toBe('415 UNSUPPORTED_MEDIA_TYPE');
  });

  it('with a charset of UTF-8 are', async () => {
    expect((await post(http, BODY, { 'content-type': 'application/json; charset=UTF-8' })).status).toBe(200);
  });
});

describe('the size', () => {
  const sized = (bytes: number) => `{"ticket_id":"1","event":"${'x'.repeat(bytes - 28)}"}`;

  it('of 256 KiB is taken, one byte more is not', async () => {
    expect((await post(http, sized(256 * 1024))).status).toBe(200);
    expect(await refusal(await post(http, sized(256 * 1024 + 1)))).toBe('413 PAYLOAD_TOO_LARGE');
  });

  it('of a body without end is refused at the limit', async () => {
    const answer = await rawRequest(http.port, (socket) => {
      socket.write(
        'POST /webhooks/zendesk HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
      );
      const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
      for (let count = 0; count < 6; count += 1) socket.write(chunk);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('declared twice, or both declared and chunked, is no request', async () => {
    for (const headers of [
      'content-length: 5\r\ncontent-length: 6',
      'content-length: 5\r\ntransfer-encoding: chunked',
    ]) {
      const answer = await rawRequest(http.port, (socket) =>
        socket.write(
          `POST /webhooks/zendesk HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${headers}\r\n\r\nhello`,
        ),
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    }
  });
});

describe('hostile JSON', () => {
  it('keeps every digit of an id', async () => {
    await post(http, '{"ticket_id":9007199254740993,"organization_id":9007199254740993}');
    expect(http.deliveries[0]?.reading).toMatchObject({
      kind: 'event',
      event: { ticket_id: '9007199254740993', organization_id: '9007199254740993' },
    });
  });

  it('pollutes nothing', async () => {
    await post(
      http,
      '{"ticket_id":"1","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"fields":{"__proto__":"x"}}',
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(http.deliveries[0]?.reading.kind).toBe('event');
  });

  it.each<[string, string | Uint8Array]>([
    ['100,000 deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['an id of 1e309', '{"ticket_id":1e309}'],
    ['an id below zero', '{"ticket_id":-1}'],
  ])('%s is kept aside', async (_name, body) => {
    expect((await post(http, body)).status).toBe(200);
    expect(http.deliveries[0]?.reading.kind).toBe('unreadable');
  });
});

describe('a store that cannot', () => {
  it('is answered so that Zendesk comes again', async () => {
    const failing = await startHttp();
    failing.store = () => Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3:5432'));
    const response = await post(failing, BODY);
    const wait = Number(response.headers.get('retry-after'));
    expect(response.status).toBe(503);
    expect(wait).toBeGreaterThanOrEqual(5);
    expect(wait).toBeLessThanOrEqual(55);
    expect(await response.text()).not.toContain('10.1.2.3');
    await failing.close();
  });
});

/** Sends by hand and answers with what came back until the first full head. */
function rawRequest(port: number, send: (socket: ReturnType<typeof connect>) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => send(socket));
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (text.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', (error) => (text === '' ? reject(error) : resolve(text)));
  });
}

it('compares secrets in one place, by equal lengths and in constant time', async () => {
  const files: string[] = [];
  for await (const file of glob('sidecar/**/*.ts'))
    if (/timingSafeEqual\(/.test(readFileSync(file, 'utf8'))) files.push(file);
  expect(files).toEqual(['sidecar/rim/http/constant-time.ts']);
});
