/** Erasing one person: gone from every table, the rest as it was, and the log still cannot be changed by hand. */
import { describe, expect, it } from 'vitest';
import { erasePerson } from '#flow/erase.ts';
import type { Actor } from '#flow/ports/store.ts';
import type { Database } from '#rim/postgres/database.ts';
import { createErasure } from '#rim/postgres/erasure.ts';
import { createStore } from '#rim/postgres/store.ts';
import { DATABASES } from '#test/flow/databases.ts';

const ANA = '28600000000777';
const OTHER = '286000000007771'; // begins with the same digits
const EMAIL = 'ana.example@example.com';
const actor = (id: string, name: string): Actor => ({ id, name, role: 'agent', proven: true });

async function fill(database: Database): Promise<void> {
  const store = createStore(database);
  const user = { role: 'end-user', light: false, suspended: false, organizationId: '509' } as const;
  const claim = await store.agenda.claimOne('test', '1', 60_000);
  if (claim === null) throw new Error('the ticket is held');
  await store.directory.keepUsers(
    [
      { ...user, id: ANA, name: 'Ana Example', email: EMAIL },
      { ...user, id: OTHER, name: 'Another One', email: 'other@example.com' },
    ],
    claim,
  );
  await store.agenda.giveBack(claim);
  const contact = { role: 'approved', certifiedOn: null, phone: null } as const;
  await store.contracts.put(
    {
      organizationId: '509',
      policyId: 'nextplane',
      tier: 'business',
      status: 'active',
      startsOn: null,
      endsOn: null,
      partner: null,
      region: null,
      users: null,
      entitlements: {},
      contacts: [
        { ...contact, name: 'Ana Example', email: EMAIL.toUpperCase(), userId: null, agreedBy: [] },
        { ...contact, name: 'Another One', email: 'other@example.com', userId: OTHER, agreedBy: ['Ana Example'] },
      ],
      timeZone: null,
      holidays: [],
      extra: {},
    },
    null,
    actor(ANA, 'Ana Example'),
  );
  await database.rows(
    `insert into tickets (ticket_id, history, facts, fired_causes) values
      ('1', $1::json, '{}', '{warned}'), ('2', '[{"authorId": "${OTHER}"}]', '{}', '{}')
     on conflict (ticket_id) do update set history = excluded.history, facts = excluded.facts, fired_causes = excluded.fired_causes`,
    [JSON.stringify([{ authorId: ANA, text: 'hello' }])],
  );
  await database.rows(
    `insert into acts (ticket_id, at, event, actor, idempotency_key) values ('1', 1, '{"kind":"attempt"}', $1, $2)`,
    // As the door of GraphQL writes it.
    [`Ana Example (${ANA}, as claimed)`, `${ANA}:a-key-of-the-page`],
  );
}

const everything = (database: Database) =>
  database.rows<{ text: string }>(`select (select coalesce(json_agg(t), '[]')::text from tickets t)
    || (select coalesce(json_agg(c), '[]')::text from contracts c) || (select coalesce(json_agg(a), '[]')::text from audit a)
    || (select coalesce(json_agg(x), '[]')::text from acts x) || (select coalesce(json_agg(u), '[]')::text from users u)
    || (select coalesce(json_agg(e), '[]')::text from events e) as text`);

describe.each(DATABASES)('on %s', (_name, make) => {
  it('takes the person out of every table and leaves everybody else', async () => {
    const place = await make();
    const database = await place.open();
    await fill(database);
    const erasure = createErasure(database);
    const wish = { userId: ANA, emails: [], names: [], salt: 'salt', dryRun: false };

    const dry = await erasePerson({ ...wish, dryRun: true }, erasure);
    expect(dry).toMatchObject({ known: true, contracts: 1, auditEntries: 1, acts: 1, tickets: 1 });
    const [before] = await everything(database);
    expect(before?.text.toLowerCase()).toContain(EMAIL);

    const { pseudonym } = await erasePerson(wish, erasure);
    const [after] = await everything(database);
    const text = after?.text.toLowerCase() ?? '';
    expect(text).not.toContain(EMAIL);
    expect(text).not.toContain('ana example');
    expect(text).not.toMatch(new RegExp(`(?<!\\d)${ANA}(?!\\d)`));
    expect(text).toContain('another one');
    expect(text).toContain(OTHER);
    expect(text).toContain(pseudonym);

    const log = await database.rows<{ actor: string; action: string; outcome: string }>(
      'select actor, action, outcome from audit order by id',
    );
    expect(log).toEqual([
      { actor: pseudonym, action: 'putContract', outcome: 'done' },
      { actor: 'operator', action: 'erasePerson', outcome: 'done' },
    ]);
    const [ticket] = await database.rows<object>(
      `select history, must_read, fired_causes, look_at is not null as due from tickets where ticket_id = '1'`,
    );
    expect(ticket).toMatchObject({ history: null, must_read: true, fired_causes: ['warned'], due: true });
    expect(await erasePerson({ ...wish, emails: [EMAIL] }, erasure)).toMatchObject({
      known: false,
      contracts: 0,
      auditEntries: 0,
      acts: 0,
      tickets: 0,
    });

    await expect(database.rows(`update audit set actor = 'x'`)).rejects.toThrow(/append-only/);
    await expect(database.rows('delete from audit')).rejects.toThrow(/append-only/);
    await database.close();
    await place.remove();
  });
});
