// The embedded database: real fsync, one process at a time, everything acknowledged survives a kill.
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DatabaseRefused } from '#rim/postgres/database.ts';
import { flushes } from '#rim/postgres/durable-files.ts';
import { lockDirectory } from '#rim/postgres/directory-lock.ts';
import { embedded } from '#test/flow/databases.ts';
import type { TestDatabase } from '#test/flow/databases.ts';

const TAKE = `import { lockDirectory } from '#rim/postgres/directory-lock.ts';
try { lockDirectory(process.argv[1]); console.log('taken'); } catch (error) { console.log(error.message); }`;

let home: TestDatabase;
beforeEach(async () => {
  home = await embedded();
});
afterEach(() => home.remove());

test('every commit is flushed to the disk', async () => {
  const database = await home.open();
  const settings = await database.rows(
    `select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method`,
  );
  expect(settings).toEqual([{ fsync: 'on', method: 'fsync' }]);
  const before = flushes();
  await database.rows(`insert into settings values ('a', 'b')`);
  expect(flushes() - before).toBeGreaterThanOrEqual(1);
  await database.close();
});

test('a second process is refused by name; a dead one’s lock is taken over', async () => {
  const database = await home.open();
  await expect(home.open()).rejects.toThrow(DatabaseRefused);
  await expect(home.open()).rejects.toThrow(`in use by process ${String(process.pid)}`);
  await database.close();
  const again = await home.open();
  await again.close();

  const { pid } = spawnSync(process.execPath, ['-e', '']); // has ended: nobody holds its number
  writeFileSync(join(home.directory, 'tierline.lock'), `${String(pid)} 1\n`);
  await (await home.open()).close();
});

test('a live holder is refused whatever its number means here: in a container it is always 1', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tierline-lock-'));
  const unlock = lockDirectory(directory);
  expect(readFileSync(join(directory, 'tierline.lock'), 'utf8')).toMatch(new RegExp(`^${String(process.pid)} `));
  writeFileSync(join(directory, 'tierline.lock'), '999999999 3f2a90c1d4e7\n');
  // Twice, and once from here in between: an attempt of the holder itself must not give its lock back.
  for (const attempt of [1, 2]) {
    const other = spawnSync(process.execPath, ['--eval', TAKE, directory], { encoding: 'utf8' });
    expect(other.stdout, String(attempt)).toContain('in use by process 999999999 of 3f2a90c1d4e7');
    expect(() => lockDirectory(directory)).toThrow(DatabaseRefused);
  }
  // A kill must leave nothing to mend, and a full disk must not hinder a start.
  expect(readdirSync(directory).toSorted()).toEqual(['tierline.held', 'tierline.lock']);
  expect(statSync(join(directory, 'tierline.held')).size).toBe(0);
  unlock();
  unlock(); // again changes nothing
  lockDirectory(directory)();
  rmSync(directory, { recursive: true });
});

test('what was acknowledged is there after kill -9', async () => {
  const acknowledged = new Set<string>();
  for (let round = 0; round < 2; round++) {
    const child = fork(new URL('./accepting-child.ts', import.meta.url), [home.directory, `round${String(round)}`], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit');
    child.on('message', (id: string) => {
      acknowledged.add(id);
      if (acknowledged.size >= 100 * (round + 1)) child.kill('SIGKILL');
    });
    await ended;
  }
  const database = await home.open();
  const rows = await database.rows<{ delivery_id: string }>('select delivery_id from events');
  const asked = await database.rows('select 1 as one from tickets where due_at is not null');
  await database.close();
  const kept = new Set(rows.map((row) => row.delivery_id));
  expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
  expect(asked.length).toBeGreaterThan(0);
});
