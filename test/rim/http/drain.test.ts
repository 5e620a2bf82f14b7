/** A stop answers what was sent on an open connection, lets the connection go, and then ends by itself. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { sign } from '#rim/http/signature.ts';
import { SECRET, startHttp, TIMESTAMP } from './harness.ts';

const BODY = '{"ticket_id":"1"}';
const POST = [
  'POST /webhooks/zendesk HTTP/1.1',
  'host: a',
  'content-type: application/json',
  `content-length: ${String(BODY.length)}`,
  `x-zendesk-webhook-signature: ${sign(SECRET, TIMESTAMP, Buffer.from(BODY))}`,
  `x-zendesk-webhook-signature-timestamp: ${TIMESTAMP}`,
  '',
  BODY,
].join('\r\n');
const HEALTH = 'GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n';

it('answers a request that comes on an open connection while it stops', async () => {
  const http = await startHttp({ now: () => Date.parse(TIMESTAMP) });
  const socket = connect(http.port, '127.0.0.1');
  expect(await exchange(socket, HEALTH)).toMatch(/^HTTP\/1\.1 200 .*connection: keep-alive/is);
  const closed = http.close();
  expect(await exchange(socket, POST)).toMatch(/^HTTP\/1\.1 200 .*connection: close/is);
  await closed;
});

it('answers a request that it was at work on, and does not wait for the client to let go', async () => {
  const http = await startHttp({ now: () => Date.parse(TIMESTAMP) });
  const storing = Promise.withResolvers<'accepted'>();
  const asked = Promise.withResolvers<void>();
  http.store = () => {
    asked.resolve();
    return storing.promise;
  };
  const socket = connect(http.port, '127.0.0.1');
  const answer = exchange(socket, POST);
  await asked.promise;
  const other = connect(http.port, '127.0.0.1');
  expect(await exchange(other, HEALTH)).toMatch(/^HTTP\/1\.1 200 /);
  const closed = http.close();
  expect(await exchange(other, HEALTH)).toMatch(/connection: close/i); // it has begun to stop
  storing.resolve('accepted');
  expect(await answer).toMatch(/^HTTP\/1\.1 200 .*connection: close/is);
  await closed;
});

/** What comes back for it, up to the end of the head. */
async function exchange(socket: Socket, text: string): Promise<string> {
  const answer = once(socket, 'data') as Promise<[Buffer]>;
  socket.write(text);
  return String((await answer)[0]);
}
