// The listening connection is asked one thing at a time, comes back from whatever happens to it, and never holds up a close.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openEar, type Ear } from '#rim/postgres/ear.ts';
import { PATIENT_MS, server, type TestDatabase } from '#test/flow/databases.ts';

let home: TestDatabase;
beforeAll(async () => {
  home = await server();
});
afterAll(() => home.remove());

/** Most statements that any one connection was asked at the same time. */
let most: number;
let ear: Ear | undefined;
let closeDoor: (() => Promise<void>) | undefined;
beforeEach(() => {
  most = 0;
  const underWay = new WeakMap<object, number>();
  const query = pg.Client.prototype.query as (this: pg.Client, ...words: unknown[]) => Promise<unknown>;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...words: unknown[]) {
    const now = (underWay.get(this) ?? 0) + 1;
    underWay.set(this, now);
    most = Math.max(most, now);
    return query.apply(this, words).finally(() => underWay.set(this, (underWay.get(this) ?? 0) - 1)) as never;
  });
});
afterEach(async () => {
  await ear?.close();
  await closeDoor?.();
  vi.restoreAllMocks();
});

function open(url: string, queryMs = PATIENT_MS, askEveryMs?: number): Ear {
  const config = { connectionString: url, connectionTimeoutMillis: PATIENT_MS, query_timeout: queryMs };
  ear = openEar(config, () => undefined, askEveryMs);
  return ear;
}
async function held(...names: readonly string[]): Promise<void> {
  const holds = (): boolean => names.map((name) => ear?.holds(name)).every((isHeld) => isHeld === true);
  await expect.poll(holds).toBe(true);
}

/** Hands everything on to the database until it is told to keep silent, or to hang up on those who come. */
async function door(url: string) {
  const { hostname, port } = new URL(url);
  const state = { isSilent: false, hangsUp: 0, opened: 0 };
  const sockets = new Set<Socket>();
  const through = createServer((outer) => {
    state.opened += 1;
    const inner = connect(Number(port), hostname);
    for (const [from, to] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined); // told by the close that follows
      from.on('close', () => to.destroy());
      from.on('data', (data: Buffer) => {
        if (from === inner && state.hangsUp > 0) {
          state.hangsUp -= 1;
          outer.destroy();
        } else if (!state.isSilent) to.write(data);
      });
    }
  });
  await new Promise<void>((resolve) => through.listen(0, '127.0.0.1', resolve));
  const address = new URL(url);
  address.hostname = '127.0.0.1';
  address.port = String((through.address() as AddressInfo).port);
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  closeDoor = async () => {
    cut();
    await new Promise((resolve) => through.close(resolve));
  };
  const opened = async (times: number): Promise<void> => {
    await expect.poll(() => state.opened).toBe(times);
  };
  return { url: address.href, state, cut, opened };
}

test('it is asked one thing at a time: while it opens, while it is open, while it opens again', async () => {
  const through = await door(home.url ?? '');
  const { holds } = open(through.url);
  for (const name of ['a', 'b', 'c']) expect(holds(name)).toBe(false);
  await held('a', 'b', 'c');
  for (const name of ['d', 'e', 'f', 'g']) holds(name);
  await held('d', 'e', 'f', 'g');
  // Asked between the call that connects and its answer.
  const dial = pg.Client.prototype.connect as (this: pg.Client) => Promise<pg.Client>;
  vi.spyOn(pg.Client.prototype, 'connect').mockImplementation(function (this: pg.Client) {
    const connecting = dial.call(this);
    for (const name of ['h', 'i', 'j', 'k']) holds(name);
    return connecting as never;
  });
  through.cut();
  await through.opened(2);
  await held('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k');
  expect(most).toBe(1);
});

test('one that dies while it is being opened comes back, at first and later', async () => {
  const through = await door(home.url ?? '');
  through.state.hangsUp = 1;
  const { holds } = open(through.url);
  holds('a');
  await held('a');
  through.state.hangsUp = 1;
  through.cut();
  holds('b');
  await held('a', 'b');
  expect(through.state.opened).toBe(4);
});

test('a statement that is never answered stands in no other connection’s way', async () => {
  const through = await door(home.url ?? '');
  const { holds } = open(through.url);
  await held('a');
  through.state.isSilent = true;
  for (const name of ['b', 'c', 'd']) holds(name);
  await expect.poll(() => most).toBeGreaterThan(0);
  through.cut();
  through.state.isSilent = false;
  await through.opened(2);
  await held('a', 'b', 'c', 'd');
});

test('a statement that is never answered does not hold up the close', async () => {
  const through = await door(home.url ?? '');
  // Longer than the test may take: only the close itself can end it.
  const { holds } = open(through.url, 10 * 60_000);
  await held('a');
  through.state.isSilent = true;
  for (const name of ['b', 'c', 'd']) holds(name);
  await ear?.close();
});

test('one that the network has dropped without a word is found out, and opened again', async () => {
  const through = await door(home.url ?? '');
  const { holds } = open(through.url, 500, 100);
  await held('a');
  through.state.isSilent = true;
  await expect.poll(() => holds('a')).toBe(false);
  through.state.isSilent = false;
  await held('a');
  expect(through.state.opened).toBeGreaterThan(1);
});
