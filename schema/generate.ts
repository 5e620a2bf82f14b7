/** `npm run generate`: writes the types of `support.graphql`, the JSON Schema of policies and their reference. `--check` only says whether they are current. */
import { readFile, writeFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import { parse } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { policyJsonSchema, policyLanguagePage } from './policy/generated.ts';

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

const PAGE = new URL('../docs/policy-language.md', import.meta.url);

/** Every generated file with the text that should stand in it. */
export async function generatedFiles(): Promise<readonly { readonly file: URL; readonly text: string }[]> {
  return [
    { file: TARGET, text: await supportTypes() },
    { file: new URL('policy.schema.json', import.meta.url), text: await formatted(policyJsonSchema(), 'json') },
    { file: PAGE, text: await formatted(policyLanguagePage(await readFile(PAGE, 'utf8')), 'markdown') },
  ];
}

async function formatted(text: string, parser: 'json' | 'markdown'): Promise<string> {
  return format(text, { ...(await resolveConfig(PAGE)), parser });
}

if (import.meta.main) {
  for (const { file, text } of await generatedFiles()) {
    if (!process.argv.includes('--check')) await writeFile(file, text);
    else if (text !== (await readFile(file, 'utf8'))) {
      console.error(`${file.pathname} is out of date: run \`npm run generate\``);
      process.exitCode = 1;
    }
  }
}
