/** `tierline policy backtest`: recorded tickets under a draft and under what is published. */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishFiles } from '#flow/publish.ts';
import { createRegistry } from '#flow/registry.ts';
import { createStore } from '#rim/postgres/store.ts';
import { embedded, type TestDatabase } from '#test/flow/databases.ts';
import { ADMIN } from '#test/flow/sidecar.ts';
import { answeredAfter, stricter } from '#test/support/answered-ticket.ts';
import { reader } from '#test/support/reader.ts';
import { tierline } from './world.ts';

const TICKETS = 2_500;
const log = { debug() {}, info() {}, warn() {}, error() {} };

let home: TestDatabase;
let folder: string;
beforeAll(async () => {
  home = await embedded();
  folder = await mkdtemp(join(tmpdir(), 'tierline-backtest-'));
  const text = await readFile('sidecar/policies/nextplane.yaml', 'utf8');
  await writeFile(join(folder, 'same.yaml'), text);
  await writeFile(join(folder, 'stricter.yaml'), stricter(text));
  const database = await home.open();
  const store = createStore(database);
  const registry = createRegistry(store.policies, reader, log);
  await publishFiles([{ name: 'nextplane.yaml', text }], ADMIN, { ...store, registry, reader });
  const rows = Array.from({ length: TICKETS }, (_, i) => answeredAfter(i % 5 === 0 ? 240 : 30, String(i + 1)));
  await database.rows(
    `insert into tickets (ticket_id, policy_id, opened_at, facts)
     select each->>'ticketId', 'nextplane', (each->>'opened')::bigint, each from json_array_elements($1::json) each`,
    [JSON.stringify(rows)],
  );
  await database.close();
});
afterAll(async () => {
  await home.remove();
  await rm(folder, { recursive: true, force: true });
});

const backtest = (file: string, ...words: string[]) =>
  tierline(['policy', 'backtest', join(folder, file), '--since', '2026-03-01', ...words], { DATA_DIR: home.directory });

test('a stricter draft ends with 1 and names the tickets that it would have lost, every page of them', async () => {
  const { status, out, err } = await backtest('stricter.yaml', '--json');
  expect(err).toBe('');
  expect(status).toBe(1);
  const { tickets, rows } = JSON.parse(out) as { tickets: number; rows: { metric: string; lost: string[] }[] };
  expect(tickets).toBe(TICKETS);
  const row = rows.find(({ metric }) => metric === 'first_response');
  expect(row).toMatchObject({ keptBefore: TICKETS, keptAfter: TICKETS - TICKETS / 5, moved: TICKETS });
  // In the order of the database's ids, whichever thread was the first.
  const lost = Array.from({ length: TICKETS / 5 }, (_, i) => String(i * 5 + 1)).toSorted();
  expect(row?.lost).toEqual(lost.slice(0, 100));
});

test('the same text ends with 0 and moves nothing', async () => {
  const { status, out } = await backtest('same.yaml');
  expect(out).toContain(`${String(TICKETS)} tickets judged`);
  expect(out).toMatch(/first_response\s+2500\s+2500\s+0\n/u);
  expect(status).toBe(0);
});

test('a version that was never published is named', async () => {
  const { status, err } = await backtest('same.yaml', '--against', '7');
  expect(err).toContain('nextplane has no published version 7');
  expect(status).toBe(1);
});

test('where there is no database none is made', async () => {
  const empty = await mkdtemp(join(folder, 'empty-'));
  const words = ['policy', 'backtest', join(folder, 'same.yaml'), '--since', '2026-03-01'];
  const { status, err } = await tierline(words, { DATA_DIR: empty });
  expect([status, err]).toEqual([
    1,
    `tierline: there is no database in ${empty}: set DATABASE_URL, or DATA_DIR to the sidecar's\n`,
  ]);
  expect(await readdir(empty)).toEqual([]);
});
