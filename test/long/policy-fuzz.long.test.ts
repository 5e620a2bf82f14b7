/** 20,000 damaged policies: no crash, none over a second, every accepted one prints and reads back alike. */
import fc from 'fast-check';
import { it } from 'vitest';
import { complaint, damagedPolicies } from '#test/core/policy/fuzz.ts';

it('20,000 damaged policies', () => {
  const now = (): number => performance.now();
  fc.assert(
    fc.property(damagedPolicies, (text) => complaint(text, now) === null),
    { numRuns: 20_000 },
  );
});
