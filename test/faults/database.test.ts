/** C-07 and C-11 in small: PostgreSQL crashes and ends all connections, and nothing accepted is lost; a newer schema is refused. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#rim/postgres/open.ts';
import { startPostgres, type PostgresServer } from '#test/support/postgres-server.ts';
import { loseDatabase } from './database-loss.ts';
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
  drill = await loseDatabase({ postgres, database: 'postgres', crashes: 1, tickets: 8 });
  expect(await drill.finish()).toEqual([]);
});

test('an old program refuses a newer schema and says what to do', async () => {
  const url = postgres.url('template1');
  drill = await startDrill({ name: 'newer-schema', databaseUrl: url });
  const database = await openDatabase({ url, directory: '' });
  await database.rows(`insert into schema_migrations (number, name) values (999, 'from the future')`);
  await database.close();
  const old = await launch({ environment: drill.environment });
  expect((await old.ended).code).toBe(1);
  expect(old.output()).toMatch(/schema is version 999, this program knows \d+: start the newer version/);
});
