/** What was generated from the schema is what the schema says now. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { generatedFiles } from '#schema/generate.ts';

it.each(
  (await generatedFiles()).map(({ file, text }) => [file.pathname.split('/').slice(-2).join('/'), file, text] as const),
)('%s is current (else run `npm run generate`)', async (_name, file, text) => {
  expect(await readFile(file, 'utf8')).toBe(text);
});
