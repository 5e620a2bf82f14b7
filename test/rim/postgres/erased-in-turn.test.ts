/** What an erasure empties is read again one by one: what others change meanwhile is looked at before the rest. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { erasePerson } from '#flow/erase.ts';
import type { Database } from '#rim/postgres/database.ts';
import { createErasure } from '#rim/postgres/erasure.ts';
import { createStore } from '#rim/postgres/store.ts';
import { DATABASES, type TestDatabase } from '#test/flow/databases.ts';

const WHO = '7770001234567';
const TICKETS = 60;

let place: TestDatabase;
let database: Database;
beforeEach(async () => {
  const make = DATABASES[0]?.[1];
  if (make === undefined) throw new Error('there is a database');
  place = await make();
  database = await place.open();
});
afterEach(async () => {
  await database.close();
  await place.remove();
});

test('the ended last, those whose timers end first before all, and an event in between', async () => {
  const store = createStore(database);
  await database.rows(
    `insert into tickets (ticket_id, history, ended, next_due_at)
     select i::text, json_build_object('by', $1::text), i % 2 = 0, case when i > 50 then 1000 - i end from generate_series(1, $2::integer) i`,
    [WHO, TICKETS],
  );
  const wish = { userId: WHO, emails: [], names: [], salt: 'salt', dryRun: false };
  expect(await erasePerson(wish, createErasure(database))).toMatchObject({ tickets: TICKETS });
  const order = await database.rows<{ id: string; wait: number }>(
    `select ticket_id as id, look_at - min(look_at) over () as wait from tickets order by look_at, ticket_id`,
  );
  const odd = Array.from({ length: TICKETS / 2 }, (_, index) => String(2 * index + 1));
  expect(order.slice(0, 30).map(({ id }) => id)).toEqual(expect.arrayContaining(odd));
  expect(order.filter(({ wait }) => wait === 0).map(({ id }) => id)).toEqual(
    expect.arrayContaining(['59', '57', '55', '53', '51']),
  );
  expect(order.filter(({ wait }) => wait === 0)).toHaveLength(20);
  expect(order.at(-1)?.wait).toBe(40 * 250);

  // As many as are due at once: on a busy machine those after them have come due meanwhile.
  const first = await store.agenda.claim('test', 20, 30_000);
  expect(first.map(({ ticketId }) => ticketId).toSorted()).toEqual(
    order.flatMap(({ id, wait }) => (wait === 0 ? [id] : [])).toSorted(),
  );
  const hint = null;
  await store.inbox.accept({ deliveryId: 'd', ticketId: '8', body: '{}', hint, problem: null });
  const [last] = await database.rows<{ id: string }>(
    `select ticket_id as id from tickets order by due_at desc limit 1`,
  );
  expect([order.at(-1)?.id, last?.id]).toEqual(['8', '6']);
});
