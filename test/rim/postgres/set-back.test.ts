// S-04: A database's clock that is set back, by a failover or by its own correction: nothing that is measured by it stands still.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { createStore } from '#rim/postgres/store.ts';
import type { Store } from '#rim/postgres/store.ts';
import { DATABASES } from '#test/flow/databases.ts';
import type { TestDatabase } from '#test/flow/databases.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let database: Database;
  let store: Store;
  beforeEach(async () => {
    home = await fresh();
    database = await home.open();
    store = createStore(database);
  });
  afterEach(async () => {
    await database.close();
    await home.remove();
  });
  const reads = async (count: number): Promise<number> =>
    (await Promise.all(Array.from({ length: count }, () => store.budget.take('read')))).filter(({ granted }) => granted)
      .length;

  test('what was used is given back a minute later, and no more than that before', async () => {
    expect(await reads(1_000)).toBe(144);
    await database.setClockOffset(-HOUR);
    expect(await reads(1_000)).toBe(0);
    await database.setClockOffset(-HOUR + MINUTE + 1_000);
    expect(await reads(1_000)).toBe(144);
  });

  test('updates of one ticket drip on', async () => {
    expect((await store.budget.take('update', '9')).granted).toBe(true);
    await database.setClockOffset(-HOUR);
    for (let minutes = 0; minutes < 20; minutes++) {
      await database.setClockOffset(-HOUR + minutes * 75_000);
      expect((await store.budget.take('update', '9')).granted).toBe(true);
    }
  });

  test('a pause is over, and the next one counts', async () => {
    await store.budget.block('all', 30);
    await database.setClockOffset(-2 * HOUR);
    expect(await reads(1)).toBe(1);
    await store.budget.block('all', 30);
    expect(await reads(1)).toBe(0);
    await database.setClockOffset(-2 * HOUR + MINUTE);
    expect(await reads(1)).toBe(1);
  });

  test('no pause is longer than an hour', async () => {
    await store.budget.block('update', 1_795_362_250);
    const refused = await store.budget.take('update', '1');
    expect(refused.granted).toBe(false);
    if (!refused.granted) expect(refused.retryAt - (await store.clock.now())).toBeLessThanOrEqual(HOUR);
    await database.setClockOffset(HOUR + 1_000);
    expect((await store.budget.take('update', '1')).granted).toBe(true);
  });

  test('the lease of a dead holder ends; that of one who lives is not taken', async () => {
    const other = createStore(database);
    const taken = await store.exclusively('x', 10_000, () => other.exclusively('x', 10_000, () => Promise.resolve(1)));
    expect(taken).toEqual({ value: null });
    await database.rows(`insert into leases (name, holder, until) values ('y', 'dead', now_ms() + 10000)`);
    expect(await store.exclusively('y', 10_000, () => Promise.resolve(1))).toBeNull();
    await database.setClockOffset(-HOUR);
    expect(await store.exclusively('y', 10_000, () => Promise.resolve(1))).toEqual({ value: 1 });
  });
});
