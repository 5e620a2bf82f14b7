/** A connection to a standby, or to a server that became one, is given up: the next may find the one that takes writes. */
import pg from 'pg';
import { expect, it } from 'vitest';
import { DatabaseUnavailable } from '#rim/postgres/database.ts';
import { openServer } from '#rim/postgres/server.ts';
import { freshDatabase } from '#test/support/postgres.ts';

it('what takes no writes is not asked again', async () => {
  const { url, drop } = await freshDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table kept (id integer)');
  const name = new URL(url).pathname.slice(1);
  await client.query(`alter database ${name} set default_transaction_read_only = on`);
  const database = openServer(url, 30_000);
  try {
    await expect(database.rows('insert into kept values (1)')).rejects.toBeInstanceOf(DatabaseUnavailable);
    await client.query(`alter database ${name} reset default_transaction_read_only`);
    await database.rows('insert into kept values (2)');
    expect(await database.rows('select id from kept')).toEqual([{ id: 2 }]);
  } finally {
    await database.close();
    await client.end();
    await drop();
  }
});
