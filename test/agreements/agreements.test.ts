/** Agreements of other kinds than the sample policies: each is only a file, reads without a fault and answers its scenarios. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScenarios } from '#core/scenario/read.ts';
import { runScenario, type Scenario } from '#core/scenario/scenario.ts';
import type { Policy } from '#core/policy/policy.ts';
import { AGREEMENTS, agreement } from './agreements.ts';

const HERE = import.meta.dirname;
function scenariosOf(name: string, policy: Policy): readonly Scenario[] {
  const read = readScenarios(readFileSync(join(HERE, `${name}.scenarios.yaml`), 'utf8'), policy);
  if (read.kind === 'faults') throw new Error(`${name}: ${JSON.stringify(read.problems)}`);
  if (read.faulty.length > 0) throw new Error(`${name}: ${JSON.stringify(read.faulty)}`);
  return read.file.scenarios;
}

it('has agreements', () => {
  expect(AGREEMENTS.length).toBeGreaterThan(5);
});

describe.each(AGREEMENTS)('%s', (name) => {
  const policy = agreement(name);

  it.each(scenariosOf(name, policy).map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
    expect(runScenario(policy, scenario).failures).toEqual([]);
  });
});
