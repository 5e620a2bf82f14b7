/** A calendar is compiled for its policy, or once for a customer's zone: never for a ticket. */
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { judge } from '#core/judge/judge.ts';
import { compileCalendar } from '#core/time/compile.ts';
import { AGREEMENTS, agreement } from '../../agreements/agreements.ts';
import { SAMPLES, samplePolicy } from '../../support/policies.ts';
import { stories } from './stories.ts';

vi.mock(import('#core/time/compile.ts'), async (original) => {
  const real = await original();
  return { ...real, compileCalendar: vi.fn(real.compileCalendar) };
});

const samples = await Promise.all(SAMPLES.map(samplePolicy));
const policies = [...samples, ...AGREEMENTS.map(agreement)];

it('compiles no calendar where the policy and the customer are known', () => {
  expect(compileCalendar).toHaveBeenCalled(); // by the policies: the count counts
  const seen = new Set<string>();
  fc.assert(
    fc.property(stories(policies), ({ policy, facts, at }) => {
      judge(policy, facts, at);
      vi.mocked(compileCalendar).mockClear();
      judge(policy, { ...facts, organization: { ...facts.organization } }, at + 1);
      expect(compileCalendar).not.toHaveBeenCalled();
      seen.add(policy.id);
    }),
    { seed: 7, numRuns: 120 },
  );
  expect(seen.size).toBeGreaterThan(10);
});
