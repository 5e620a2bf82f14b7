/** Whether the database takes writes: it may answer every question while its disk is full or while it may only be read. */
import { DatabaseRefused, DatabaseUnavailable } from './database.ts';
import type { Database } from './database.ts';

/** Disk full, and the input or output error that a file system gives instead. */
const NO_ROOM: ReadonlySet<string> = new Set(['53100', '58030', 'ENOSPC']);
/** A standby or a database that is kept from writing; a user without the right. */
const NO_WRITES: ReadonlySet<string> = new Set(['25006', '42501']);

/** One row that changes in place: it takes no room, but a database that takes no writes refuses it. */
const TOUCH = `insert into settings (name, value) values ('write probe', (select now_ms())::text)
on conflict (name) do update set value = excluded.value`;
/** More than lies ready in pages already taken; it is rolled back. */
const FILL = `insert into settings (name, value)
select 'room probe', string_agg(md5(i::text || random()::text), '') from generate_series(1, 4000) as i`;

const TOUCH_EVERY_MS = 2_000;

export type WriteState = 'ready' | 'full' | 'read_only';

export interface Writable {
  /** The same database; what it refuses for want of room is remembered. */
  readonly database: Database;
  /** Tries a write where none was tried for two seconds, or, after a refusal, whether there is room again. */
  state(): Promise<WriteState>;
}

/** `elapsed`: a clock that only measures how old the last try is. */
export function createWritable(inner: Database, elapsed: () => number = () => performance.now()): Writable {
  let isFull = false;
  let touchedAt = -Infinity;
  let touched: WriteState = 'ready';

  async function noticing<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (NO_ROOM.has(codeOf(error))) isFull = true;
      throw error;
    }
  }
  const database: Database = {
    ...inner,
    rows: (statement, values) => noticing(inner.rows(statement, values)),
    transaction: (work) => noticing(inner.transaction(work)),
  };

  async function hasRoom(): Promise<boolean> {
    const rolledBack = new Error('there is room');
    try {
      await inner.transaction(async (session) => {
        await session.rows(FILL);
        throw rolledBack;
      });
    } catch (error) {
      return error === rolledBack;
    }
    return false;
  }
  async function touch(): Promise<WriteState> {
    try {
      await database.rows(TOUCH);
      return 'ready';
    } catch (error) {
      if (NO_WRITES.has(codeOf(error))) return 'read_only';
      if (isFull) return 'full';
      throw error;
    }
  }
  return {
    database,
    async state() {
      if (isFull) {
        isFull = !(await hasRoom());
        return isFull ? 'full' : 'ready';
      }
      if (touched === 'ready' && elapsed() - touchedAt < TOUCH_EVERY_MS) return touched;
      touchedAt = elapsed();
      touched = await touch();
      return touched;
    },
  };
}

/** Of the error, or of the one that it stands for. */
function codeOf(error: unknown): string {
  const cause = error instanceof DatabaseUnavailable || error instanceof DatabaseRefused ? error.cause : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
