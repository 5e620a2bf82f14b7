/** P-09: 20,000 damaged policies: no crash, none over a second, every accepted one prints and reads back alike and judges tickets. */
import fc from 'fast-check';
import { it } from 'vitest';
import { damagedPolicies, takeWell } from '#test/core/policy/fuzz.ts';

const ROUNDS = Array.from({ length: 20 }, (_, index) => index + 1);

it.each(ROUNDS)('1,000 damaged policies, round %i', () => {
  const ownMs = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  fc.assert(
    fc.property(damagedPolicies, (text) => takeWell(text, ownMs)),
    { numRuns: 1_000 },
  );
});
