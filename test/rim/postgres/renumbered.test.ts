// Migrations are known by what they are called: a database of a build that numbered them otherwise gets what it lacks.
import { expect, test } from 'vitest';
import { migrate, migrations } from '#rim/postgres/migrate.ts';
import { embedded } from '#test/flow/databases.ts';

test('what ran under another number runs no second time, and what took its number meanwhile is made good', async () => {
  const home = await embedded();
  const database = await home.open();
  const kept = () => database.rows('select number, name from schema_migrations order by number');
  const known = migrations().map(({ number, name }) => ({ number, name }));
  expect(await kept()).toEqual(known);
  // As the build left it: the sixth was left out, and the last had not been written yet.
  await database.rows(`delete from schema_migrations where name = '000009_failed_looks.sql'`);
  await database.rows('drop index tickets_tried');
  for (const number of [8, 7, 6])
    await database.rows(
      `update schema_migrations set number = ${String(number + 1)}, name = replace(name, '00000${String(number)}', '00000${String(number + 1)}') where number = ${String(number)}`,
    );
  expect((await migrate(database)).ran).toEqual(['000009_failed_looks.sql']);
  expect(await kept()).toEqual(known);
  expect(await database.rows(`select to_regclass('tickets_tried') is not null as there`)).toEqual([{ there: true }]);
  expect((await migrate(database)).ran).toEqual([]);
  await database.close();
  await home.remove();
});
