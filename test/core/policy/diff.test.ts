/** What differs between two versions of a policy, in the words of the agreement. */
import { expect, it } from 'vitest';
import { changeLine, diffPolicies } from '#core/policy/diff.ts';
import { check, office } from './policies.ts';

function diff(before: string, after: string): string[] {
  const side = (text: string) => {
    const { compiled, document, problems } = check(text);
    if (!compiled || !document) throw new Error(JSON.stringify(problems));
    return { policy: compiled.policy, text: document.text };
  };
  return diffPolicies(side(before), side(after)).map(changeLine);
}

it.each([
  [
    'a target',
    'promises: { first_response: { P3: 2h } }',
    'promises: { first_response: { P3: 4h } }',
    ['tier gold, first response P3, 2h → 4h'],
  ],
  [
    'a promise more and one less',
    'promises: { update: { P1: 1h } }',
    'promises: { update: { P2: 1h } }',
    ['removed tier gold, update P1, 1h', 'added tier gold, update P2, 1h'],
  ],
  [
    'the same in other words',
    'promises: { update: { P1: 90m, P2: 2h, P3: 2h } }',
    'promises: { update: { P1: PT1H30M, "P2, P3": 2 hours } }',
    [],
  ],
  [
    'a clock',
    'promises: { update: 1h }',
    'promises: { update: { within: 1h, clock: always } }',
    ['tier gold, update, 1h → 1h on always'],
  ],
  [
    'a strength',
    'promises: { update: 1h }',
    'promises: { update: { within: 1h, strength: goal } }',
    ['tier gold, update, 1h → 1h (goal)'],
  ],
  [
    'a condition',
    'promises: { update: 1h }',
    'promises: { update: [{ within: 30m, when: { channel: phone } }, 1h] }',
    ['tier gold, update, 1h → 30m when channel is phone; else 1h'],
  ],
  ['channels', '', 'channels: [email]', ['tier gold, channels, all → email']],
  ['an exclusion', '', 'exclusions: { misuse: Misuse }', ['added exclusion misuse, Misuse']],
  [
    'a contact',
    'contacts: { a: { email: a@a.example } }',
    'contacts: { a: { email: b@a.example } }',
    ['contact a, { email: a@a.example } → { email: b@a.example }'],
  ],
  [
    'nothing but clauses',
    'exclusions: { x: { title: X, cites: A-1 } }',
    'exclusions: { x: { title: X, cites: A-2 } }',
    [],
  ],
])('%s', (_name, before, after, lines) => expect(diff(office(before), office(after))).toEqual(lines));

it('a tier more and one less', () => {
  const text = office('');
  expect(diff(text, text.replace('gold:', 'silver:'))).toEqual(['removed tier gold', 'added tier silver']);
});
