/**
 * W-10 in full: 50 seeds of shuffled and repeated events, half of them on the embedded database, half on PostgreSQL with two
 * replicas. The drills go side by side: most of their time they wait until the export is followed again.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { DATABASES } from '#test/faults/databases.ts';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import { deliverShuffled } from '#test/faults/shuffled.ts';

const DRILLS = 5;
/** One after the other in a drill, and no more: each moves the clock, and no timer of the first tickets may come near its end. */
const SEEDS = 5;

const drills: Drill[] = [];
afterEach(async () => {
  await Promise.all(drills.splice(0).map((drill) => drill.close()));
});

describe.each(DATABASES)('%s', (kind, fresh) => {
  test(`${String(DRILLS * SEEDS)} seeds`, async () => {
    const first = Date.now() % 1_000_000;
    process.stdout.write(
      `${kind}: ${String(DRILLS)} drills of ${String(SEEDS)} shuffles, seeds from ${String(first)}\n`,
    );
    for (let seed = first; seed < first + DRILLS; seed++) {
      const name = `shuffled-${kind}-${String(seed - first + 1)}`;
      drills.push(await startDrill({ name, databaseUrl: await fresh(), seed }));
    }
    const violations = await Promise.all(drills.map((drill) => deliverAll(drill, kind === 'embedded' ? 1 : 2)));
    expect(violations.flat()).toEqual([]);
  });
});

async function deliverAll(drill: Drill, replicas: number): ReturnType<Drill['finish']> {
  for (let count = 0; count < replicas; count++) await drill.start();
  for (let count = 0; count < SEEDS; count++) await deliverShuffled(drill);
  return drill.finish();
}
