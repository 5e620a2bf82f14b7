/** Back-tests asked for through GraphQL: judged in a thread, kept in PostgreSQL, told by every replica. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBacktests, type Backtesting } from '#flow/backtest.ts';
import type { Replay } from '#flow/ports/backtests.ts';
import { publishFiles, savePolicyDraft } from '#flow/publish.ts';
import { createRegistry } from '#flow/registry.ts';
import { backtestPages } from '#rim/backtest/crew.ts';
import type { Database } from '#rim/postgres/database.ts';
import { createStore } from '#rim/postgres/store.ts';
import { PATIENT_MS, server, type TestDatabase } from '#test/flow/databases.ts';
import { ADMIN } from '#test/flow/sidecar.ts';
import { answeredAfter, OPENED, stricter } from '#test/support/answered-ticket.ts';
import { reader } from '#test/support/reader.ts';
import { appToken, startGraphql, type GraphqlHarness } from './harness.ts';

const TICKETS = 60;
const TEXT = readFileSync('sidecar/policies/nextplane.yaml', 'utf8');
const STRICTER = stricter(TEXT);
const FIELDS = `__typename
  ... on Backtest { id policy draftVersion against since state problem tickets done rows { metric keptBefore keptAfter moved lost } }
  ... on Refused { code message }`;
const START = `mutation ($input: BacktestInput!) { startBacktest(input: $input) { ${FIELDS} } }`;
const ASK = `query ($id: ID!) { backtest(id: $id) { ${FIELDS.split('\n')[1]?.trim().slice('... on Backtest { '.length, -2)} } }`;

interface Answered {
  readonly __typename: string;
  readonly id: string;
  readonly state: string;
  readonly done: number;
  readonly problem: string | null;
  readonly code: string;
  readonly message: string;
}

let home: TestDatabase;
let database: Database;
/** Another replica's connection. */
let elsewhere: Database;
beforeAll(async () => {
  home = await server();
  database = await home.open();
  elsewhere = await home.open();
  const store = createStore(database);
  const publishing = { ...store, registry: createRegistry(store.policies, reader, silent()), reader };
  await publishFiles([{ name: 'nextplane.yaml', text: TEXT }], ADMIN, publishing);
  await savePolicyDraft(STRICTER, ADMIN, publishing);
  const rows = Array.from({ length: TICKETS }, (_, i) => answeredAfter(i % 5 === 0 ? 240 : 30, String(100 + i)));
  await database.rows(
    `insert into tickets (ticket_id, policy_id, opened_at, facts)
     select each->>'ticketId', 'nextplane', (each->>'opened')::bigint, each from json_array_elements($1::json) each`,
    [JSON.stringify(rows)],
  );
  http = await startGraphql({
    services: {
      backtest: (id) => backtests.backtest(id),
      startBacktest: (wish) => backtests.startBacktest(wish),
    },
  });
});
afterAll(async () => {
  await http.close();
  await elsewhere.close();
  await database.close();
  await home.remove();
});

let backtests: Backtesting;
let http: GraphqlHarness;
let replay: Replay;
let errors: string[];
const inThreads: Replay = (pair, pages, options) => backtestPages(pair, pages, { ...options, threads: 1 });

beforeEach(() => {
  replay = inThreads;
  errors = [];
  backtests = createBacktests({
    ...createStore(database),
    replay: (...words) => replay(...words),
    reader,
    log: { ...silent(), error: (_fields, message) => void errors.push(message) },
    newId: randomUUID,
    elapsed: (() => {
      let seconds = 0;
      return () => (seconds += 2_000); // every page is worth a word
    })(),
  });
});
afterEach(() => backtests.stop());

async function start(more: object = {}): Promise<Answered> {
  const input = { policy: 'nextplane', draftVersion: 2, since: '2026-03-01T00:00:00Z', ...more };
  const { data, text } = await http.ask(START, { variables: { input } });
  return (data?.['startBacktest'] ?? expect.fail(text)) as Answered;
}
async function asked(id: string): Promise<Answered> {
  const { data } = await http.ask(ASK, { variables: { id } });
  return data?.['backtest'] as Answered;
}
const patiently = <T>(work: () => Promise<T>): Promise<T> => vi.waitFor(work, { timeout: PATIENT_MS, interval: 50 });
const until = (id: string, state: string) => patiently(async () => expect(await asked(id)).toMatchObject({ state }));

/** Judges nothing until it is let go, or stopped. */
function held(): { readonly replay: Replay; readonly letGo: () => void; page: () => void } {
  const gate = Promise.withResolvers<void>();
  const hold = {
    page: () => undefined as void,
    letGo: () => gate.resolve(),
    replay: (async (_pair, _pages, { signal, onPage }) => {
      hold.page = () => onPage(25);
      const stopped = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
      await Promise.race([gate.promise, stopped]);
      return { tickets: TICKETS, rows: [] };
    }) satisfies Replay,
  };
  return hold;
}

test('what a stricter draft would have lost is counted in a thread, and another replica tells it', async () => {
  const begun = await start();
  expect(begun).toMatchObject({
    __typename: 'Backtest',
    policy: 'nextplane',
    draftVersion: 2,
    against: 1,
    since: '2026-03-01T00:00:00Z',
    problem: null,
    tickets: TICKETS,
    rows: [],
  });
  await until(begun.id, 'DONE');
  expect(await createStore(elsewhere).backtests.find(begun.id)).toMatchObject({ state: 'done', done: TICKETS });
  const { rows } = (await asked(begun.id)) as unknown as { rows: { metric: string }[] };
  const lost = Array.from({ length: TICKETS / 5 }, (_, i) => String(100 + i * 5));
  expect(rows.find(({ metric }) => metric === 'first_response')).toEqual({
    metric: 'first_response',
    keptBefore: TICKETS,
    keptAfter: TICKETS - lost.length,
    moved: TICKETS,
    lost,
  });
  const [entry] = (await createStore(database).audit.page(1, null)).entries;
  expect(entry).toMatchObject({ action: 'startBacktest', subject: 'nextplane version 2', role: 'admin' });
});

test('one at a time; how far it is shows while it runs, and then the next one may start', async () => {
  const hold = held();
  replay = hold.replay;
  const { id } = await start();
  expect(await start()).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('under way') as unknown });
  await patiently(async () => {
    hold.page();
    expect((await asked(id)).done).toBeGreaterThan(0);
  });
  expect(await asked(id)).toMatchObject({ state: 'RUNNING' });
  hold.letGo();
  await until(id, 'DONE');
  replay = inThreads;
  const next = await patiently(async () => {
    const begun = await start();
    expect(begun.__typename).toBe('Backtest');
    return begun;
  });
  await until(next.id, 'DONE');
});

test('tickets that were opened before do not count, and none is an answer too', async () => {
  const { id } = await start({ since: '2026-03-02T15:00:00.001Z' });
  await until(id, 'DONE');
  expect(await asked(id)).toMatchObject({ tickets: 0, done: 0, rows: [] });
});

describe('is refused as a value', () => {
  test.each([
    ['a draft that is not there', { draftVersion: 9 }, 'NOT_FOUND', 'There is no version 9 of policy nextplane.'],
    ['a policy that is not there', { policy: 'none' }, 'NOT_FOUND', 'There is no version 2 of policy none.'],
    ['a version that was never published', { draftVersion: 1, against: 2 }, 'NOT_FOUND', 'no published version 2'],
    ['a version with itself', { draftVersion: 1 }, 'BAD_USER_INPUT', 'Version 1 would be compared with itself.'],
  ])('%s', async (_name, input, code, message) => {
    const answer = await start(input);
    expect(answer).toMatchObject({ __typename: 'Refused', code });
    expect(answer.message).toContain(message);
  });
});

test('only admins may', async () => {
  const token = await appToken();
  const variables = { input: { policy: 'nextplane', draftVersion: 2, since: '2026-03-01T00:00:00Z' } };
  expect((await http.ask(START, { token, variables })).code).toBe('FORBIDDEN');
  expect((await http.ask(ASK, { token, variables: { id: 'any' } })).code).toBe('FORBIDDEN');
  expect(await asked('no-such')).toBeNull();
});

describe('one that does not come to its end says why', () => {
  test('stopped with its sidecar', async () => {
    replay = held().replay;
    const { id } = await start();
    await backtests.stop();
    expect(await asked(id)).toMatchObject({
      state: 'FAILED',
      problem: 'The sidecar that ran it was stopped: start it again.',
    });
    expect(errors).toEqual([]);
    expect(await start()).toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('lost with its process: not heard of any more', async () => {
    const hold = held();
    replay = hold.replay;
    const { id } = await start();
    await database.rows(`update backtests set alive_until = now_ms() - 1 where backtest_id = $1`, [id]);
    expect(await asked(id)).toMatchObject({
      state: 'FAILED',
      problem: 'The sidecar that ran it has ended: start it again.',
    });
    hold.page(); // it is alive after all: too late
    await patiently(async () => expect((await asked(id)).problem).toContain('not heard of for a minute'));
  });

  test('a fault of the program, which is logged', async () => {
    await database.rows(
      `insert into tickets (ticket_id, policy_id, opened_at, facts) values ('1', 'nextplane', $1, '{}')`,
      [OPENED],
    );
    const { id } = await start();
    await until(id, 'FAILED');
    await database.rows(`delete from tickets where ticket_id = '1'`);
    expect((await asked(id)).problem).toContain('the log of the sidecar says what');
    expect(errors).toEqual(['a back-test failed']);
  });
});

function silent() {
  const ignore = (): void => undefined;
  return { debug: ignore, info: ignore, warn: ignore, error: ignore };
}
