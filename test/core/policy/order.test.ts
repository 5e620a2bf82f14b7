/** P-06: the order in which a file names things of equal rank changes no judgement. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judge } from '#core/judge/judge.ts';
import { compilePolicy } from '#core/policy/compile.ts';
import { readPolicy, type PolicyDocument } from '#core/policy/read.ts';
import { readScenarios } from '#core/scenario/read.ts';
import { tellScenario } from '#core/scenario/scenario.ts';
import { shortForm } from '#core/scenario/short-form.ts';
import { loadHolidays } from '#rim/holidays/holidays.ts';
import { SAMPLES } from '../../support/policies.ts';

/** What has no order of its own; `priorities`, `levels`, `routes` and `escalation` have one. */
const UNORDERED =
  'fields holidays calendars tiers contacts metrics notices products topics duties exclusions tags entitlements'.split(
    ' ',
  );
const holidays = await loadHolidays();

it.each(SAMPLES)('%s, in any order', (id) => {
  const read = readPolicy(readFileSync(`sidecar/policies/${id}.yaml`, 'utf8'));
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.problems));
  const { document } = read;
  const answers = answersOf(document, id);
  expect(answers.length).toBeGreaterThan(3);
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (chance) => {
      expect(answersOf(shuffled(document, chance), id)).toEqual(answers);
    }),
    { numRuns: 6, seed: 6 },
  );
});

/** The short judgements of some of the policy's scenarios; a calendar stands first where a ticket has no tier. */
function answersOf(document: PolicyDocument, id: string): readonly unknown[] {
  const compiled = compilePolicy(document, { holidays, version: 1 });
  if (compiled.kind === 'faults') throw new Error(JSON.stringify(compiled.problems));
  const { policy } = compiled;
  const file = readScenarios(readFileSync(`sidecar/policies/${id}.scenarios.yaml`, 'utf8'), policy);
  if (file.kind === 'faults') throw new Error(JSON.stringify(file.problems));
  return file.file.scenarios
    .filter(({ contract }) => contract != null)
    .slice(0, 12)
    .map((scenario) => {
      const told = tellScenario(policy, scenario);
      if (told.kind === 'failed') throw new Error(told.failures.join('\n'));
      return shortForm(judge(policy, told.facts, told.at));
    });
}

function shuffled(document: PolicyDocument, chance: Iterator<number>): PolicyDocument {
  const mixed = (map: object): object =>
    Object.fromEntries(
      Object.entries(map)
        .map((entry) => ({ entry, rank: chance.next().value as number }))
        .toSorted((one, other) => one.rank - other.rank)
        .map(({ entry }) => entry),
    );
  const text = Object.entries(document.text).map(([key, value]) =>
    UNORDERED.includes(key) && typeof value === 'object' ? [key, mixed(value)] : [key, value],
  );
  return { ...document, text: mixed(Object.fromEntries(text)) as PolicyDocument['text'] };
}
