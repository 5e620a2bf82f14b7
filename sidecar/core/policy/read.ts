// Policy text → a document whose shape is right, or what is wrong with it and where.
import type { z } from 'zod';
import { policySchema, type PolicyText } from '#schema/policy.ts';
import { isMap } from './context.ts';
import type { Path, Position, Problem } from './problem.ts';
import { pathText, suggestion } from './problem.ts';
import { readTree } from './tree.ts';

/** A policy file as written, with the places of its parts. */
export interface PolicyDocument {
  readonly file: string | null;
  readonly text: PolicyText;
  /** Where a part stands; `key`: its key rather than its value. */
  readonly at: (path: Path, key?: boolean) => Position;
}

export type ReadPolicy =
  | { readonly kind: 'ok'; readonly document: PolicyDocument; readonly problems: readonly Problem[] }
  | { readonly kind: 'faults'; readonly problems: readonly Problem[] };

/** Reads and checks the shape of a policy. Never throws, whatever the text. `file` is only carried along. */
export function readPolicy(source: string, options: { readonly file?: string } = {}): ReadPolicy {
  const { tree, at, problems, notes } = readTree(source);
  if (problems.length > 0) return { kind: 'faults', problems };
  if (isMap(tree) && Object.hasOwn(tree, 'scenarios'))
    return { kind: 'faults', problems: [scenariosInstead(at(['scenarios'], true))] };
  const checked = policySchema.safeParse(tree, { jitless: true }); // a text is read once: compiling its checks costs more
  if (!checked.success) return { kind: 'faults', problems: shapeProblems(checked.error, tree, at) };
  return { kind: 'ok', document: { file: options.file ?? null, text: checked.data, at }, problems: notes };
}

function scenariosInstead(place: Position): Problem {
  const message = 'this is a file of scenarios, not a policy';
  const mend = 'run it on its policy: tierline policy test POLICY SCENARIOS';
  return { severity: 'error', rule: 'scenario-file', message, mend, path: 'scenarios', ...place };
}

/** The findings of a schema as problems with positions, sorted by place. */
export function shapeProblems(
  error: z.ZodError,
  tree: unknown,
  at: (path: Path, key?: boolean) => Position,
): readonly Problem[] {
  const found: Problem[] = [];
  for (const issue of error.issues as readonly Issue[]) describe(issue, [], tree, at, found);
  return found.sort((a, b) => a.line - b.line || a.column - b.column).slice(0, MOST_PROBLEMS);
}

const MOST_PROBLEMS = 200;

interface Issue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Issue[])[];
  readonly issues?: readonly Issue[];
  readonly values?: readonly unknown[];
  readonly expected?: string;
}

function describe(
  issue: Issue,
  above: Path,
  tree: unknown,
  at: (path: Path, key?: boolean) => Position,
  found: Problem[],
): void {
  const path: Path = [...above, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  if (issue.code === 'unrecognized_keys') {
    const known = (issue.message.split('known: ')[1] ?? '').split(' ').filter((key) => key !== '');
    for (const key of issue.keys ?? []) {
      if (found.length >= MOST_PROBLEMS) return;
      add(
        found,
        'unknown-key',
        `unknown key "${key}"${place(path)}`,
        suggestion(key, known),
        at([...path, key], true),
        [...path, key],
      );
    }
    return;
  }
  const value = valueAt(tree, path);
  if (issue.code === 'invalid_union') {
    const branch = bestBranch(issue.errors ?? []);
    if (branch) for (const inner of branch) describe(inner, path, tree, at, found);
    else add(found, 'wrong-value', `${shown(value)} does not fit here`, ofUnion(issue), at(path), path);
    return;
  }
  if (issue.code === 'invalid_key') {
    add(
      found,
      'wrong-name',
      `"${String(path.at(-1))}" cannot be a name here`,
      issue.issues?.[0]?.message ?? null,
      at(path, true),
      path,
    );
    return;
  }
  if (value === undefined) {
    add(
      found,
      'missing',
      `"${String(path.at(-1))}" is missing${place(path.slice(0, -1))}`,
      `add it: ${expectation(issue).replace(/^expected /, '')}`,
      at(path),
      path,
    );
    return;
  }
  add(found, 'wrong-value', `${shown(value)} does not fit here`, expectation(issue), at(path), path);
}

/** Of a union's branches, the one that the text was meant for: those that fail at their root are not it. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const inner = branches.filter((issues) => !issues.some((issue) => issue.path.length === 0 && isRootMiss(issue)));
  return inner.sort((a, b) => weight(a) - weight(b))[0] ?? null;
}
const isRootMiss = (issue: Issue): boolean => issue.code !== 'unrecognized_keys' && issue.code !== 'invalid_union';
const weight = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? (issue.keys?.length ?? 1) : 1), 0);

/** In the words of the schema where it has any of its own for the whole, else branch by branch. */
function ofUnion({ message, errors = [] }: Issue): string {
  return message === 'Invalid input' ? expected(errors) : `expected ${message}`;
}

function expected(branches: readonly (readonly Issue[])[]): string {
  const words = branches.flatMap((issues) =>
    issues.map((issue) =>
      issue.errors ? ofUnion(issue).replace(/^expected /, '') : expectation(issue).replace(/^expected /, ''),
    ),
  );
  return `expected ${[...new Set(words)].slice(0, 6).join(', or ')}`;
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_value') return `expected ${(issue.values ?? []).map(String).join(' or ')}`;
  if (issue.code === 'invalid_type') {
    const words: Record<string, string> = {
      object: 'a map',
      record: 'a map',
      array: 'a list',
      string: 'text',
      boolean: 'true or false',
      number: 'a number',
      int: 'a whole number',
    };
    return `expected ${words[issue.expected ?? ''] ?? issue.expected ?? 'something else'}`;
  }
  return `expected ${issue.message
    .replace(/^Invalid string: must match pattern.*/, 'another form')
    .replace(/^Too \w+: expected /, '')
    .replace(/^(Too|Invalid)/, (word) => `not: ${word.toLowerCase()}`)}`;
}

const place = (path: Path): string => (path.length === 0 ? '' : ` in ${pathText(path)}`);
function shown(value: unknown): string {
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `"${String(value).slice(0, 60)}"`;
}
function valueAt(tree: unknown, path: Path): unknown {
  let value = tree;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
function add(
  found: Problem[],
  rule: string,
  message: string,
  mend: string | null,
  position: Position,
  path: Path,
): void {
  found.push({ severity: 'error', rule, message, mend, path: pathText(path), ...position });
}
