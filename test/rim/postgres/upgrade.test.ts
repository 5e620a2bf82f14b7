// C-07: eight replicas start at once on the schema of the version before; one migrates, all are there, and what stood stays.
import { expect, test } from 'vitest';
import { migrate, migrations } from '#rim/postgres/migrate.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { openServer } from '#rim/postgres/server.ts';
import { createStore } from '#rim/postgres/store.ts';
import { PATIENT_MS } from '#test/flow/databases.ts';
import { freshDatabase } from '#test/support/postgres.ts';

const REPLICAS = 8;

test('eight at once', async () => {
  const { url, drop } = await freshDatabase();
  const before = openServer(url, PATIENT_MS);
  const known = migrations();
  await migrate(before, known.slice(0, -1));
  await before.rows(`insert into tickets (ticket_id) values ('7')`);
  const databases = await Promise.all(
    Array.from({ length: REPLICAS }, () => openDatabase({ url, directory: '', connectMs: PATIENT_MS })),
  );
  const rows = await before.rows<{ number: number }>('select number from schema_migrations order by number');
  expect(rows.map(({ number }) => number)).toEqual(known.map(({ number }) => number));
  const stores = databases.map((database) => createStore(database));
  await Promise.all(stores.map(({ agenda }, index) => agenda.ask([String(100 + index)])));
  const claims = await Promise.all(stores.map(({ agenda }, index) => agenda.claim(String(index), REPLICAS, 60_000)));
  expect(claims.flat().length).toBeGreaterThanOrEqual(REPLICAS);
  expect(new Set(claims.flat().map(({ ticketId }) => ticketId)).size).toBe(claims.flat().length);
  expect(await stores[0]?.tickets.find('7')).not.toBeNull();
  await Promise.all([before, ...databases].map((database) => database.close()));
  await drop();
});
