/** Back-up and restore as docs/operating.md says them, once each. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { createStore } from '#rim/postgres/store.ts';
import { embedded, server } from '#test/flow/databases.ts';
import { freshDatabase } from '#test/support/postgres.ts';

const run = promisify(execFile);
const remember = (database: Database, value: string) => createStore(database).settings.set('remembered', value);
const recall = (database: Database) => createStore(database).settings.get('remembered');

it('embedded: stop, copy the folder, start on the copy', async () => {
  const place = await embedded();
  const first = await place.open();
  await remember(first, 'before');
  await first.close();
  const folder = await mkdtemp(join(tmpdir(), 'tierline-backup-'));
  await cp(place.directory, folder, { recursive: true });
  const later = await place.open();
  await remember(later, 'after');
  await later.close();
  const restored = await openDatabase({ url: null, directory: folder });
  expect(await recall(restored)).toBe('before');
  await restored.close();
  await rm(folder, { recursive: true, force: true });
  await place.remove();
});

it('PostgreSQL: pg_dump, pg_restore into an empty database', async (test) => {
  const hasTools = await run('pg_dump', ['--version']).then(
    () => true,
    () => false, // npm's PostgreSQL brings only the server
  );
  const place = await server();
  const first = await place.open();
  await remember(first, 'before');
  await createStore(first).audit.append({
    actor: 'a',
    role: 'admin',
    action: 'x',
    subject: '',
    detail: null,
    outcome: 'done',
  });
  await first.close();
  if (!hasTools) {
    await place.remove();
    test.skip('pg_dump is not on this machine');
  }
  const folder = await mkdtemp(join(tmpdir(), 'tierline-dump-'));
  const file = join(folder, 'tierline.dump');
  const target = await freshDatabase();
  try {
    await run('pg_dump', ['--format=custom', `--file=${file}`, place.url ?? '']);
    await run('pg_restore', ['--no-owner', `--dbname=${target.url}`, file]);
    const restored = await openDatabase({ url: target.url, directory: '' });
    expect(await recall(restored)).toBe('before');
    await expect(restored.rows('delete from audit')).rejects.toThrow(/append-only/);
    await restored.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
    await target.drop();
    await place.remove();
  }
});
