// What is no longer needed goes as fast as it comes, and what waits for a database that stands still takes no memory without end.
import { describe, expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { DatabaseUnavailable } from '#rim/postgres/database.ts';
import { createInbox } from '#rim/postgres/inbox.ts';
import { createStore } from '#rim/postgres/store.ts';
import { DATABASES } from '#test/flow/databases.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  test('all deliveries of yesterday go at once, however many; others stay', async () => {
    const home = await fresh();
    const database = await home.open();
    await database.rows(
      `insert into events (delivery_id, received_at, body, looked_at)
       select g::text, now_ms() - case when g % 10 = 0 then 0 else 90000000 end, '{}', case when g % 10 = 1 then null else 1 end
       from generate_series(1, 13000) g`,
    );
    await createStore(database).tidy();
    expect(await database.rows('select id from events')).toHaveLength(2_600);
    await database.close();
    await home.remove();
  });
});

test('deliveries that wait are bounded by what they hold, not only by their number', async () => {
  let answer: (rows: readonly object[]) => void = () => undefined;
  const database = {
    kind: 'embedded',
    rows: () => new Promise((resolve) => (answer = resolve)),
    tell: () => undefined,
  } as unknown as Database;
  const inbox = createInbox(database);
  const body = 'x'.repeat(256 * 1024); // one text for all: the test itself takes no room
  const deliver = (id: number) =>
    inbox.accept({ deliveryId: String(id), ticketId: '1', body, hint: null, problem: null });
  const first = Array.from({ length: 256 }, (_, id) => deliver(id));
  await expect(deliver(256)).rejects.toThrow(DatabaseUnavailable);
  // One by one, as the batches come, until all have been answered.
  const answered = Promise.all(first).then(() => true);
  while (!(await Promise.race([answered, new Promise((resolve) => setImmediate(() => resolve(false)))])))
    answer([{ stored: null }]);
  expect(new Set(await Promise.all(first))).toEqual(new Set(['stored']));
  const again = deliver(257);
  while (!(await Promise.race([again, new Promise((resolve) => setImmediate(() => resolve(false)))])))
    answer([{ stored: null }]);
  expect(await again).toBe('stored');
});
