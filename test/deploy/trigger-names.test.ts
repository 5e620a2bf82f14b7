/** docs/for-trigger-writers.md names every tag that the sidecar may write. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TAG_PREFIXES, TAG_WORDS } from '#core/plan/tags.ts';

it.each([...TAG_WORDS, ...TAG_PREFIXES])('%s', (tag) => {
  const page = readFileSync('docs/for-trigger-writers.md', 'utf8');
  const named = [...page.matchAll(/^\| (`.+?) +\|/gm)].flatMap(([, cell = '']) => cell.match(/[a-z_]+/g) ?? []);
  expect(named.some((name) => (tag.endsWith('_') || tag === 'priority_p' ? name.startsWith(tag) : name === tag))).toBe(
    true,
  );
});
