/** Subscriptions: an event for each change, the same doors as for requests, and nothing left behind. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Unavailable } from '#flow/unavailable.ts';
import { ADMIN_TOKEN, appToken, startGraphql, supportView, type GraphqlHarness } from './harness.ts';

let graphql: GraphqlHarness;
const listeners = new Set<() => void>();
let revision = 0;
beforeAll(async () => {
  graphql = await startGraphql({
    services: {
      onChange: (_ticketId, listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      ticketSupport: (id) => Promise.resolve(id === '404' ? null : { ...supportView(id), at: (revision += 1) * 1_000 }),
    },
  });
});
afterAll(() => graphql.close());

const QUERY = 'subscription ($id: ID!) { ticketSupportChanged(ticketId: $id) { ticketId at } }';

function open(query: string, token: string | null, signal?: AbortSignal, id = '7'): Promise<Response> {
  const url = new URL('/graphql/stream', graphql.http.url);
  url.searchParams.set('query', query);
  url.searchParams.set('variables', JSON.stringify({ id }));
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  return fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: signal ?? null });
}

/** Waits until the condition holds, a turn of the event loop at a time. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

it('tells each change, and lets go when the reader goes', async () => {
  const abort = new AbortController();
  const response = await open(QUERY, await appToken(), abort.signal);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  await until(() => listeners.size === 1);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const readUntil = async (part: string): Promise<void> => {
    while (!text.includes(part)) text += (await reader?.read())?.value ?? '';
  };
  for (const listener of listeners) listener();
  await readUntil('"at":"1970-01-01T00:00:01Z"');
  for (const listener of listeners) listener();
  await readUntil('"at":"1970-01-01T00:00:02Z"');
  expect(text).toContain('event: next');
  abort.abort();
  await until(() => listeners.size === 0);
});

it('ends with the ticket', async () => {
  const response = await open(QUERY, ADMIN_TOKEN, undefined, '404');
  await until(() => listeners.size === 1);
  for (const listener of listeners) listener();
  expect(await response.text()).toContain('event: complete');
  expect(listeners.size).toBe(0);
});

it.each<[string, string, string | null, number, string]>([
  ['strangers', QUERY, null, 401, 'UNAUTHENTICATED'],
  ['queries', '{ policies { id } }', ADMIN_TOKEN, 400, 'BAD_USER_INPUT'],
  ['mutations', 'mutation { retryWriteBack(ticketId: "1") { __typename } }', ADMIN_TOKEN, 400, 'BAD_USER_INPUT'],
  [
    'unknown fields',
    'subscription { ticketSupportChanged(ticketId: "1") { nothing } }',
    ADMIN_TOKEN,
    400,
    'BAD_USER_INPUT',
  ],
])('is not for %s', async (_name, query, token, status, code) => {
  const response = await open(query, token);
  expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(code) as string]);
  expect(listeners.size).toBe(0);
});

it('is not for end users', async () => {
  const response = await open(QUERY, await appToken({ role: 'end-user' }));
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('FORBIDDEN') as string]);
});

it('ends before the next change of who may no longer read', async () => {
  graphql.roles.set('31', { kind: 'role', role: 'agent' });
  const response = await open(QUERY, await graphql.session('31'));
  await until(() => listeners.size === 1);
  graphql.roles.set('31', { kind: 'none' });
  graphql.now += 61_000;
  for (const listener of listeners) listener();
  const text = await response.text();
  expect(text).toContain('event: complete');
  expect(text).not.toContain('ticketSupportChanged');
  await until(() => listeners.size === 0);
});

it('ends with the token', async () => {
  const response = await open(QUERY, await appToken({ exp: Math.floor(graphql.now / 1_000) - 29 }));
  expect(response.status).toBe(200);
  expect(await response.text()).not.toContain('ticketSupportChanged');
  await until(() => listeners.size === 0);
});

it('tells what is wrong with a ticket, and why it ends when something is away', async () => {
  expect(await (await open(QUERY, ADMIN_TOKEN, undefined, 'none')).text()).toContain('"code":"NOT_FOUND"');
  const other = await open(QUERY.replaceAll('$id', '$other'), ADMIN_TOKEN);
  expect(await other.text()).toContain('"code":"BAD_USER_INPUT"');
  const ends = new Set<() => void>();
  const own = await startGraphql({
    services: {
      onChange: (_ticketId, listener) => (ends.add(listener), () => void ends.delete(listener)),
      ticketSupport: () => Promise.reject(new Unavailable('Zendesk is away.')),
    },
  });
  const url = `${own.http.url}/graphql/stream?query=${encodeURIComponent('subscription { ticketSupportChanged(ticketId: "1") { at } }')}`;
  const response = await fetch(url, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  await until(() => ends.size === 1);
  for (const end of ends) end();
  expect(await response.text()).toContain('"code":"UNAVAILABLE"');
  expect(ends.size).toBe(0);
  await own.close();
});

it('finds no room where as many are open as may be, until one of them has ended', async () => {
  const ends = new Set<() => void>();
  const own = await startGraphql({
    streams: 2,
    services: {
      onChange: (_ticketId, listener) => (ends.add(listener), () => undefined),
      ticketSupport: () => Promise.resolve(null),
    },
  });
  const url = `${own.http.url}/graphql/stream?query=${encodeURIComponent('subscription { ticketSupportChanged(ticketId: "1") { at } }')}`;
  const ask = () => fetch(url, { headers: { accept: 'text/event-stream', authorization: `Bearer ${ADMIN_TOKEN}` } });
  const open = [await ask(), await ask()];
  expect(open.map(({ status }) => status)).toEqual([200, 200]);
  const third = await ask();
  expect([third.status, third.headers.get('retry-after')]).toEqual([429, '5']);
  expect(await third.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  await until(() => ends.size === 2);
  for (const end of ends) end();
  await Promise.all(open.map((response) => response.text()));
  let status = 429;
  while (status === 429) {
    const again = await ask();
    status = again.status;
    if (status === 429) await again.text();
  }
  expect(status).toBe(200);
  await own.close();
});

it('ends when the server stops', async () => {
  const own = await startGraphql({ services: { onChange: () => () => undefined } });
  const url = `${own.http.url}/graphql/stream?query=${encodeURIComponent('subscription { ticketSupportChanged(ticketId: "1") { at } }')}`;
  const response = await fetch(url, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  expect(response.status).toBe(200);
  await own.close();
  await response.text().catch(() => '');
});
