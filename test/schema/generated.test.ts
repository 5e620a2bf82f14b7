/** What was generated from the schema is what the schema says now. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { supportTypes } from '#schema/generate.ts';

it('has current types of the GraphQL schema (else run `npm run generate`)', async () => {
  expect(await readFile('schema/generated/support.ts', 'utf8')).toBe(await supportTypes());
});
