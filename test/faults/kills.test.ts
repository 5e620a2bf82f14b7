/** C-01 in small: kills at random moments while events flow; nothing is lost, nothing happens twice. */
import { afterEach, describe, expect, test } from 'vitest';
import { DATABASES, type DatabaseKind } from './databases.ts';
import { killAtRandom } from './kill-at-random.ts';
import type { Drill } from './drill.ts';

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

const KILLS: Readonly<Record<DatabaseKind, number>> = { embedded: 1, PostgreSQL: 2 };

describe.each(DATABASES)('%s', (kind, fresh) => {
  test('kill -9 at random moments loses nothing and doubles nothing', async () => {
    drill = await killAtRandom({ kind, databaseUrl: await fresh(), kills: KILLS[kind], tickets: 8 });
    expect(await drill.settled(120_000)).toBe(true);
    expect(await drill.finish()).toEqual([]);
  });
});
