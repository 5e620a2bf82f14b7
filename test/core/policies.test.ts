/** Every sample policy answers its scenarios: one test a scenario. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readScenarios } from '#core/scenario/read.ts';
import { runScenario } from '#core/scenario/scenario.ts';
import { SAMPLES, samplePolicy } from '../support/policies.ts';

for (const id of SAMPLES) {
  const policy = await samplePolicy(id);
  const read = readScenarios(readFileSync(`sidecar/policies/${id}.scenarios.yaml`, 'utf8'), policy);
  if (read.kind === 'faults') throw new Error(`${id}: ${JSON.stringify(read.problems)}`);

  describe(id, () => {
    it.each(read.file.scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
      expect(runScenario(policy, scenario).failures).toEqual([]);
    });

    it('can tell every scenario', () => {
      expect(read.faulty).toEqual([]);
    });

    it('names no two scenarios alike', () => {
      const names = read.file.scenarios.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    });
  });
}
