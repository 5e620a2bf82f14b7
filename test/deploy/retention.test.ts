/** Retention: what ended before the day goes, everything else stays. */
import { describe, expect, it } from 'vitest';
import { countBefore, removeBefore } from '#rim/postgres/retention.ts';
import { DATABASES } from '#test/flow/databases.ts';

const DAY = Date.parse('2026-01-01T00:00:00Z');

describe.each(DATABASES)('on %s', (_name, make) => {
  it('removes tickets that ended before the day, with their acts, and nothing that is open or newer', async () => {
    const place = await make();
    const database = await place.open();
    await database.rows(
      `insert into tickets (ticket_id, ended, updated_at) values
        ('old', true, $1::bigint - 1), ('same', true, $1::bigint), ('open', false, $1::bigint - 1),
        ('gone before it was read', true, null), ('gone, and asked for since', true, null)`,
      [DAY],
    );
    await database.rows(`insert into acts (ticket_id, at, event, actor, idempotency_key) values
      ('old', 1, '{}', 'a', '1'), ('open', 1, '{}', 'a', '2'), ('gone before it was read', 1, '{}', 'a', '3'),
      ('gone, and asked for since', ${String(DAY)}, '{}', 'a', '4')`);
    const counted = await countBefore(database, DAY);
    expect(counted).toEqual({ tickets: 2, acts: 2, events: 0, notices: 0 });
    expect(await removeBefore(database, DAY)).toEqual(counted);
    const left = await database.rows<{ ticket_id: string }>('select ticket_id from tickets order by ticket_id');
    expect(left.map((row) => row.ticket_id)).toEqual(['gone, and asked for since', 'open', 'same']);
    expect(await database.rows('select id from acts')).toHaveLength(2);
    expect(await removeBefore(database, DAY)).toMatchObject({ tickets: 0, acts: 0 });
    expect(await database.rows(`select id from audit where action = 'retain'`)).toHaveLength(2);
    await database.close();
    await place.remove();
  });
});
