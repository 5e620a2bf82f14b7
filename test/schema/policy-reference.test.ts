/** The reference of the policy language: every key with a meaning and an example that the language takes. */
import { describe, expect, it } from 'vitest';
import { keysOf } from '#schema/policy/keys.ts';
import { REFERENCE } from '#schema/policy/reference.ts';
import { readPolicy } from '#core/policy/read.ts';

/** Where a section's example stands in a policy. */
function policyOf(title: string, example: string): string {
  if (title === 'The file') return example;
  if (title !== 'services of a tier') return `policy: acme\n${example}\n`;
  return `policy: acme\ntiers:\n  gold:\n${example.replace(/^/gm, '    ')}\n`;
}

describe.each(REFERENCE.map((section) => [section.title, section] as const))('%s', (title, { schema, example }) => {
  it('says what each key means', () => {
    expect([...keysOf(schema)].filter(([, said]) => said === '')).toEqual([]);
  });
  it('shows each key', () => {
    expect([...keysOf(schema).keys()].filter((key) => !new RegExp(`(?:^|[\\s{,])${key}:`, 'm').test(example))).toEqual(
      [],
    );
  });
  it('shows what the language takes', () => {
    const read = readPolicy(policyOf(title, example));
    expect(read.kind === 'ok' ? [] : read.problems).toEqual([]);
  });
});
