// C-07, O-06, Z-06: The store on both databases: migrations, append-only tables, one winner of two, budgets, the queue's pages.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { DatabaseRefused } from '#rim/postgres/database.ts';
import { migrate, migrations, statementsOf } from '#rim/postgres/migrate.ts';
import { createStore } from '#rim/postgres/store.ts';
import type { Store } from '#rim/postgres/store.ts';
import { DATABASES, PATIENT_MS, server } from '#test/flow/databases.ts';
import type { TestDatabase } from '#test/flow/databases.ts';
import { ADMIN, contract } from '#test/flow/sidecar.ts';
import { freshDatabase } from '#test/support/postgres.ts';
import { openDatabase } from '#rim/postgres/open.ts';

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

  test('migrations run once; an older program stops at a newer schema', async () => {
    expect((await migrate(database)).ran).toEqual([]);
    await expect(migrate(database, migrations().slice(0, -1))).rejects.toThrow(DatabaseRefused);
    await expect(migrate(database, [])).rejects.toThrow(/start the newer version/);
  });

  test('the audit log and published policies cannot be changed', async () => {
    await store.audit.append({ actor: 'a', role: 'admin', action: 'x', subject: 's', detail: null, outcome: 'done' });
    await expect(database.rows(`update audit set actor = 'b'`)).rejects.toThrow('append-only');
    await expect(database.rows('delete from audit')).rejects.toThrow('append-only');
    await expect(database.rows('truncate audit')).rejects.toThrow('append-only');
    await store.policies.saveDraft({ id: 'p', title: 'P', text: 'text' }, ADMIN);
    await store.policies.publish({ id: 'p', version: 1, frozen: '{}', note: 'First', latest: null }, ADMIN);
    await expect(database.rows(`update policies set body = 'other'`)).rejects.toThrow('never changed');
    await expect(database.rows('delete from policies')).rejects.toThrow('is kept');
  });

  test('of two admins who publish at once one wins, and so with contracts', async () => {
    for (let each = 0; each < 2; each++) await store.policies.saveDraft({ id: 'p', title: 'P', text: 'text' }, ADMIN);
    const published = await Promise.all(
      [1, 2].map((version) =>
        store.policies.publish({ id: 'p', version, frozen: '{}', note: '', latest: null }, ADMIN),
      ),
    );
    expect(published.filter((each) => each === 'conflict')).toHaveLength(1);
    const put = await Promise.all([0, 1, 2].map((users) => store.contracts.put(contract({ users }), 0, ADMIN)));
    expect(put.filter((each) => 'conflict' in each)).toHaveLength(2);
    expect(await store.contracts.revisions('500')).toHaveLength(1);
  });

  test('a burst of equal deliveries is one row; the rest are repetitions', async () => {
    const event = { deliveryId: 'd', ticketId: '7', body: '{"a":"\u0000"}', hint: null, problem: null };
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => store.inbox.accept(event)));
    expect(outcomes.filter((each) => each === 'stored')).toHaveLength(1);
    expect(await store.inbox.accept(event)).toBe('repeated');
  });

  test('the budget keeps a fifth free, learns limits, and blocks everybody', async () => {
    await store.budget.learn('export', 30, 30);
    const pages = await Promise.all(Array.from({ length: 30 }, () => store.budget.take('export')));
    expect(pages.filter(({ granted }) => granted)).toHaveLength(24);
    await store.budget.block('update', 30, '10');
    await store.tidy();
    expect((await store.budget.take('update', '10')).granted).toBe(false);
    expect((await store.budget.take('update', '11')).granted).toBe(true);
    await store.budget.block('all', 30);
    const after = await store.budget.take('read');
    expect(after.granted).toBe(false);
    if (!after.granted) expect(after.retryAt - (await store.clock.now())).toBeGreaterThan(10_000);
  });

  test('a ticket that changes without end is updated 24 times in ten minutes, and never rests for long', async () => {
    await store.budget.learn('update', 100_000, 100_000);
    await store.budget.learn('read', 100_000, 100_000);
    const grants = await Promise.all(Array.from({ length: 40 }, () => store.budget.take('update', '9')));
    expect(grants.filter(({ granted }) => granted)).toHaveLength(15);
    expect((await store.budget.take('update', '9', true)).granted).toBe(true); // an escalation
    const began = await store.clock.now();
    const sent: number[] = [];
    for (let seconds = 0; seconds < 1_200; seconds += 15) {
      await database.setClockOffset(seconds * 1_000);
      const grant = await store.budget.take('update', '9', true);
      if (grant.granted) sent.push(seconds);
      else expect(grant).toMatchObject({ of: 'updates of one ticket' });
      if (!grant.granted) expect(grant.retryAt - began).toBeLessThanOrEqual((seconds + 80) * 1_000);
    }
    expect(sent.filter((seconds) => seconds < 600).length + 16).toBeLessThanOrEqual(24);
    for (const from of sent) expect(sent.filter((at) => at >= from && at < from + 600).length).toBeLessThanOrEqual(9);
    expect(sent.length).toBeGreaterThanOrEqual(14);
  });

  test('what is urgent finds room although everything else has used up its part', async () => {
    await store.budget.learn('read', 1_000, 1_000);
    const ordinary = await Promise.all(Array.from({ length: 100 }, (_, id) => store.budget.take('update', String(id))));
    expect(ordinary.filter(({ granted }) => granted)).toHaveLength(72);
    const urgent = await Promise.all(Array.from({ length: 10 }, () => store.budget.take('update', '1000', true)));
    expect(urgent.filter(({ granted }) => granted)).toHaveLength(8);
  });

  test('what is kept aside stands once in the audit', async () => {
    const event = { deliveryId: 'd1', ticketId: '7', body: '{', hint: null, problem: 'the body is not JSON' };
    expect([await store.inbox.accept(event), await store.inbox.accept(event)]).toEqual(['stored', 'repeated']);
    const { entries } = await store.audit.page(10, null);
    expect(entries).toMatchObject([
      { action: 'quarantine', subject: 'ticket 7', detail: 'the body is not JSON', outcome: 'kept aside' },
    ]);
  });

  test('one holder of a lease at a time', async () => {
    let running = 0;
    const other = createStore(database);
    const work = async (): Promise<number> => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      return --running;
    };
    const results = await Promise.all([store, other].map((each) => each.exclusively('x', 5_000, work)));
    expect(results.filter((each) => each !== null).length).toBeGreaterThanOrEqual(1);
  });

  test('a claim is held by one worker, given back, and fenced', async () => {
    await store.agenda.ask(['1', '2', '3']);
    const mine = await store.agenda.claim('mine', 10, 5_000);
    expect(mine).toHaveLength(3);
    expect(await store.agenda.claim('other', 10, 5_000)).toEqual([]);
    await store.agenda.release('mine');
    const others = await store.agenda.claim('other', 10, 5_000);
    expect(others.map(({ claimNumber }) => claimNumber)).toEqual(mine.map(({ claimNumber }) => claimNumber + 1));
    const late = mine.map((claim) => ({
      claim,
      writeBack: claim.row.writeBack,
      firedCauses: [],
      ended: true,
      mustRead: false,
      heardAt: null,
      nextLookAt: null,
      keep: false,
    }));
    expect((await store.agenda.commitLooks(late)).size).toBe(0);
    expect((await store.tickets.find('1'))?.ended).toBe(false);
  });

  test('a contract put while a ticket is looked at for the first time has it looked at again', async () => {
    await store.agenda.ask(['1']);
    const [claim] = await store.agenda.claim('mine', 10, 60_000);
    if (!claim) throw new Error('nothing was claimed');
    await store.contracts.put(contract(), null, ADMIN);
    const judged = { claim, writeBack: claim.row.writeBack, firedCauses: [], ended: false, mustRead: false };
    await store.agenda.commitLooks([{ ...judged, heardAt: null, nextLookAt: null, keep: false }]);
    expect((await store.tickets.find('1'))?.isDue).toBe(true);
  });
});

test('eight processes’ worth of starts at once on an empty database: one schema', async () => {
  const { url, drop } = await freshDatabase();
  const databases = await Promise.all(
    Array.from({ length: 8 }, () => openDatabase({ url, directory: '', connectMs: PATIENT_MS })),
  );
  const [row] = await (databases[0] as Database).rows<{ count: number }>(
    'select count(*) as count from schema_migrations',
  );
  expect(row?.count).toBe(migrations().length);
  await Promise.all(databases.map((database) => database.close()));
  await drop();
});

test('a migration has all the time that it needs, and what follows has its limits again', async () => {
  const home = await server();
  const database = await home.open();
  const limited = `do $$ begin if current_setting('statement_timeout') <> '0' then raise 'limited'; end if; end $$;`;
  const slow = { number: 900_000, name: 'of a large table', sql: `${limited}\nselect 1;\n` };
  expect((await migrate(database, [...migrations(), slow])).ran).toEqual([slow.name]);
  const limits = await Promise.all(Array.from({ length: 10 }, () => database.rows('show statement_timeout')));
  expect(new Set(limits.flat().map((row) => JSON.stringify(row)))).toEqual(new Set(['{"statement_timeout":"5s"}']));
  await database.close();
  await home.remove();
});

test('connections that are killed come back', async () => {
  const home = await server();
  const database = await home.open();
  const woken: string[] = [];
  database.listen('tierline_due', (payload) => woken.push(payload));
  await database.rows(
    `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()`,
  );
  await expect
    .poll(() =>
      database.rows('select 1 as one').then(
        (rows) => rows.length,
        () => 0,
      ),
    )
    .toBe(1);
  const other = await home.open();
  await expect
    .poll(() => {
      other.notify('tierline_due', 'heard');
      return woken.includes('heard');
    })
    .toBe(true);
  await other.close();
  await database.close();
  await home.remove();
});

test('a migration is split at its statements, not inside of bodies', () => {
  const parts = statementsOf(
    `create table a (b text); -- why;\ncreate function f() as $$\nbegin;\n end $$;\nselect 1;\n`,
  );
  expect(parts).toHaveLength(3);
});
