/** C-01 and C-02 in full: 200 random kills on each database, and each named point three times. */
import { afterEach, describe, expect, test } from 'vitest';
import { DATABASES } from '#test/faults/databases.ts';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import { killAtPoints, killWhileStarting, WORKING } from '#test/faults/kill-at-points.ts';
import { killAtRandom } from '#test/faults/kill-at-random.ts';

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

describe.each(DATABASES)('%s', (kind, fresh) => {
  test('200 random kills: 0 lost, 0 doubled, drained within two minutes', async () => {
    drill = await killAtRandom({ kind, databaseUrl: await fresh(), kills: 200, tickets: 100 });
    expect(await drill.settled(120_000)).toBe(true);
    expect(await drill.finish()).toEqual([]);
  }, 3_600_000);

  test('each named point, three times', async () => {
    drill = await startDrill({ name: `all-points-${kind}`, databaseUrl: await fresh(), empty: true });
    for (const nth of [1, 9]) await killWhileStarting(drill, 'migrating', nth);
    await killWhileStarting(drill, 'activating', 1);
    for (const nth of [1, 2, 3]) {
      await killAtPoints(drill, WORKING, nth);
      const [whole] = drill.replicas;
      if (nth < 3 && whole !== undefined) await drill.stop(whole);
    }
    expect(await drill.settled(120_000)).toBe(true);
    expect(await drill.finish()).toEqual([]);
  });
});
