/**
 * Erasing in the order that the guide gives: Zendesk first, so that its emptied profile is all that is known of the person
 * by then. Names and addresses are learnt from contracts, the log, acts and webhooks; what others have too is left alone.
 */
import { describe, expect, it } from 'vitest';
import type { ContactFacts } from '#core/facts/facts.ts';
import { erasePerson, type ErasureReport } from '#flow/erase.ts';
import type { Database } from '#rim/postgres/database.ts';
import { createErasure } from '#rim/postgres/erasure.ts';
import { createStore, type Store } from '#rim/postgres/store.ts';
import { DATABASES } from '#test/flow/databases.ts';
import { ADMIN, contract } from '#test/flow/sidecar.ts';

const ZOE = '7770001234567';
const OTHER = '7770001234568';
const GONE = 'Permanently Deleted User';

const contact = (more: Partial<ContactFacts>): ContactFacts => ({ role: 'approved', ...more });
const event = (deliveryId: string, body: string, problem: string | null) => ({
  deliveryId,
  ticketId: null,
  body,
  hint: null,
  problem,
});

async function profiles(
  store: Store,
  people: Readonly<Record<string, readonly [string | null, string | null]>>,
): Promise<void> {
  const claim = await store.agenda.claimOne('test', 'any', 60_000);
  if (claim === null) throw new Error('the ticket is held');
  const users = Object.entries(people).map(([id, [name, email]]) => ({
    id,
    name,
    email,
    role: 'end-user' as const,
    light: false,
    suspended: false,
    organizationId: null,
  }));
  await store.directory.keepUsers(users, claim);
  await store.agenda.giveBack(claim);
}

async function rowsOf(database: Database): Promise<readonly string[]> {
  const rows = await database.rows<{ text: string }>(`select 'contract ' || c::text as text from contracts c
    union all select 'audit ' || a::text from audit a union all select 'act ' || a::text from acts a
    union all select 'event ' || e::text from events e union all select 'user ' || u::text from users u
    union all select 'ticket ' || json_build_array(t.history, t.facts, t.write_back)::text from tickets t`);
  return rows.map(({ text }) => text).toSorted();
}
const naming = (rows: readonly string[], pattern: RegExp): readonly string[] => rows.filter((row) => pattern.test(row));

describe.each(DATABASES)('on %s', (_name, make) => {
  async function on(
    work: (database: Database, store: Store, erase: (more?: object) => Promise<ErasureReport>) => Promise<void>,
  ): Promise<void> {
    const place = await make();
    const database = await place.open();
    const erase = (more: object = {}): Promise<ErasureReport> =>
      erasePerson(
        { userId: ZOE, emails: [], names: [], salt: 'salt', dryRun: false, ...more },
        createErasure(database),
      );
    try {
      await work(database, createStore(database), erase);
    } finally {
      await database.close();
      await place.remove();
    }
  }

  it('learns names and addresses from what names the number, and takes them out everywhere', () =>
    on(async (database, store, erase) => {
      await profiles(store, { [ZOE]: [GONE, null], [OTHER]: [GONE, null] });
      const zoe = contact({ userId: ZOE, name: 'Zoë Canarybird', email: 'Zoe.C@example.com', phone: '+15550100999' });
      await store.contracts.put(contract({ contacts: [zoe, contact({ userId: OTHER, name: GONE })] }), null, ADMIN);
      const later = [
        contact({ userId: ZOE, name: 'Zoë Finch' }),
        contact({ name: 'Z. E. Canarybird', email: 'zoe.c@example.com' }), // by the address alone
        contact({ userId: OTHER, name: 'Another One', agreedBy: ['ZOË CANARYBIRD', 'Somebody Else'] }),
      ];
      await store.contracts.put(contract({ contacts: later }), null, ADMIN);
      const by = { id: ZOE, name: 'Zoë "Zo" Bird', role: 'agent', proven: false } as const;
      const act = { at: 1, kind: 'duty', duty: 'call', note: 'See ticket 7\nzoë finch called' } as const;
      await store.tickets.addAct({
        ticketId: '7',
        event: act,
        by,
        key: 'k',
        action: 'recordDuty',
        detail: null,
        decidedOn: 0,
      });
      await store.inbox.accept(event('1', '{"text": "zoe.c@example.com broke" "x"}', 'not JSON'));
      await store.inbox.accept(event('2', `{"requester_id": ${ZOE}, "requester_name": "Zo Wren"}`, 'no ticket'));
      await store.inbox.accept(event('3', String.raw`{"who": "Zo\u00eb Canarybird, Zo Wren"`, 'not JSON'));
      await database.rows(
        `insert into tickets (ticket_id, history, write_back) values ('8', $1::json, null), ('9', null, $2::json)`,
        [JSON.stringify({ text: 'Dear\nZoë "Zo" Bird' }), JSON.stringify({ notes: [{ text: 'Call Zo Wren' }] })],
      );

      expect(await erase({ dryRun: true })).toMatchObject({
        contracts: 2,
        auditEntries: 3,
        acts: 1,
        tickets: 2,
        events: 3,
      });
      const report = await erase();
      expect(report).toMatchObject({
        known: true,
        names: 5,
        addresses: 1,
        passedOver: 0,
        contracts: 2,
        auditEntries: 3,
        acts: 1,
        tickets: 2,
        events: 3,
      });
      const rows = await rowsOf(database);
      expect(naming(rows, /canarybird|finch|wren|bird|zo[eë]|5550100999|7770001234567/i)).toEqual([]);
      expect(naming(rows, /Another One/).length).toBeGreaterThan(0);
      expect(naming(rows, /Somebody Else/).length).toBeGreaterThan(0);
      expect(naming(rows, new RegExp(`^contract .*${OTHER}.*${GONE}`))).toHaveLength(1);
      expect(naming(rows, new RegExp(`^user .*${GONE}`))).toHaveLength(1);
      // What Zendesk repeats is known, and not kept once more.
      expect(await store.inbox.accept(event('1', '{"text": "zoe.c@example.com broke" "x"}', 'not JSON'))).toBe(
        'repeated',
      );
      expect(naming(await rowsOf(database), /zoe/i)).toEqual([]);
      expect(await erase()).toMatchObject({
        known: false,
        contracts: 0,
        auditEntries: 0,
        acts: 0,
        tickets: 0,
        events: 0,
      });
    }));

  it('rewrites nothing of others who have the same name or address, or of people whom Zendesk deleted', () =>
    on(async (database, store, erase) => {
      await profiles(store, { [ZOE]: [GONE, null], [OTHER]: ['Jo Smith', 'jo@example.com'] });
      const contacts = [
        contact({ userId: ZOE, name: 'Jo Smith', email: 'desk@example.com' }),
        contact({ userId: OTHER, name: 'Will', email: 'desk@example.com' }),
      ];
      await store.contracts.put(contract({ contacts }), null, ADMIN);
      const detail = JSON.stringify({ note: `Jo Smith of desk@example.com and ${GONE}` });
      const entry = {
        actor: 'Jo Smith (7770001234568)',
        role: 'agent',
        action: 'x',
        subject: 'Jo Smith',
        outcome: 'done',
      };
      await store.audit.append({ ...entry, detail });
      await database.rows(`insert into tickets (ticket_id, history) values ('8', $1::json)`, [detail]);
      const before = naming(await rowsOf(database), /^(?:ticket|user).*Jo Smith|"note|^audit \(2/);
      expect(before.length).toBe(3);

      expect(await erase()).toMatchObject({
        names: 0,
        addresses: 0,
        passedOver: 2,
        contracts: 1,
        auditEntries: 1,
        tickets: 0,
      });
      const after = await rowsOf(database);
      expect(after).toEqual(expect.arrayContaining([...before]));
      expect(naming(after, /^contract/)).toEqual([expect.stringMatching(/"name"+:null.*Will.*desk@example\.com/)]);
      expect(naming(after, /^audit \(1/)).toEqual([expect.not.stringContaining('Jo Smith')]);
    }));

  it('goes through tables that are longer than a page', () =>
    on(async (database, _store, erase) => {
      await database.rows(
        `insert into tickets (ticket_id, history) select g::text, json_build_object('by', case when g % 400 = 1 then $1 end)
         from generate_series(1, 1201) g`,
        [ZOE],
      );
      await database.rows(
        `insert into contracts (organization_id, revision, policy_id, terms, changed_at, actor)
         select (g % 7)::text, g, 'nextplane', json_build_object('contacts', json_build_array(
           json_build_object('role', 'approved', 'userId', case when g % 300 = 1 then $1 else $2 end))), 1, 'Admin (1)'
         from generate_series(1, 901) g`,
        [ZOE, OTHER],
      );
      expect(await erase()).toMatchObject({ tickets: 4, contracts: 4 });
      expect(naming(await rowsOf(database), new RegExp(ZOE))).toEqual([]);
    }));

  it('mends by name and address what an earlier run left without the number', () =>
    on(async (database, store, erase) => {
      const left = { userId: 'erased-0123456789ab', name: 'Zoë Canarybird', email: 'zoe.c@example.com' };
      await store.contracts.put(contract({ contacts: [contact(left)] }), null, ADMIN);
      expect(await erase()).toMatchObject({ contracts: 0, auditEntries: 0 });
      expect(await erase({ names: ['Zoë Canarybird'], emails: ['ZOE.C@example.com'] })).toMatchObject({
        names: 1,
        addresses: 1,
        contracts: 1,
        auditEntries: 1,
      });
      expect(naming(await rowsOf(database), /zoe|canarybird/i)).toEqual([]);
    }));
});
