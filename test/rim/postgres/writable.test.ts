// C-09: A database that answers but takes no writes is not ready, and is ready again by itself.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseUnavailable } from '#rim/postgres/database.ts';
import type { Database } from '#rim/postgres/database.ts';
import { createStore } from '#rim/postgres/store.ts';
import { createWritable } from '#rim/postgres/writable.ts';
import { DATABASES } from '#test/flow/databases.ts';
import type { TestDatabase } from '#test/flow/databases.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let database: Database;
  /** Why every write is refused; null: none is. */
  let refusal: string | null;
  beforeEach(async () => {
    home = await fresh();
    database = await home.open();
    refusal = null;
  });
  afterEach(async () => {
    await database.close();
    await home.remove();
  });
  const refuse = (statement: string): void => {
    if (refusal === null || !/\b(insert|update|delete)\b/.test(statement)) return;
    const cause = Object.assign(new Error('could not extend file'), { code: refusal });
    throw refusal === '25006' ? cause : new DatabaseUnavailable('the database is not available', { cause });
  };
  /** As PostgreSQL behaves with a full disk: it answers, and refuses what takes room. */
  const refusing = (): Database => ({
    ...database,
    rows: async (statement, values) => {
      refuse(statement);
      return database.rows(statement, values);
    },
    transaction: (work) =>
      database.transaction((session) =>
        work({
          rows: async (statement, values) => {
            refuse(statement);
            return session.rows(statement, values);
          },
        }),
      ),
  });
  const event = { deliveryId: 'd', ticketId: '7', body: '{}', hint: null, problem: null };

  test.each(['53100', '58030', 'ENOSPC'])('a refusal with %s is remembered until there is room', async (code) => {
    const store = createStore(refusing());
    expect(await store.databaseState()).toBe('ready');
    refusal = code;
    await expect(store.inbox.accept(event)).rejects.toThrow(DatabaseUnavailable);
    expect(await store.databaseState()).toBe('full');
    expect(await store.databaseState()).toBe('full');
    refusal = null;
    expect(await store.databaseState()).toBe('ready');
    expect(await store.inbox.accept(event)).toBe('stored');
    expect(await database.rows(`select name from settings where name = 'room probe'`)).toEqual([]);
  });

  test('without any traffic a write is tried now and then', async () => {
    let elapsed = 0;
    const { state } = createWritable(refusing(), () => elapsed);
    expect(await state()).toBe('ready');
    refusal = '53100';
    expect(await state()).toBe('ready'); // tried a moment ago
    elapsed += 2_000;
    expect(await state()).toBe('full');
  });

  test('a database that may only be read is told from a full one', async () => {
    const { state } = createWritable(refusing());
    refusal = '25006';
    expect([await state(), await state()]).toEqual(['read_only', 'read_only']);
    refusal = null;
    expect(await state()).toBe('ready');
  });
});
