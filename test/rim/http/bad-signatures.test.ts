/** W-01, W-06, W-08: ten thousand signatures made up by chance, headers sent twice, a body that never ends: refused alike, at the price of a glance. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sign } from '#rim/http/signature.ts';
import { SECRET, startHttp, TIMESTAMP, type Harness } from './harness.ts';

const BODY = '{"ticket_id":"35436"}';
const RIGHT = sign(SECRET, TIMESTAMP, Buffer.from(BODY));
const CONNECTIONS = 10;
const EACH = 1_000;

let http: Harness;
beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http.close());

function request(signatures: readonly string[], { timestamps = [TIMESTAMP], body = BODY, close = false } = {}): string {
  const headers = [
    ...signatures.map((each) => `x-zendesk-webhook-signature: ${each}`),
    ...timestamps.map((each) => `x-zendesk-webhook-signature-timestamp: ${each}`),
    'content-type: application/json',
    `content-length: ${String(Buffer.byteLength(body))}`,
    ...(close ? ['connection: close'] : []),
  ];
  return `POST /webhooks/zendesk HTTP/1.1\r\nhost: a\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
}

/** Status lines and codes of everything that is answered until the server closes. */
async function answersTo(requests: readonly string[]): Promise<readonly string[]> {
  const socket = connect(http.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  for (const each of requests) if (!socket.write(each)) await once(socket, 'drain');
  await once(socket, 'close');
  const statuses = text.match(/HTTP\/1\.1 \d+/g) ?? [];
  const codes = text.match(/"(code|status)":"\w+"/g) ?? [];
  return statuses.map((status, index) => `${status.slice(9)} ${codes[index] ?? ''}`);
}

it('ten thousand by chance: none is let in, none breaks anything', async () => {
  const answers = await Promise.all(
    Array.from({ length: CONNECTIONS }, () =>
      answersTo(
        Array.from({ length: EACH }, (_, index) =>
          request([randomBytes(index % 7 === 0 ? 31 + (index % 3) : 32).toString('base64')], {
            close: index === EACH - 1,
          }),
        ),
      ),
    ),
  );
  expect(answers.flat()).toHaveLength(CONNECTIONS * EACH);
  expect(new Set(answers.flat())).toEqual(new Set(['401 "code":"SIGNATURE_INVALID"']));
  expect(http.deliveries).toEqual([]);
});

it.each<[string, string]>([
  ['the signature twice', request([RIGHT, RIGHT], { close: true })],
  ['a wrong one before the right one', request(['A'.repeat(44), RIGHT], { close: true })],
  ['a wrong one after the right one', request([RIGHT, 'A'.repeat(44)], { close: true })],
  ['the timestamp twice', request([RIGHT], { timestamps: [TIMESTAMP, TIMESTAMP], close: true })],
  ['no timestamp', request([RIGHT], { timestamps: [], close: true })],
])('%s', async (_name, text) => {
  expect(await answersTo([text])).toEqual(['401 "code":"SIGNATURE_INVALID"']);
  expect(http.deliveries).toEqual([]);
});

it.each([
  ['the same key twice', '{"ticket_id":"1","ticket_id":"2"}'],
  ['the id as a number with a fraction of nothing', '{"ticket_id":1.0}'],
])('%s is kept as one event or aside, never a fault', async (_name, body) => {
  const [answer] = await answersTo([request([sign(SECRET, TIMESTAMP, Buffer.from(body))], { body, close: true })]);
  expect(answer).toMatch(/^200 "status":"(accepted|quarantined)"/);
  http.deliveries.length = 0;
});

it('a body of a gigabyte that never ends is left at the limit: little of it is taken, and others are answered', async () => {
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 120), Buffer.from('\r\n')]);
  const socket = connect(http.port, '127.0.0.1');
  let answer = '';
  let isClosed = false;
  socket.on('data', (part) => (answer += part.toString()));
  socket.on('error', () => undefined); // what was on its way when the server closed
  const closed = new Promise<void>((resolve) => socket.once('close', resolve)).then(() => void (isClosed = true));
  socket.write(
    'POST /webhooks/zendesk HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
  );
  for (let sent = 0; sent < 2 ** 30 && !isClosed; sent += chunk.length)
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
  await closed;
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(socket.bytesWritten).toBeLessThan(128 * 2 ** 20);
  expect((await answersTo([request([RIGHT], { close: true })]))[0]).toMatch(/^200 /);
});
