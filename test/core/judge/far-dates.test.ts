/** Days that people write for "never": a contract's last one, a certificate's. */
import { expect, test } from 'vitest';
import { judge } from '#core/judge/judge.ts';
import { answeredAfter, OPENED } from '#test/support/answered-ticket.ts';
import { SAMPLES, samplePolicy } from '#test/support/policies.ts';

test.each(SAMPLES)('%s: a contract until 9999-12-31 has no end', async (name) => {
  const policy = await samplePolicy(name);
  const [tier = ''] = policy.tiers.keys();
  const contract = { tier, status: 'active' as const, startsOn: '2025-01-01' };
  const judged = (endsOn: string | null) =>
    judge(policy, { ...answeredAfter(30, '1'), contract: { ...contract, endsOn } }, OPENED + 60_000);
  const { coverage, timers } = judged(null);
  for (const last of ['9999-12-30', '9999-12-31']) expect(judged(last)).toMatchObject({ coverage, timers });
});

test('a certificate of 9999-12-31 is valid', async () => {
  const policy = await samplePolicy('pexip');
  const facts = {
    ...answeredAfter(30, '1'),
    contract: { tier: [...policy.tiers.keys()][0] ?? '', status: 'active' as const },
  };
  const { requester } = judge(policy, { ...facts, requester: { approved: true, certifiedOn: '9999-12-31' } }, OPENED);
  expect(requester.certification).toBe('valid');
});
