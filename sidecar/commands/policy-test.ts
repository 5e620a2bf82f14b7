// `tierline policy test POLICY SCENARIOS…`: what the policy must answer, against what it answers.
import { defineCommand } from 'citty';
import { readScenarios, type FaultyScenario } from '#core/scenario/read.ts';
import { runScenarioFile, type ScenarioResult } from '#core/scenario/scenario.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Problem } from '#core/policy/problem.ts';
import { loadPolicy, readText } from './files.ts';
import { paint, problemLines } from './print.ts';
import { BadUse, FINE, NO } from './status.ts';

interface FileResult {
  readonly file: string;
  readonly problems: readonly Problem[];
  readonly results: readonly ScenarioResult[];
}

export const test = defineCommand({
  args: {
    policy: { type: 'positional', description: 'The policy file' },
    scenarios: { type: 'positional', description: 'Scenario files' },
    json: { type: 'boolean', description: 'Print data only' },
    quiet: { type: 'boolean', description: 'Print only what failed' },
  },
  run: async ({ args }) => {
    const [file = '', ...files] = args._;
    if (files.length === 0) throw new BadUse('tierline policy test needs POLICY SCENARIOS…');
    const texts = await Promise.all(files.map(readText));
    const loaded = await loadPolicy(file);
    if (loaded.kind === 'faults') return unusable(file, loaded.problems, args.json === true);
    const results = files.map((each, index) => runFile(loaded.compiled.policy, each, texts[index] ?? ''));
    if (args.json === true) console.log(JSON.stringify(summary(results), null, 2));
    else for (const line of report(results, args.quiet === true)) console.log(line);
    return results.every(allFine) ? FINE : NO;
  },
});

const allFine = ({ problems, results }: FileResult): boolean =>
  problems.length === 0 && results.every(({ passed }) => passed);

function runFile(policy: Policy, file: string, text: string): FileResult {
  const read = readScenarios(text, policy);
  if (read.kind === 'faults') return { file, problems: read.problems, results: [] };
  const results = runScenarioFile(policy, read.file);
  for (const faulty of read.faulty) results.splice(faulty.index, 0, untold(faulty));
  return { file, problems: [], results };
}

/** A scenario that cannot be told has failed; its problems say where and how to mend it. */
function untold({ name, problems }: FaultyScenario): ScenarioResult {
  const failures = problems.map(
    ({ line, column, message, mend }) => `${line}:${column}: ${message}${mend === null ? '' : `; ${mend}`}`,
  );
  return { name, passed: false, failures };
}

/** The policy itself does not compile: none of its scenarios can be told. */
function unusable(file: string, problems: readonly Problem[], json: boolean): number {
  if (json)
    console.log(
      JSON.stringify(
        { passed: 0, failed: 0, problems: problems.map((problem) => ({ file, ...problem })), scenarios: [] },
        null,
        2,
      ),
    );
  else {
    for (const problem of problems) console.log(problemLines(file, problem));
    console.log(`${file} is not a policy yet: no scenario was run\n0 passed, 0 failed`);
  }
  return NO;
}

function counts(results: readonly FileResult[]): { readonly passed: number; readonly failed: number } {
  const all = results.flatMap((each) => each.results);
  const passed = all.filter((each) => each.passed).length;
  const unread = results.filter(({ problems }) => problems.length > 0).length;
  return { passed, failed: all.length - passed + unread };
}

function summary(results: readonly FileResult[]): object {
  return {
    ...counts(results),
    problems: results.flatMap(({ file, problems }) => problems.map((problem) => ({ file, ...problem }))),
    scenarios: results.flatMap(({ file, results: each }) => each.map((result) => ({ file, ...result }))),
  };
}

function report(results: readonly FileResult[], quiet: boolean): readonly string[] {
  const lines = results.flatMap(({ file, problems, results: each }) => [
    ...problems.map((problem) => problemLines(file, problem)),
    ...each.flatMap((result) => resultLines(result, quiet)),
  ]);
  const { passed, failed } = counts(results);
  const last = `${passed} passed, ${failed} failed`;
  return [...lines, failed > 0 ? paint('red', last) : paint('green', last)];
}

function resultLines({ name, passed, failures }: ScenarioResult, quiet: boolean): readonly string[] {
  if (passed) return quiet ? [] : [`${paint('green', '✓')} ${name}`];
  return [`${paint('red', '✗')} ${name}`, ...failures.map((failure) => `    ${failure}`)];
}
