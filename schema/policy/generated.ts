// What is generated from the schema of the language: the JSON Schema for editors, and the reference in words.
import { z } from 'zod';
import { policySchema } from '../policy.ts';
import { COMPARISONS } from './conditions.ts';
import { keysOf } from './keys.ts';
import { REFERENCE } from './reference.ts';

/** The line in docs/policy-language.md after which everything is generated. */
export const MARK = '<!-- What follows is generated from schema/policy.ts by `npm run generate`. -->';

/** The JSON Schema of policy files, as text: editors complete and check by it. */
export function policyJsonSchema(): string {
  const schema = z.toJSONSchema(policySchema, { io: 'output', unrepresentable: 'any', reused: 'ref' });
  const head = { $schema: schema.$schema, title: 'Tierline policy', description: 'A support agreement as data' };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}

/** The reference: every section with its keys and an example. */
export function policyReference(): string {
  const sections = REFERENCE.map(({ title, text, schema, example }) => {
    const rows = [...keysOf(schema)].map(([key, said]) => `| \`${key}\` | ${said.replace(/\|/g, '\\|')} |`);
    return [
      `### ${title}`,
      '',
      text,
      '',
      '| key | meaning |',
      '|---|---|',
      ...rows,
      '',
      '```yaml',
      example,
      '```',
    ].join('\n');
  });
  return [MARK, '', '## Reference', '', ...sections.flatMap((section) => [section, '']), comparisons(), ''].join('\n');
}

function comparisons(): string {
  const rows = Object.entries(COMPARISONS).map(([key, said]) => `| \`${key}\` | ${said} |`);
  return ['### Comparisons in conditions', '', '| key | holds when the value |', '|---|---|', ...rows].join('\n');
}

/** The whole page: what people wrote above the mark, and the reference below it. */
export function policyLanguagePage(page: string): string {
  const written = page.split(MARK, 1)[0] ?? '';
  return `${written.trimEnd()}\n\n${policyReference()}`;
}
