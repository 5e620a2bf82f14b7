/** P-03: twenty patterns that keep backtracking engines busy for ever: refused with their place, or answered on 64,000 letters. */
import { expect, it } from 'vitest';
import { check, problemsOf } from './policies.ts';

const LETTERS = 64_000;

it.each<[string, string]>([
  ['(a+)+$', 'a'],
  ['^([a-zA-Z]+)*$', 'a'],
  ['(a|aa)+$', 'a'],
  ['^(a|a?)+$', 'a'],
  ['(.*a){20}$', 'a'],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'],
  ['(x+x+)+y', 'x'],
  ['(x*)*y', 'x'],
  ['(?:a*)*b', 'a'],
  ['(a*a*)+b', 'a'],
  ['(\\s+)+$', ' '],
  ['^(\\w+\\s?)*$', 'a '],
  ['^([a-zA-Z0-9])(([.-]|_+)?([a-zA-Z0-9]+))*@', 'a'],
  ['(\\d+)*\\.\\d+', '1'],
  ['(.+)+\\.zip', 'z'],
  ['a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaX', 'a'],
  ['(((a{1,3}){1,3}){1,3})+b', 'a'],
  ['(?=(a+)+$)b', 'a'],
  ['(a+)\\1+$', 'a'],
  ['(?<!a+)b', 'a'],
])('%s', (pattern, letter) => {
  const text = `policy: a\nexclusions: { x: { when: { requester.role: { matches: '${pattern}' } } } }\n`;
  const { compiled } = check(text);
  if (compiled === null) {
    expect(problemsOf(text)[0]).toMatch(/^2:\d+ pattern /);
    return;
  }
  const when = compiled.policy.exclusions[0]?.when;
  if (when?.kind !== 'compare' || when.test.kind !== 'matches') throw new Error('no pattern');
  const { test } = when.test;
  expect(test(`${letter.repeat(900 / letter.length)}!`)).toBe(false);
  // Of a longer text the beginning is looked at.
  expect(test(`${letter.repeat(LETTERS / letter.length)}!`)).toBeTypeOf('boolean');
});
