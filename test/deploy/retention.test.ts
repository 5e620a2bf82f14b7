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
    await database.rows(`insert into events (delivery_id, ticket_id, received_at, body, problem) values
      ('aside', null, 1, '', 'cannot be read'), ('waiting', 'open', 1, '', null)`);
    await database.rows(`insert into notices (notice_id, policy_id, kind, announced_at, from_at, to_at) values
      ('over', 'p', 'k', 1, 1, 2), ('on', 'p', 'k', 1, 1, ${String(DAY)})`);
    const profile = (id: string) => `'${id}', '{}', ${id === '7770005' ? String(DAY) : '1'}`;
    await database.rows(
      `insert into users (user_id, profile, read_at) values
        ${['7770001', '7770002', '7770003', '7770004', '7770005'].map((id) => `(${profile(id)})`).join(', ')}`,
    );
    await database.rows(`update tickets set seen = '{"ticket": {"requesterId": "7770001"}}' where ticket_id = 'old'`);
    await database.rows(
      `update tickets set history = '{"audits": [{"authorId": "7770002"}]}' where ticket_id = 'open'`,
    );
    await database.rows(`insert into contracts (organization_id, revision, policy_id, terms, changed_at, actor)
      values ('1', 1, 'p', '{"contacts": [{"role": "approved", "userId": "7770003"}, {"role": "approved"}]}', 1, 'a')`);
    // A page ends between any two tickets.
    const counted = await countBefore(database, DAY, 1);
    expect(counted).toEqual({ tickets: 2, acts: 2, events: 1, notices: 1, users: 2 });
    expect([await countBefore(database, DAY), await countBefore(database, DAY, 2)]).toEqual([counted, counted]);
    expect(await removeBefore(database, DAY, 2)).toEqual(counted);
    const left = await database.rows<{ ticket_id: string }>('select ticket_id from tickets order by ticket_id');
    expect(left.map((row) => row.ticket_id)).toEqual(['gone, and asked for since', 'open', 'same']);
    expect(await database.rows('select id from acts')).toHaveLength(2);
    expect(await removeBefore(database, DAY)).toMatchObject({ tickets: 0, acts: 0 });
    expect(await database.rows(`select delivery_id from events`)).toEqual([{ delivery_id: 'waiting' }]);
    // The requester of a ticket that went, and nobody's; who was seen since stays.
    const people = await database.rows<{ user_id: string }>('select user_id from users order by user_id');
    expect(people.map((row) => row.user_id)).toEqual(['7770002', '7770003', '7770005']);
    const log = await database.rows<{ outcome: string; detail: string | null }>(
      `select outcome, detail from audit where action = 'retain' order by id`,
    );
    expect(log.map(({ outcome }) => outcome)).toEqual(['begun', 'done', 'begun', 'done']);
    expect(JSON.parse(log[1]?.detail ?? '')).toEqual(counted);
    await database.close();
    await place.remove();
  });
});
