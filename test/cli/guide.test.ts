/** The guide in docs/policy-language.md, followed to the letter: its files made from its pieces, its commands run. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { scenarioSchema } from '#schema/scenario.ts';
import { files, tierline } from './command-line.ts';

const page = await readFile('docs/policy-language.md', 'utf8');

/** The pieces of a file in their order. */
function pieces(name: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`yaml ${name.replace('.', '\\.')}\\n(.*?)^\`\`\``, 'gms'))].map(
    (match) => match[1] ?? '',
  );
}

it('leads to a policy without a problem and without an open clause, whose scenarios pass', async () => {
  const policy = pieces('harbour.yaml').join('');
  const [file = '', scenarios = ''] = await files({
    'harbour.yaml': policy,
    'harbour.scenarios.yaml': pieces('harbour.scenarios.yaml').join(''),
  });
  const checked = await tierline('policy', 'check', file, '--cover');
  const tested = await tierline('policy', 'test', file, scenarios);
  expect(checked.out).toContain('0 errors, 0 warnings');
  expect(checked.status).toBe(0);
  expect(tested.out).toContain('3 passed, 0 failed');
  expect(tested.status).toBe(0);
});

it('fails as the guide says once a promise is changed, and the difference is said in its words', async () => {
  const policy = pieces('harbour.yaml').join('');
  const [file = '', changed = '', scenarios = ''] = await files({
    'harbour.yaml': policy,
    'changed.yaml': policy.replace('P2: { within: 2h', 'P2: { within: 3h'),
    'harbour.scenarios.yaml': pieces('harbour.scenarios.yaml').join(''),
  });
  const tested = await tierline('policy', 'test', changed, scenarios);
  const diffed = await tierline('policy', 'diff', file, changed);
  expect(tested.status).toBe(1);
  expect(diffed.out).toContain('tier basic, first response P2, 2h → 3h');
});

it('has no step that leaves the file broken', async () => {
  const steps = pieces('harbour.yaml');
  const texts = Object.fromEntries(steps.map((_, index) => [`${index}.yaml`, steps.slice(0, index + 1).join('')]));
  const checked = await tierline('policy', 'check', '--json', ...(await files(texts)));
  expect(JSON.parse(checked.out)).toMatchObject({ errors: 0 });
});

it('names every part of a scenario, every event and every part of an expectation', () => {
  const { events, expect: expected } = scenarioSchema.shape;
  const section = page.slice(page.indexOf('## Scenarios'), page.indexOf('## What YAML does not do here'));
  const names = [scenarioSchema, events.unwrap().element, expected.unwrap()].flatMap(({ shape }) => Object.keys(shape));
  expect(names.filter((name) => !section.includes(`\`${name}\``) && !section.includes(`\`${name}:`))).toEqual([]);
});
