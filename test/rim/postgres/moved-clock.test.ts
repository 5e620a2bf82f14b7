/** A clock that is moved again while a connection is told of the move before: every connection ends at the last one. */
import { expect, test } from 'vitest';
import { DATABASES } from '#test/flow/databases.ts';

const HOUR = 3_600_000;
const ROUNDS = 50;

test.each(DATABASES)('%s', async (_name, fresh) => {
  const home = await fresh();
  const database = await home.open();
  const hours: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await database.setClockOffset(HOUR);
    const asked = database.rows('select 1 as one');
    await new Promise((turn) => setImmediate(turn));
    await database.setClockOffset(2 * HOUR);
    await asked;
    const [row] = await database.rows<{ now: number }>('select now_ms() as now');
    hours.push(Math.round(((row?.now ?? 0) - Date.now()) / HOUR));
  }
  expect(hours).toEqual(hours.map(() => 2));
  await database.close();
  await home.remove();
});
