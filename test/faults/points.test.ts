/** C-02: killed at each named point, started again, nothing is lost or doubled; and the product holds no such point. */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { DATABASES } from './databases.ts';
import { startDrill, type Drill } from './drill.ts';
import { POINTS, withPoints } from './fault-points.ts';
import { killAtPoints, killWhileStarting, STARTING, WORKING } from './kill-at-points.ts';

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

test('the product holds no fault point and reads no order for one', async () => {
  const holding: string[] = [];
  for await (const file of glob('{sidecar,schema,zendesk-app}/**/*.{ts,tsx,mjs,sql}'))
    if (/FAULT_POINT|faultPoint/.test(readFileSync(file, 'utf8'))) holding.push(file);
  expect(holding).toEqual([]);
});

test('every point has its place in the source', () => {
  for (const [name, point] of Object.entries(POINTS)) {
    const path = resolve('sidecar', point.file);
    expect(withPoints(path, readFileSync(path, 'utf8'))).toContain(`faultPoint('${name}')`);
  }
});

// Half of the points here and half there; the long lane has all of them on both.
describe.each(DATABASES.map(([kind, fresh], half) => [kind, fresh, half] as const))('%s', (kind, fresh, half) => {
  test('killed at named points, it ends as if it had not been', async () => {
    drill = await startDrill({ name: `points-${kind}`, databaseUrl: await fresh() });
    await killWhileStarting(drill, STARTING[half] ?? '', 1 + 8 * (1 - half));
    await killAtPoints(
      drill,
      WORKING.filter((_, index) => index % 2 === half),
      1,
    );
    expect(await drill.settled(90_000)).toBe(true);
    expect(await drill.finish()).toEqual([]);
  }, 300_000);
});
