/** The embedded database: PGlite in this process, alone in its directory, with real fsync. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { DURABLE_START, DurableFiles } from './durable-files.ts';
import { lockDirectory } from './directory-lock.ts';
import { createPrepared } from './prepared.ts';
import { DatabaseUnavailable, Listeners } from './database.ts';
import type { Database, Session, Value } from './database.ts';

const filesIn = (directory: string): string => join(directory, 'pglite');

/** Whether `directory` holds one. */
export function hasEmbedded(directory: string): boolean {
  return existsSync(filesIn(directory));
}

/** Opens the database in `directory`, making it where there is none. Throws DatabaseRefused where another process has it. */
export async function openEmbedded(directory: string): Promise<Database> {
  const unlock = lockDirectory(directory);
  try {
    const files = filesIn(directory);
    // PostgreSQL's own lock names a process of the last run, which is always number 42 in PGlite.
    rmSync(join(files, 'postmaster.pid'), { force: true });
    const lite = await PGlite.create({
      fs: new DurableFiles(files),
      startParams: [...DURABLE_START],
      parsers: { [types.INT8]: Number },
    });
    return over(lite, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A database in memory: gone when it is closed. */
export async function openMemory(): Promise<Database> {
  return over(await PGlite.create({ parsers: { [types.INT8]: Number } }), () => undefined);
}

function over(lite: PGlite, unlock: () => void): Database {
  const listeners = new Listeners();
  const prepared = createPrepared(lite);
  let closed = false;
  let offset = 0;

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    if (closed) throw new DatabaseUnavailable('the database is closed');
    try {
      return await work();
    } catch (error) {
      throw translated(error);
    }
  }
  return {
    kind: 'embedded',
    rows: <Row extends object>(statement: string, values: readonly Value[] = []) =>
      guarded(async () => {
        // As PGlite's own queries do: after a transaction that runs, and one by one.
        const rows = await lite._runExclusiveTransaction(() =>
          lite.runExclusive(async () => prepared<Row>(statement, values)),
        );
        return rows ?? (await lite.query<Row>(statement, [...values])).rows;
      }),
    transaction: <T>(work: (session: Session) => Promise<T>) =>
      guarded(() =>
        lite.transaction((transaction) =>
          work({
            rows: async <Row extends object>(statement: string, values: readonly Value[] = []) =>
              (await lite.runExclusive(async () => prepared<Row>(statement, values))) ??
              (await transaction.query<Row>(statement, [...values])).rows,
          }),
        ),
      ),
    notify: (channel, payload) => listeners.tell(channel, payload),
    tell: (channel, payload) => listeners.tell(channel, payload),
    listen: (channel, listener) => listeners.add(channel, listener),
    holds: () => false,
    async setClockOffset(ms) {
      await lite.query(`select set_config('tierline.clock_offset_ms', $1, false)`, [String(ms)]);
      offset = ms;
    },
    clockOffset: () => offset,
    async close() {
      if (closed) return;
      closed = true;
      await lite.close();
      unlock();
    },
  };
}

/** A full disk is the one trouble that passes by itself. */
function translated(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === '53100' || code === '58030' || code === 'ENOSPC') {
    return new DatabaseUnavailable('the database is not available: disk full', { cause: error });
  }
  return error;
}
