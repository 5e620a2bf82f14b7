/** C-13, C-11: a stop while the schema is migrated ends in peace; a lock that somebody holds on a table is not waited for without end. */
import pg from 'pg';
import { expect, test } from 'vitest';
import { createStore } from '#rim/postgres/store.ts';
import { server } from '#test/flow/databases.ts';
import { freshDatabase } from '#test/support/postgres.ts';
import { startDrill } from './drill.ts';
import { launch } from './process.ts';

/** Under which one process migrates while the others wait. */
const MIGRATION_LOCK = 7_164_091;

test('SIGTERM while another process migrates: it ends with 0, and the next start goes on', async () => {
  const { url } = await freshDatabase();
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  const drill = await startDrill({ name: 'migrating', databaseUrl: url });
  try {
    await other.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const waiting = await launch({ environment: drill.environment });
    const waiters = async (): Promise<number> =>
      (
        await other.query(
          `select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
        )
      ).rowCount ?? 0;
    await expect.poll(waiters).toBeGreaterThan(0);
    waiting.signal('SIGTERM');
    expect(await waiting.ended).toEqual({ code: 0, signal: null });
    await other.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await drill.start();
    await drill.sender.deliver(drill.open());
    expect(await drill.settled(120_000)).toBe(true);
    expect(await drill.finish()).toEqual([]);
  } finally {
    await other.end();
    await drill.close();
  }
});

test('a lock on the table of tickets: what comes is refused in time, not held, and taken when the lock is gone', async () => {
  const home = await server();
  const database = await home.open();
  const { inbox, agenda } = createStore(database);
  const event = { deliveryId: 'd', ticketId: '7', body: '{}', hint: null, problem: null };
  const other = new pg.Client({ connectionString: home.url ?? '' });
  await other.connect();
  await other.query('begin');
  await other.query('lock table tickets in access exclusive mode');
  const refused = await Promise.allSettled([inbox.accept(event), agenda.ask(['8']), agenda.claim('mine', 10, 1_000)]);
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await other.query('rollback');
  expect(await inbox.accept(event)).toBe('stored');
  await agenda.ask(['8']);
  await other.end();
  await database.close();
  await home.remove();
});
