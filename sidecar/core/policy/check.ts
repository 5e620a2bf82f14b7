// The whole check of a policy: shape, references, named lints, and what becomes of each clause.
import { coverOf, type ClauseCover } from './clauses.ts';
import { compilePolicy, type CompileOptions, type Compiled } from './compile.ts';
import { lintPolicy } from './lint.ts';
import type { Problem } from './problem.ts';
import { readPolicy, type PolicyDocument } from './read.ts';

export interface CheckedPolicy {
  readonly problems: readonly Problem[];
  /** Null where it does not compile. */
  readonly compiled: Extract<Compiled, { readonly kind: 'ok' }> | null;
  readonly document: PolicyDocument | null;
  readonly cover: readonly ClauseCover[];
}

/** Checks a document that was read. `today` is a local date (YYYY-MM-DD): next year is counted from it. */
export function checkDocument(
  document: PolicyDocument,
  notes: readonly Problem[],
  options: CompileOptions & { readonly today: string },
): CheckedPolicy {
  const compiled = compilePolicy(document, options);
  if (compiled.kind === 'faults')
    return { problems: sorted([...notes, ...compiled.problems]), compiled: null, document, cover: [] };
  const cover = coverOf(compiled.policy, compiled.notes.citations);
  const problems = [...notes, ...compiled.notes.problems, ...lintPolicy(document, compiled, cover, options.today)];
  return { problems: sorted(problems), compiled, document, cover };
}

/** Reads and checks policy text. */
export function checkPolicy(
  text: string,
  options: CompileOptions & { readonly today: string; readonly file?: string },
): CheckedPolicy {
  const read = readPolicy(text, options);
  if (read.kind === 'faults') return { problems: read.problems, compiled: null, document: null, cover: [] };
  return checkDocument(read.document, read.problems, options);
}

function sorted(problems: readonly Problem[]): readonly Problem[] {
  const rank = { error: 0, warning: 1, info: 2 };
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column || rank[a.severity] - rank[b.severity]);
}
