// Events of one ticket that come one after the other are gathered into one look, on both databases.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { createStore, type Store } from '#rim/postgres/store.ts';
import { DATABASES, type TestDatabase } from '#test/flow/databases.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let database: Database;
  let store: Store;
  let sent = 0;
  beforeAll(async () => {
    home = await fresh();
    database = await home.open();
    store = createStore(database);
  });
  afterAll(async () => {
    await database.close();
    await home.remove();
  });

  /** The clock stands still there: however slow the machine is, it is this instant. */
  async function at(ms: number): Promise<void> {
    await database.rows(
      `create or replace function now_ms() returns bigint language sql volatile as 'select ${String(ms)}::bigint'`,
    );
  }
  /** An event of the ticket; in how many ms it is looked at. */
  async function eventAt(ms: number, ticketId: string): Promise<number | null> {
    await at(ms);
    const deliveryId = String((sent += 1));
    await store.inbox.accept({ deliveryId, ticketId, body: '{}', hint: null, problem: null });
    const [row] = await database.rows<{ look_at: number }>(`select look_at from tickets where ticket_id = $1`, [
      ticketId,
    ]);
    return row === undefined ? null : row.look_at - ms;
  }

  test('one that comes alone is looked at soon', async () => {
    expect(await eventAt(10_000, '1')).toBe(40);
  });

  test('further ones put the look off until no more come', async () => {
    expect(await eventAt(20_000, '2')).toBe(40);
    expect(await eventAt(20_010, '2')).toBe(150);
    expect(await eventAt(20_030, '2')).toBe(130);
    expect(await eventAt(20_100, '2')).toBe(150);
  });

  test('not for ever', async () => {
    await eventAt(30_000, '3');
    let due = 0;
    for (let ms = 30_020; ms <= 32_000; ms += 20) due = ms + ((await eventAt(ms, '3')) ?? 0);
    expect(due).toBeGreaterThan(31_900);
    expect(due).toBeLessThanOrEqual(32_000);
  });

  test('what is due already stays so', async () => {
    await eventAt(40_000, '4');
    expect(await eventAt(40_050, '4')).toBe(-10);
  });
});
