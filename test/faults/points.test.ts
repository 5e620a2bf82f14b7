/** C-02: killed at each named point, started again, nothing is lost or doubled; and the product holds no such point. */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freshDatabase } from '#test/support/postgres.ts';
import { startDrill, type Drill } from './drill.ts';
import { BREAKAGES } from './breakages.ts';
import { POINTS } from './fault-points.ts';
import { killAtPoints, killWhileStarting } from './kill-at-points.ts';
import { withPatches, type Patch } from './patches.ts';
import { POISON } from './poison.ts';

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

test('the product holds no fault point and reads no order for one', async () => {
  const holding: string[] = [];
  for await (const file of glob('{sidecar,schema,zendesk-app}/**/*.{ts,tsx,mjs,sql}'))
    if (/FAULT_POINT|faultPoint|BREAKAGE|POISON/.test(readFileSync(file, 'utf8'))) holding.push(file);
  expect(holding).toEqual([]);
});

test('every point, and every place that is broken on purpose, is in the source', () => {
  const breakages: readonly { readonly patches: readonly Patch[] }[] = Object.values(BREAKAGES);
  for (const patch of [POISON, ...Object.values(POINTS), ...breakages.flatMap(({ patches }) => patches)]) {
    const path = resolve('sidecar', patch.file);
    expect(withPatches(path, readFileSync(path, 'utf8'), [patch])).toContain(patch.after);
  }
});

// Two on the way of an event here; the long lane has all of them, three times, on both databases.
test('killed at named points, it ends as if it had not been', async () => {
  drill = await startDrill({ name: 'points', databaseUrl: (await freshDatabase()).url, empty: true });
  await killWhileStarting(drill, 'migrating', 9);
  await killWhileStarting(drill, 'activating', 1);
  await killAtPoints(drill, ['before-commit', 'after-write'], 1);
  expect(await drill.settled(120_000)).toBe(true);
  expect(await drill.finish()).toEqual([]);
});
