// Prepared statements of the embedded database: the same answers, errors and transactions as without.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { openMemory } from '#rim/postgres/embedded.ts';

let database: Database;
beforeEach(async () => {
  database = await openMemory();
  await database.rows('create table things (id bigint primary key, words text[], body json, note text)');
});
afterEach(() => database.close());

const PUT = 'insert into things (id, words, body, note) values ($1, $2, $3::json, $4) returning id, words, body, note';

test('values come back as they went, time after time', async () => {
  for (const id of [1, 2, 3, 4, 5, 6, 7]) {
    const words = ['a "b"', 'c,\\d', ''];
    const rows = await database.rows(PUT, [id, words, '{"a":[1]}', null]);
    expect(rows).toEqual([{ id, words, body: { a: [1] }, note: null }]);
  }
  expect(
    await database.rows('select count(*) as count from things where id = any($1::bigint[])', [[1, 2, 99]]),
  ).toEqual([{ count: 2 }]);
});

test('an error ends its statement only, and a transaction takes back what it did', async () => {
  await database.rows(PUT, [1, [], '1', 'x']);
  await expect(database.rows(PUT, [1, [], '1', 'y'])).rejects.toThrow(/duplicate key/);
  await expect(database.rows('select nothing from things')).rejects.toThrow(/does not exist/);
  await expect(
    database.transaction(async (session) => {
      await session.rows(PUT, [2, [], '1', 'z']);
      await session.rows(PUT, [1, [], '1', 'z']);
    }),
  ).rejects.toThrow(/duplicate key/);
  expect(await database.rows(PUT, [2, [], '1', 'z'])).toHaveLength(1);
});

test('statements wait for a transaction that runs', async () => {
  const order: string[] = [];
  let other: Promise<{ note: string }[]> | undefined;
  await database.transaction(async (session) => {
    await session.rows(PUT, [1, [], '1', null]);
    other = database.rows<{ note: string }>('select note from things');
    void other.then(() => order.push('statement'));
    await new Promise((resolve) => setImmediate(resolve));
    await session.rows('update things set note = $1', ['late']);
    order.push('transaction');
  });
  expect(await other).toEqual([{ note: 'late' }]);
  expect(order[0]).toBe('transaction');
});
