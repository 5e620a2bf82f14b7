/** S-08: Every recorded case gives the facts, the judgement and the difference that were read and agreed to. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCase, toText } from './case.ts';

const HERE = import.meta.dirname;
const stories = readdirSync(HERE, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

it('has cases', () => {
  expect(stories.length).toBeGreaterThan(0);
});

describe.each(stories)('%s', (story) => {
  const folder = join(HERE, story);

  it.each(['facts', 'judgement', 'difference'] as const)('gives the same %s', async (part) => {
    const golden = join(folder, `${part}.json`);
    const result = await runCase(folder);
    await expect(toText(result[part])).toMatchFileSnapshot(golden);
  });

  it('writes nothing twice: with the difference applied there is none left', async () => {
    const { judgement, difference } = await runCase(folder);
    expect(difference.addTags.every((tag) => judgement.wantedTags.includes(tag))).toBe(true);
    expect(difference.removeTags.some((tag) => judgement.wantedTags.includes(tag))).toBe(false);
  });
});
