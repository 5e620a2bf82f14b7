/** P-09: Damaged policies: never a crash, a hang, or an accepted one that does not print and read back alike. The long run has 20,000. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { complaint, damagedPolicies, takeWell } from './fuzz.ts';
import { SAMPLES } from '../../support/policies.ts';

it.each(SAMPLES)('%s prints and reads back alike', (id) => {
  expect(complaint(readFileSync(`sidecar/policies/${id}.yaml`, 'utf8'), () => 0)).toBeNull();
});

it('100 damaged policies', () => {
  fc.assert(
    fc.property(damagedPolicies, (text) => takeWell(text, () => 0)),
    { numRuns: 100, seed: 20260302 },
  );
});
