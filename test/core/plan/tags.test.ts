/** Tags as Zendesk keeps them: whatever words a policy has, each is one tag, and all that may be written are known. */
import { expect, it } from 'vitest';
import { vocabularyOf } from '#core/plan/tags.ts';
import { compilePolicy } from '#core/policy/compile.ts';
import { readPolicy } from '#core/policy/read.ts';

const POLICY = `
policy: a
title: A
silence: { after: 3 business days, do: 'Call them, twice' }
tiers:
  gold: { channels: [email], silence: [{ after: 5 business days, do: solve }] }
`;

it('makes one tag of an act in words, and knows those of a tier', () => {
  const read = readPolicy(POLICY, { file: 'a.yaml' });
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.problems));
  const made = compilePolicy(read.document, { holidays: () => [], version: 1 });
  if (made.kind === 'faults') throw new Error(JSON.stringify(made.problems));
  const tags = [...vocabularyOf(made.policy)].filter((tag) => tag.startsWith('silence_'));
  expect(tags.toSorted()).toEqual(['silence_call_them_twice', 'silence_solve']);
});
