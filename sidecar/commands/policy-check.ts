// `tierline policy check FILE…`: what is wrong with policies, where, and how to mend it.
import { defineCommand } from 'citty';
import { checkDocument, type CheckedPolicy } from '#core/policy/check.ts';
import type { ClauseCover } from '#core/policy/clauses.ts';
import type { Severity } from '#core/policy/problem.ts';
import { readPolicy } from '#core/policy/read.ts';
import { holidaysFor, readText } from './files.ts';
import { count, githubLine, paint, problemLines } from './print.ts';
import { BadUse, FINE, NO } from './status.ts';

interface FileCheck extends CheckedPolicy {
  readonly file: string;
}

export const check = defineCommand({
  args: {
    files: { type: 'positional', description: 'Policy files; - is standard input' },
    cover: { type: 'boolean', description: 'Print clause by clause what cites it' },
    json: { type: 'boolean', description: 'Print data only' },
    quiet: { type: 'boolean', description: 'Print errors and warnings only' },
    format: { type: 'string', description: 'text, json or github', valueHint: 'text|json|github' },
  },
  run: async ({ args }) => {
    const format = args.json === true ? 'json' : (args.format ?? 'text');
    if (!['text', 'json', 'github'].includes(format))
      throw new BadUse(`there is no format "${format}"; it is text, json or github`);
    const started = performance.now();
    const checks: FileCheck[] = [];
    for (const file of args._) checks.push(await checkFile(file));
    const seconds = (performance.now() - started) / 1000;
    if (format === 'json') console.log(JSON.stringify(data(checks, args.cover === true), null, 2));
    else if (format === 'github') printGithub(checks);
    else printText(checks, { cover: args.cover === true, quiet: args.quiet === true, seconds });
    return checks.some(hasFindings) || (args.cover === true && checks.some(hasOpenClauses)) ? NO : FINE;
  },
});

const hasFindings = ({ problems }: FileCheck): boolean => problems.some(({ severity }) => severity !== 'info');
const hasOpenClauses = ({ cover }: FileCheck): boolean => cover.some(({ state }) => state === 'open');

async function checkFile(file: string): Promise<FileCheck> {
  const read = readPolicy(await readText(file), { file });
  if (read.kind === 'faults') return { file, problems: read.problems, compiled: null, document: null, cover: [] };
  const today = Temporal.Now.plainDateISO('UTC').toString();
  return {
    file,
    ...checkDocument(read.document, read.problems, { holidays: holidaysFor(read.document), version: 0, today }),
  };
}

function data(checks: readonly FileCheck[], withCover: boolean): object {
  return {
    files: checks.map(({ file, problems, compiled, cover }) => ({
      file,
      policy: compiled?.policy.id ?? null,
      problems,
      ...(withCover ? { cover } : {}),
    })),
    errors: total(checks, 'error'),
    warnings: total(checks, 'warning'),
  };
}

const total = (checks: readonly FileCheck[], severity: Severity): number =>
  checks.flatMap(({ problems }) => problems).filter((problem) => problem.severity === severity).length;

function printGithub(checks: readonly FileCheck[]): void {
  for (const { file, problems } of checks) for (const problem of problems) console.log(githubLine(file, problem));
}

function printText(
  checks: readonly FileCheck[],
  how: { readonly cover: boolean; readonly quiet: boolean; readonly seconds: number },
): void {
  for (const { file, problems, cover } of checks) {
    let mend: string | null = null;
    for (const problem of problems) {
      if (how.quiet && problem.severity === 'info') continue;
      console.log(problemLines(file, problem.mend === mend ? { ...problem, mend: null } : problem)); // said just above
      mend = problem.mend;
    }
    if (how.cover) for (const line of coverLines(cover)) console.log(line);
  }
  const rules = checks.reduce((sum, { compiled }) => sum + rulesOf(compiled), 0);
  const found = `${count(total(checks, 'error'), 'error')}, ${count(total(checks, 'warning'), 'warning')}`;
  const line = `${found} in ${count(checks.length, 'file')}, ${count(rules, 'rule')} checked (${how.seconds.toFixed(2)} s)`;
  console.log(paint(checks.some(hasFindings) ? 'red' : 'green', line));
}

/** How many rules a policy has: promises, services and fees of every tier, priorities, exclusions, steps, routes, and the like. */
function rulesOf(compiled: FileCheck['compiled']): number {
  if (compiled === null) return 0;
  const { policy } = compiled;
  const lists = [
    policy.priorities,
    policy.services,
    policy.exclusions,
    policy.escalation,
    policy.routes,
    policy.advice,
    policy.tags,
    policy.intake,
    policy.levels,
  ];
  const terms = [...policy.tiers.values()].flatMap((tier) => [
    tier.promises,
    tier.services,
    tier.fees,
    tier.allowances,
  ]);
  const promises = terms.reduce((sum, list) => sum + list.length, 0);
  return lists.reduce(
    (sum, list) => sum + list.length,
    promises + policy.duties.size + (policy.requesters?.otherwise.length ?? 0),
  );
}

function coverLines(cover: readonly ClauseCover[]): readonly string[] {
  const width = Math.max(0, ...cover.map(({ clause }) => clause.length));
  return cover.map(({ clause, title, state, places, manual }) => {
    const how =
      state === 'cited'
        ? places.join(', ')
        : state === 'manual'
          ? `${paint('cyan', 'manual')} ${manual ?? ''}`
          : paint('red', 'open');
    return `${paint('bold', clause.padEnd(width))}  ${title}\n${' '.repeat(width)}  ${paint('dim', '→')} ${how}`;
  });
}
