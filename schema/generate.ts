/** `npm run generate`: writes the TypeScript types of `support.graphql`. `--check` only says whether they are current. */
import { readFile, writeFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import { parse } from 'graphql';

const SOURCE = new URL('support.graphql', import.meta.url);
const TARGET = new URL('generated/support.ts', import.meta.url);

const SETTINGS = {
  enumsAsTypes: true,
  useTypeImports: true,
  avoidOptionals: { field: true },
  maybeValue: 'T | null',
  inputMaybeValue: 'T | null | undefined',
  strictScalars: true,
  scalars: { Instant: 'string', Duration: 'string', Date: 'string' },
};

/** The types as they should stand in `generated/support.ts`. */
export async function supportTypes(): Promise<string> {
  const types = await codegen({
    filename: TARGET.pathname,
    schema: parse(await readFile(SOURCE, 'utf8')),
    documents: [],
    config: {},
    pluginMap: { typescript },
    plugins: [{ typescript: SETTINGS }],
  });
  return `/** Generated from support.graphql by \`npm run generate\`; not to be edited. */\n${types}`;
}

if (import.meta.main) {
  const types = await supportTypes();
  if (!process.argv.includes('--check')) await writeFile(TARGET, types);
  else if (types !== (await readFile(TARGET, 'utf8'))) {
    console.error('schema/generated/support.ts is out of date: run `npm run generate`');
    process.exitCode = 1;
  }
}
