/** A judgement in words leaves out no reason: whatever the sidebar can show under Why?, the command line says too. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explain } from '#core/judge/explain.ts';
import { judge } from '#core/judge/judge.ts';
import type { Reason } from '#core/judge/judgement.ts';
import type { Policy } from '#core/policy/policy.ts';
import { readScenarios } from '#core/scenario/read.ts';
import { tellScenario, type Scenario } from '#core/scenario/scenario.ts';
import { AGREEMENTS, agreement } from '../../agreements/agreements.ts';
import { SAMPLES, samplePolicy } from '../../support/policies.ts';

function scenariosOf(path: string, policy: Policy): readonly Scenario[] {
  const read = readScenarios(readFileSync(path, 'utf8'), policy);
  if (read.kind === 'faults') throw new Error(`${path}: ${JSON.stringify(read.problems)}`);
  return read.file.scenarios;
}

/** Every reason anywhere in a judgement. */
function reasonsIn(value: unknown): readonly Reason[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]: [string, unknown]) =>
    key === 'reasons' ? (part as readonly Reason[]) : reasonsIn(part),
  );
}

/** Reasons that are not said, over all scenarios of a policy, each once; and how many there were. */
function unsaid(policy: Policy, scenarios: readonly Scenario[]) {
  const missing = new Set<string>();
  let count = 0;
  for (const scenario of scenarios) {
    const told = tellScenario(policy, scenario);
    if (told.kind === 'failed') throw new Error(told.failures.join('\n'));
    const judgement = judge(policy, told.facts, told.at);
    const said = explain(judgement, policy.timeZone).flatMap(({ why }) => why);
    for (const { text } of reasonsIn(judgement)) {
      count += 1;
      if (!said.some((line) => line.startsWith(text))) missing.add(text);
    }
  }
  return { missing: [...missing], count };
}

describe('every reason is said', () => {
  it.each(SAMPLES)('of %s', async (name) => {
    const policy = await samplePolicy(name);
    const { missing, count } = unsaid(policy, scenariosOf(`sidecar/policies/${name}.scenarios.yaml`, policy));
    expect(count).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it.each(AGREEMENTS)('of %s', (name) => {
    const policy = agreement(name);
    expect(unsaid(policy, scenariosOf(`test/agreements/${name}.scenarios.yaml`, policy)).missing).toEqual([]);
  });
});
