// A notice concerns every open ticket of its policy: they are asked for in parts that no time limit ends.
import { describe, expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { createStore } from '#rim/postgres/store.ts';
import { DATABASES } from '#test/flow/databases.ts';
import { ADMIN } from '#test/flow/sidecar.ts';

const TICKETS = 4_500;
const NOTICE = {
  id: 'n1',
  policyId: 'p',
  kind: 'maintenance',
  text: null,
  announced: 1,
  from: 4_000_000_000_000,
  to: 4_000_000_360_000,
  organizations: [],
} as const;

const asked = async (database: Database): Promise<number> =>
  (await database.rows('select 1 from tickets where asked = 1 and look_at <= now_ms()')).length;

describe.each(DATABASES)('%s', (_name, fresh) => {
  test('no statement asks for more than 2,000, and a process that dies between two leaves nothing undone', async () => {
    const home = await fresh();
    const database = await home.open();
    await database.rows(
      `insert into tickets (ticket_id, policy_id, ended)
       select g::text, case when g % 9 = 0 then null when g % 9 = 1 then 'other' else 'p' end, g % 9 = 2
       from generate_series(1, ${String(TICKETS)}) g`,
    );
    await database.rows(`create function few() returns trigger language plpgsql as $$ begin
      if (select count(*) from changed) > 2000 then raise exception 'too many at once'; end if; return null; end $$`);
    await database.rows(`create trigger few after update on tickets
      referencing new table as changed for each statement execute function few()`);
    const put = createStore({
      ...database,
      rows: () => Promise.reject(new Error('the process is gone')),
    }).notices.put(NOTICE, ADMIN);
    await expect(put).rejects.toThrow('the process is gone');
    const { agenda, notices } = createStore(database);
    expect(await notices.current()).toMatchObject([{ id: 'n1' }]);
    expect(await asked(database)).toBe(0);
    expect(await agenda.askPublished()).toBe(3_500);
    expect(await asked(database)).toBe(3_500);
    expect(await agenda.askPublished()).toBe(0);
    await notices.put({ ...NOTICE, id: 'n2', policyId: 'other' }, ADMIN);
    expect(await asked(database)).toBe(4_000);
    await database.close();
    await home.remove();
  });
});
