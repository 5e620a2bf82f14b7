/** W-10 in full: 50 seeds of shuffled and repeated events, by turns on the embedded database and on PostgreSQL with two replicas. */
import { afterEach, describe, expect, test } from 'vitest';
import { DATABASES } from '#test/faults/databases.ts';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import { deliverShuffled } from '#test/faults/shuffled.ts';

const SEEDS = 25;

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

describe.each(DATABASES)('%s', (kind, fresh) => {
  test(`${String(SEEDS)} seeds`, async () => {
    const seed = Date.now() % 1_000_000;
    process.stdout.write(`${kind}: ${String(SEEDS)} shuffles, seed ${String(seed)}\n`);
    drill = await startDrill({ name: `shuffled-${kind}`, databaseUrl: await fresh(), seed });
    for (let count = 0; count < (kind === 'embedded' ? 1 : 2); count++) await drill.start();
    for (let count = 0; count < SEEDS; count++) await deliverShuffled(drill);
    expect(await drill.finish()).toEqual([]);
  });
});
