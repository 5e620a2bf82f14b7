// Scenario text → scenarios whose shape is right, or what is wrong and where.
import { scenarioListSchema, scenarioSchema } from '#schema/scenario.ts';
import { isMap } from '#core/policy/context.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Path, Position, Problem } from '#core/policy/problem.ts';
import { pathText, suggestion } from '#core/policy/problem.ts';
import { shapeProblems } from '#core/policy/read.ts';
import { readTree } from '#core/policy/tree.ts';
import type { Scenario, ScenarioFile } from './scenario.ts';

export type ReadScenarios =
  | {
      readonly kind: 'ok';
      readonly file: ScenarioFile;
      /** Scenarios that cannot be told, left out of `file`: the others can be run all the same. */
      readonly faulty: readonly FaultyScenario[];
    }
  | { readonly kind: 'faults'; readonly problems: readonly Problem[] };

export interface FaultyScenario {
  /** Place in the text's list. */
  readonly index: number;
  readonly name: string;
  readonly problems: readonly Problem[];
}

const POLICY_PARTS = ['tiers', 'calendars', 'promises', 'priorities', 'source'];
const policyInstead: Problem = {
  severity: 'error',
  rule: 'policy-file',
  message: 'this is a policy, not a file of scenarios',
  mend: 'name the policy first, then its scenarios: tierline policy test POLICY SCENARIOS',
  path: '',
  line: 1,
  column: 1,
};
const TICKET = ['id', 'opened', 'channel', 'status', 'type', 'priority', 'tags'];

/** Reads a scenario file for a policy: its shape, and that the fields it names are the policy's. Never throws. */
export function readScenarios(text: string, policy: Policy): ReadScenarios {
  const { tree, at, problems } = readTree(text, 'scenario file');
  if (problems.length > 0) return { kind: 'faults', problems };
  if (isMap(tree) && !Object.hasOwn(tree, 'scenarios') && POLICY_PARTS.some((part) => Object.hasOwn(tree, part)))
    return { kind: 'faults', problems: [policyInstead] };
  const outer = scenarioListSchema.safeParse(tree);
  if (!outer.success) return { kind: 'faults', problems: shapeProblems(outer.error, tree, at) };
  const mistaken = wrongPolicy(outer.data.policy, policy, at);
  if (mistaken !== null) return { kind: 'faults', problems: [mistaken] };
  const scenarios: Scenario[] = [];
  const faulty: FaultyScenario[] = [];
  outer.data.scenarios.forEach((written, index) => {
    const read = readScenario(written, policy, ['scenarios', index], at);
    if ('problems' in read) faulty.push({ index, name: nameOf(written, index), problems: read.problems });
    else scenarios.push(read.scenario);
  });
  return { kind: 'ok', file: { policy: outer.data.policy, scenarios }, faulty };
}

type At = (path: Path, key?: boolean) => Position;

function readScenario(
  written: unknown,
  policy: Policy,
  path: Path,
  at: At,
): { readonly scenario: Scenario } | { readonly problems: readonly Problem[] } {
  const checked = scenarioSchema.safeParse(written);
  if (!checked.success) {
    const there: At = (inner, key) => at([...path, ...inner], key);
    return { problems: shapeProblems(checked.error, written, there) };
  }
  const scenario = checked.data as Scenario;
  const unknown = unknownFields(scenario, policy, path, at);
  return unknown.length > 0 ? { problems: unknown } : { scenario };
}

function nameOf(written: unknown, index: number): string {
  const named = typeof written === 'object' && written !== null && 'name' in written ? written.name : null;
  return typeof named === 'string' ? named : `scenario ${index + 1}`;
}

function wrongPolicy(named: string, policy: Policy, at: At): Problem | null {
  if (named === policy.id) return null;
  const message = `these scenarios are for "${named}", the policy is "${policy.id}"`;
  const mend = 'run them on their policy';
  return { severity: 'error', rule: 'unknown-reference', message, mend, path: 'policy', ...at(['policy']) };
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
