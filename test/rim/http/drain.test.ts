/** C-13: A stop answers what was sent on an open connection, lets the connection go, and then ends by itself. */
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

it('lets in who comes while it closes its door, and refuses them and whom it cannot answer in time', async () => {
  const http = await startHttp({ now: () => Date.parse(TIMESTAMP) });
  const [storing, never] = [Promise.withResolvers<'accepted'>(), Promise.withResolvers<'accepted'>()];
  const stores = [storing.promise, never.promise];
  const bothAsked = Promise.withResolvers<void>();
  http.store = () => {
    const store = stores.shift() ?? storing.promise;
    if (stores.length === 0) bothAsked.resolve();
    return store;
  };
  const answers = [exchange(connect(http.port, '127.0.0.1'), POST)];
  answers.push(exchange(connect(http.port, '127.0.0.1'), POST));
  await bothAsked.promise;
  const closed = http.close();
  let late = '';
  while (!late.startsWith('HTTP/1.1 503')) late = await exchange(connect(http.port, '127.0.0.1'), HEALTH);
  expect(late).toMatch(/retry-after: 5\r\n/i);
  expect(late).toMatch(/connection: close/i);
  storing.resolve('accepted');
  const texts = await Promise.all(answers);
  expect(texts.map((text) => text.slice(9, 12)).toSorted()).toEqual(['200', '503']);
  expect(texts.find((text) => text.startsWith('HTTP/1.1 503'))).toMatch(/retry-after: \d+\r\n/i);
  await closed;
  never.resolve('accepted');
});

/** What comes back for it, up to the end of the head. */
async function exchange(socket: Socket, text: string): Promise<string> {
  const answer = once(socket, 'data') as Promise<[Buffer]>;
  socket.write(text);
  return String((await answer)[0]);
}
