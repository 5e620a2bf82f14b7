// Scenario text → scenarios whose shape is right, or what is wrong and where.
import { scenarioFileSchema } from '#schema/scenario.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Path, Position, Problem } from '#core/policy/problem.ts';
import { pathText, suggestion } from '#core/policy/problem.ts';
import { shapeProblems } from '#core/policy/read.ts';
import { readTree } from '#core/policy/tree.ts';
import type { Scenario, ScenarioFile } from './scenario.ts';

export type ReadScenarios =
  | { readonly kind: 'ok'; readonly file: ScenarioFile; readonly at: (path: Path) => Position }
  | { readonly kind: 'faults'; readonly problems: readonly Problem[] };

const TICKET = ['id', 'opened', 'channel', 'status', 'type', 'priority', 'tags'];

/** Reads a scenario file for a policy: its shape, and that the fields it names are the policy's. Never throws. */
export function readScenarios(text: string, policy: Policy): ReadScenarios {
  const { tree, at, problems } = readTree(text, 'scenario file');
  if (problems.length > 0) return { kind: 'faults', problems };
  const checked = scenarioFileSchema.safeParse(tree);
  if (!checked.success) return { kind: 'faults', problems: shapeProblems(checked.error, tree, at) };
  const file = checked.data as ScenarioFile;
  const found = unknownNames(file, policy, at);
  return found.length > 0 ? { kind: 'faults', problems: found } : { kind: 'ok', file, at };
}

type At = (path: Path, key?: boolean) => Position;

function unknownNames(file: ScenarioFile, policy: Policy, at: At): readonly Problem[] {
  const found: Problem[] = [];
  if (file.policy !== policy.id) {
    const message = `these scenarios are for "${file.policy}", the policy is "${policy.id}"`;
    const mend = 'run them on their policy';
    found.push({ severity: 'error', rule: 'unknown-reference', message, mend, path: 'policy', ...at(['policy']) });
  }
  file.scenarios.forEach((scenario, index) => {
    found.push(...unknownFields(scenario, policy, ['scenarios', index], at));
  });
  return found;
}

/** Names in a scenario's ticket and events that are no fields of the policy. `path` is where the scenario stands. */
export function unknownFields(scenario: Scenario, policy: Policy, path: Path, at: At): readonly Problem[] {
  const known = new Set([...TICKET, ...policy.fields.keys(), 'product', 'request', 'dissatisfied']);
  const unknown = (map: object, inner: Path): readonly Problem[] =>
    Object.keys(map)
      .filter((key) => !known.has(key))
      .map((key) => ({
        severity: 'error',
        rule: 'unknown-reference',
        message: `the policy has no field "${key}"`,
        mend: suggestion(key, known),
        path: pathText([...inner, key]),
        ...at([...inner, key], true),
      }));
  const events = (scenario.events ?? []).flatMap(({ set }, place) =>
    typeof set === 'object' && set !== null && !Array.isArray(set)
      ? unknown(set, [...path, 'events', place, 'set'])
      : [],
  );
  return [...unknown(scenario.ticket, [...path, 'ticket']), ...events];
}
