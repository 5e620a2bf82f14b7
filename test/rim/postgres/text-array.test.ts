/** Texts in PostgreSQL's binary form: each comes back as it went in, on both databases. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { createStore } from '#rim/postgres/store.ts';
import { textArray } from '#rim/postgres/text-array.ts';
import { DATABASES } from '#test/flow/databases.ts';
import type { TestDatabase } from '#test/flow/databases.ts';

const TEXTS = [
  'plain',
  '',
  'NULL',
  '{"a":"b\\"c\\\\d"}',
  '{a,b},"c"',
  "it's; drop table events --",
  'line\r\nbreak\ttab',
  'größer, 日本語, 👩‍🚀',
  ' \u00a0\ufeff ',
  'x'.repeat(200_000),
];

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    home = await fresh();
    database = await home.open();
  });
  afterEach(async () => {
    await database.close();
    await home.remove();
  });

  test('every text, in its order', async () => {
    const statement = 'select x from unnest($1::text[]) with ordinality as i(x, n) order by n';
    const rows = await database.rows<{ x: string }>(statement, [textArray(TEXTS)]);
    expect(rows.map(({ x }) => x)).toEqual(TEXTS);
    expect(await database.rows(statement, [textArray([])])).toEqual([]);
  });

  test('half a surrogate pair and NUL, which no database holds, are shown as unknown characters', async () => {
    const store = createStore(database);
    const event = { deliveryId: 'd1', ticketId: '7', body: 'a\ud83db\u0000c', hint: null, problem: 'not JSON' };
    expect(await store.inbox.accept(event)).toBe('stored');
    expect(await database.rows('select body from events')).toEqual([{ body: 'a\ufffdb\ufffdc' }]);
  });

  test('of a batch with repetitions, old and new ones, each delivery is stored once', async () => {
    const store = createStore(database);
    const event = (id: string, problem: string | null) => ({
      deliveryId: id,
      ticketId: '7',
      body: '{}',
      hint: null,
      problem,
    });
    await store.inbox.accept(event('old', null));
    const answers = await Promise.all(
      ['b', 'old', 'a', 'b', 'a', 'c'].map((id) => store.inbox.accept(event(id, id === 'c' ? 'no JSON' : null))),
    );
    expect(answers).toEqual(['stored', 'repeated', 'stored', 'repeated', 'repeated', 'stored']);
    const again = await Promise.all(['a', 'b', 'old'].map((id) => store.inbox.accept(event(id, null))));
    expect(again).toEqual(['repeated', 'repeated', 'repeated']);
    expect(await database.rows('select count(*) as n from events')).toEqual([{ n: 4 }]);
  });
});
