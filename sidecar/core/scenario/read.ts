// Scenario text → scenarios whose shape is right, or what is wrong and where.
import { scenarioFileSchema } from '#schema/scenario.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Path, Position, Problem } from '#core/policy/problem.ts';
import { pathText, suggestion } from '#core/policy/problem.ts';
import { shapeProblems } from '#core/policy/read.ts';
import { readTree } from '#core/policy/tree.ts';
import type { ScenarioFile } from './scenario.ts';

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

function unknownNames(
  file: ScenarioFile,
  policy: Policy,
  at: (path: Path, key?: boolean) => Position,
): readonly Problem[] {
  const found: Problem[] = [];
  const say = (path: Path, message: string, mend: string): void => {
    found.push({
      severity: 'error',
      rule: 'unknown-reference',
      message,
      mend,
      path: pathText(path),
      ...at(path, true),
    });
  };
  if (file.policy !== policy.id)
    say(
      ['policy'],
      `these scenarios are for "${file.policy}", the policy is "${policy.id}"`,
      'run them on their policy',
    );
  const fields = [...policy.fields.keys()];
  const known = new Set([...TICKET, ...fields, 'product', 'request', 'dissatisfied']);
  file.scenarios.forEach(({ ticket, events }, index) => {
    for (const key of Object.keys(ticket)) {
      if (!known.has(key))
        say(['scenarios', index, 'ticket', key], `the policy has no field "${key}"`, suggestion(key, known));
    }
    events?.forEach((event, place) => {
      const set = event['set'];
      if (typeof set !== 'object' || set === null || Array.isArray(set)) return;
      for (const key of Object.keys(set)) {
        if (!known.has(key))
          say(
            ['scenarios', index, 'events', place, 'set', key],
            `the policy has no field "${key}"`,
            suggestion(key, known),
          );
      }
    });
  });
  return found;
}
