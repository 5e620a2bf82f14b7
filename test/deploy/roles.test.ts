/** O-06: The sidecar's own database user, on a real PostgreSQL: it works, and it cannot rewrite what happened. */
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, it } from 'vitest';
import { DatabaseRefused } from '#rim/postgres/database.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { createStore } from '#rim/postgres/store.ts';
import { freshDatabase } from '#test/support/postgres.ts';
import { startTestSidecar } from '#test/flow/sidecar.ts';

const isSentence = (error: unknown): boolean =>
  error instanceof DatabaseRefused && error.message.includes('roles.sql, after tierline migrate');

it('works with the least rights, and no UPDATE or DELETE of the audit log is among them', async () => {
  const { url, drop } = await freshDatabase();
  await (await openDatabase({ url, directory: '' })).close();
  const user = `app_${randomUUID().slice(0, 8)}`;
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query(`create role ${user} login password 'a-password-of-this-test'`);
  const script = await readFile('sidecar/deploy/roles.sql', 'utf8');
  // Without it psql ends with 0 where nothing was granted.
  expect(script).toContain('\n\\set ON_ERROR_STOP on\nbegin;');
  await owner.query(script.replace(/^\\.*$/gm, '').replaceAll(':"app_user"', `"${user}"`));
  const own = new URL(url);
  own.username = user;
  own.password = 'a-password-of-this-test';

  const database = await openDatabase({ url: own.href, directory: '' });
  const sidecar = await startTestSidecar(database, { autostart: false });
  const { audit } = createStore(database);
  await audit.append({ actor: 'a', role: 'admin', action: 'x', subject: '', detail: null, outcome: 'done' });
  expect((await audit.page(10, null)).entries.map(({ action }) => action)).toContain('x');
  for (const statement of [
    `update audit set actor = 'nobody'`,
    'delete from audit',
    'truncate audit',
    `select erase_from_audit(1, 'x', 'x', null)`,
    `update contracts set actor = 'nobody'`,
    'delete from contracts',
    `insert into schema_migrations (number, name) values (999999, 'x')`,
    'drop table audit',
    'alter table audit disable trigger all',
    'create table another (id integer)',
  ]) {
    await expect(database.rows(statement), statement).rejects.toThrow(/permission denied|must be owner/);
  }
  // A later migration's, while the new version's pods already start.
  await owner.query('create table of_a_later_version (id bigint generated always as identity, said text)');
  await database.rows(`insert into of_a_later_version (said) values ('x')`);
  // As one sentence with what to do, also where it starts before the owner has made the tables.
  await expect(database.rows('delete from contracts')).rejects.toSatisfy(isSentence);
  await sidecar.stop();
  await database.close();
  const empty = await freshDatabase();
  const early = new URL(empty.url);
  [early.username, early.password] = [own.username, own.password];
  await expect(openDatabase({ url: early.href, directory: '' })).rejects.toSatisfy(isSentence);
  await empty.drop();
  await owner.query(`drop owned by ${user}`);
  await owner.query(`drop role ${user}`);
  await owner.end();
  await drop();
});
