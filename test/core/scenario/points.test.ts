/** How the sample policies are read at their boundaries: due instants, midnights, changes of the clocks, holidays, refusals. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScenarios } from '#core/scenario/read.ts';
import { runScenarioFile } from '#core/scenario/scenario.ts';
import { SAMPLES, samplePolicy } from '#test/support/policies.ts';

describe.each(SAMPLES)('%s', (id) => {
  it('answers every boundary case', async () => {
    const policy = await samplePolicy(id);
    const read = readScenarios(
      readFileSync(join(import.meta.dirname, 'points', `${id}.scenarios.yaml`), 'utf8'),
      policy,
    );
    if (read.kind === 'faults') throw new Error(JSON.stringify(read.problems));
    expect(read.faulty).toEqual([]);
    expect(read.file.scenarios.length).toBeGreaterThan(20);
    expect(runScenarioFile(policy, read.file).filter(({ passed }) => !passed)).toEqual([]);
  });
});
