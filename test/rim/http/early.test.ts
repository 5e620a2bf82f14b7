/** Senders that do not wait for each other: bodies that are refused before they came, and clients that stop sending early. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { viewerWithRole } from '#rim/http/authentication/viewer.ts';
import { graphqlMount } from '#rim/http/graphql-route.ts';
import { sign } from '#rim/http/signature.ts';
import { SECRET, startHttp, TIMESTAMP, type Harness } from './harness.ts';

const MORE_THAN_THE_SYSTEM_HOLDS = 12 * 1024 * 1024;
const LINES = 'POST /webhooks/zendesk HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';

let http: Harness;
beforeAll(async () => {
  const nobodyIsAsked = () => Promise.reject(new Error('a body that is too large is read by nobody'));
  const door = { execute: nobodyIsAsked, stream: nobodyIsAsked };
  const admin = viewerWithRole('1', 'admin', true, () => null);
  http = await startHttp({ mounts: [graphqlMount(door, () => Promise.resolve(admin))] });
});
afterAll(() => http.close());

/** Sends everything before it reads anything, as many clients do: what the sender then reads, and what became of the sending. */
function afterSending(head: string, bytes: number): Promise<{ answer: string; fault: string | null }> {
  return new Promise((resolve) => {
    let answer = '';
    let fault: string | null = null;
    const socket: Socket = connect(http.port, '127.0.0.1', () => {
      socket.pause();
      socket.write(head);
      socket.write(Buffer.alloc(bytes, 97), () => socket.resume());
    });
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', (error) => (fault = error.message));
    socket.on('close', () => resolve({ answer, fault }));
  });
}

it.each([
  ['too large', `${LINES}content-length: ${String(MORE_THAN_THE_SYSTEM_HOLDS)}\r\n\r\n`, 413, 'PAYLOAD_TOO_LARGE'],
  [
    'of another type',
    `${LINES.replace('json', 'xml')}content-length: ${String(MORE_THAN_THE_SYSTEM_HOLDS)}\r\n\r\n`,
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'too large for GraphQL',
    `${LINES.replace('/webhooks/zendesk', '/graphql')}content-length: ${String(MORE_THAN_THE_SYSTEM_HOLDS)}\r\n\r\n`,
    413,
    'LIMIT_EXCEEDED',
  ],
  ['with headers beyond the limit', `${LINES}authorization: Bearer `, 431, 'HEADERS_TOO_LARGE'],
])('a sender that first sends all of a body %s gets its answer', async (_what, head, status, code) => {
  const { answer, fault } = await afterSending(head, MORE_THAN_THE_SYSTEM_HOLDS);
  expect(fault).toBeNull();
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
  expect(answer).toContain(`"code":"${code}"`);
});

it('a client that closes its sending side after the body gets its answer', async () => {
  const body = '{"ticket_id":"77"}';
  const signature = sign(SECRET, TIMESTAMP, Buffer.from(body));
  let arrived: () => void = () => undefined;
  const isThere = new Promise<void>((resolve) => (arrived = resolve));
  let store: () => void = () => undefined;
  const { store: before } = http;
  http.store = async () => {
    arrived();
    await new Promise<void>((resolve) => (store = resolve));
    return 'accepted';
  };
  const answer = new Promise<string>((resolve) => {
    let text = '';
    const socket = connect({ port: http.port, host: '127.0.0.1', allowHalfOpen: true }, () =>
      socket.end(
        `${LINES}x-zendesk-webhook-signature: ${signature}\r\nx-zendesk-webhook-signature-timestamp: ${TIMESTAMP}\r\n` +
          `content-length: ${String(body.length)}\r\n\r\n${body}`,
      ),
    );
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
  await isThere;
  // The closing is on its way for as long as turns of the loop take; a server that gives up does so when it arrives.
  for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
  store();
  expect(await answer).toMatch(/^HTTP\/1\.1 200 [^]*"accepted"/);
  http.store = before;
});
