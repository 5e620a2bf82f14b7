/** A real pooler before PostgreSQL: with a session for each connection all works, without one nothing starts. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DatabaseRefused } from '#rim/postgres/database.ts';
import { inspectDatabase } from '#rim/postgres/inspect.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { openServer } from '#rim/postgres/server.ts';
import { startPooler, type Pooler } from '#test/support/pooler.ts';
import { freshDatabase, type FreshDatabase } from '#test/support/postgres.ts';

const MISSING = 'PgBouncer is not on this machine: apt-get install pgbouncer';

let fresh: FreshDatabase;
let pooler: Pooler | null = null;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(async () => {
  await pooler?.stop();
  await fresh.drop();
});

test('in session mode the database opens, listens and keeps its limits', async (context) => {
  pooler = await startPooler(fresh.url, 'session');
  if (pooler === null) return context.skip(MISSING);
  const database = await openDatabase({ url: pooler.url, directory: '' });
  const other = openServer(fresh.url);
  try {
    const limits = await database.rows<{ statement: string; locks: string; idle: string }>(
      `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as locks,
         current_setting('idle_in_transaction_session_timeout') as idle`,
    );
    expect(limits).toEqual([{ statement: '5s', locks: '3s', idle: '5s' }]);
    const heard: string[] = [];
    database.listen('tierline_due', (payload) => void heard.push(payload));
    // The listening connection may only just be opening.
    let count = 0;
    await expect
      .poll(async () => (other.notify('tierline_due', String((count += 1))), heard.length))
      .toBeGreaterThan(0);
  } finally {
    await other.close();
    await database.close();
  }
});

test('in transaction mode it is refused with what to do, by the sidecar and by the doctor', async (context) => {
  pooler = await startPooler(fresh.url, 'transaction');
  if (pooler === null) return context.skip(MISSING);
  const { url } = pooler;
  for (const use of [() => openDatabase({ url, directory: '' }), () => inspectDatabase(url)]) {
    const refusal = use();
    await expect(refusal).rejects.toBeInstanceOf(DatabaseRefused);
    await expect(refusal).rejects.toThrow(/pooler.*pool_mode = session, or name the server itself in DATABASE_URL/);
  }
});
