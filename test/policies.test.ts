/** Every sample policy keeps what its own scenarios promise. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readScenarios } from '#core/scenario/read.ts';
import { runScenario } from '#core/scenario/scenario.ts';
import { samplePolicy } from './support/policies.ts';

const FOLDER = 'sidecar/policies';
const policies = readdirSync(FOLDER).flatMap((name) => /^([a-z]+)\.yaml$/.exec(name)?.[1] ?? []);

it('has the five samples', () => {
  expect(policies).toEqual(['chevah', 'nextplane', 'pexip', 'starleaf', 'zynstra']);
});

describe.each(policies)('%s', async (id) => {
  const policy = await samplePolicy(id);
  const read = readScenarios(readFileSync(`${FOLDER}/${id}.scenarios.yaml`, 'utf8'), policy);
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.problems));

  it.each(read.file.scenarios.map((scenario) => ({ name: scenario.name, scenario })))('$name', ({ scenario }) => {
    expect(runScenario(policy, scenario).failures).toEqual([]);
  });
});
