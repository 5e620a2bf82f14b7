/** The tests' own databases: apart from each other, gone when dropped, and a server that survives a crash. */
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { freshDatabase } from './postgres.ts';
import { startPostgres } from './postgres-server.ts';

async function rows(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('a fresh database', () => {
  it('is empty and apart from every other', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    await rows(one.url, 'create table only_here (n int)');
    await expect(rows(two.url, 'select * from only_here')).rejects.toThrow(/does not exist/);
    await Promise.all([one.drop(), two.drop()]);
    await expect(rows(one.url, 'select 1')).rejects.toThrow(/does not exist/);
  });
});

describe('a server of its own', async () => {
  const server = await startPostgres({ durable: true });
  afterAll(() => server.remove());

  it('keeps what was committed through a crash', async () => {
    await rows(server.url('postgres'), 'create table kept as select 7 as n');
    await server.stop('immediate');
    await expect(rows(server.url('postgres'), 'select 1')).rejects.toThrow(/ECONNREFUSED/);
    await server.start();
    expect(await rows(server.url('postgres'), 'select n from kept')).toEqual([{ n: 7 }]);
  });
});
