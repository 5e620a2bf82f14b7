/** Agreements of other kinds than the sample policies: each is only a file, reads without a fault and answers its scenarios. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compilePolicy } from '#core/policy/compile.ts';
import { readPolicy } from '#core/policy/read.ts';
import { readScenarios } from '#core/scenario/read.ts';
import { runScenario, type Scenario } from '#core/scenario/scenario.ts';
import type { Policy } from '#core/policy/policy.ts';
import { loadHolidays } from '#rim/holidays/holidays.ts';

const HERE = import.meta.dirname;
const names = readdirSync(HERE).flatMap((file) => /^(\w+)\.yaml$/.exec(file)?.[1] ?? []);
const holidays = await loadHolidays();

function compiled(name: string): Policy {
  const read = readPolicy(readFileSync(join(HERE, `${name}.yaml`), 'utf8'), { file: `${name}.yaml` });
  if (read.kind === 'faults') throw new Error(`${name}: ${JSON.stringify(read.problems)}`);
  const result = compilePolicy(read.document, { holidays, version: 1 });
  if (result.kind === 'faults') throw new Error(`${name}: ${JSON.stringify(result.problems)}`);
  return result.policy;
}

function scenariosOf(name: string, policy: Policy): readonly Scenario[] {
  const read = readScenarios(readFileSync(join(HERE, `${name}.scenarios.yaml`), 'utf8'), policy);
  if (read.kind === 'faults') throw new Error(`${name}: ${JSON.stringify(read.problems)}`);
  if (read.faulty.length > 0) throw new Error(`${name}: ${JSON.stringify(read.faulty)}`);
  return read.file.scenarios;
}

it('has agreements', () => {
  expect(names.length).toBeGreaterThan(5);
});

describe.each(names)('%s', (name) => {
  const policy = compiled(name);

  it.each(scenariosOf(name, policy).map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
    expect(runScenario(policy, scenario).failures).toEqual([]);
  });
});
