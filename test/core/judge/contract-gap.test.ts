/** What is said where no contract holds. */
import { expect, it } from 'vitest';
import type { ContractFacts } from '#core/facts/facts.ts';
import { judge } from '#core/judge/judge.ts';
import { compiled, office } from '../policy/policies.ts';
import { at, ticket } from './tickets.ts';

const policy = compiled(office('promises: { first_response: 4h }'));
const NOW = at('2026-03-02T12:00:00Z');

it.each<[ContractFacts | null, string]>([
  [null, 'The organization has no contract'],
  [{ tier: 'gold', status: 'active', startsOn: '2026-03-03' }, 'The contract starts on 2026-03-03'],
  [{ tier: 'gold', status: 'active', endsOn: '2026-03-01' }, 'The contract ended on 2026-03-01'],
  [{ tier: 'gold', status: 'ended', endsOn: '2026-03-01' }, 'The contract ended on 2026-03-01'],
  [{ tier: 'gold', status: 'ended', endsOn: '2026-12-31' }, 'The contract has ended'],
  [{ tier: 'gold', status: 'ended' }, 'The contract has ended'],
  [{ tier: 'silver', status: 'active' }, 'The contract names the tier silver, which the policy does not know'],
])('%j: %s', (contract, text) => {
  const { coverage } = judge(policy, ticket({ contract }), NOW);
  expect(coverage.reasons.map((reason) => reason.text)).toEqual([text]);
});
