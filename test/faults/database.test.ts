/** C-11: PostgreSQL crashes, is frozen, ends all connections; the embedded database admits one process; newer schemas are refused. */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#rim/postgres/open.ts';
import { startPostgres, type PostgresServer } from '#test/support/postgres-server.ts';
import { startDrill, type Drill } from './drill.ts';
import { launch } from './process.ts';

let postgres: PostgresServer;
let drill: Drill | undefined;
beforeAll(async () => {
  postgres = await startPostgres({ durable: true });
});
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});
afterAll(() => postgres.remove());

test('a database that crashes, comes back and loses all connections loses nothing that was accepted', async () => {
  drill = await startDrill({ name: 'database', databaseUrl: postgres.url('postgres') });
  const replica = await drill.start();
  const ids = Array.from({ length: 20 }, () => drill?.open() ?? 0);
  const delivering = drill.sender.deliverAll([...ids, ...ids, ...ids], 4, 120_000);
  for (let turn = 0; turn < 2; turn++) {
    await postgres.stop('immediate');
    drill.history.add({ type: 'fault' });
    const isReady = (): Promise<number> => fetch(`${replica.url}/readyz`).then(({ status }) => status);
    await expect.poll(isReady, { timeout: 20_000 }).toBe(503);
    expect(await drill.sender.once(ids[turn] ?? 0)).toBe(503);
    await postgres.start();
    await expect.poll(isReady, { timeout: 30_000 }).toBe(200);
    await terminateAll(postgres.url('postgres'));
  }
  await delivering;
  expect(await drill.settled(60_000)).toBe(true);
  expect(await drill.finish()).toEqual([]);
}, 240_000);

test('an old program refuses a newer schema and says what to do', async () => {
  const url = postgres.url('template1');
  drill = await startDrill({ name: 'newer-schema', databaseUrl: url });
  const database = await openDatabase({ url, directory: '' });
  await database.rows(`insert into schema_migrations (number, name) values (999, 'from the future')`);
  await database.close();
  const old = await launch({ environment: drill.environment });
  expect((await old.ended).code).toBe(1);
  expect(old.output()).toMatch(/schema is version 999, this program knows \d+: start the newer version/);
}, 120_000);

test('a second process on the embedded database is refused, and the first works on', async () => {
  drill = await startDrill({ name: 'one-process', databaseUrl: null });
  const first = await drill.start();
  const second = await launch({ environment: drill.environment });
  expect((await second.ended).code).toBe(1);
  expect(second.output()).toContain(`is in use by process ${String(first.pid)}`);
  await drill.sender.deliver(drill.open());
  expect(await drill.settled(30_000)).toBe(true);
  expect(await drill.finish()).toEqual([]);
}, 120_000);

async function terminateAll(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()');
  await client.end();
}
