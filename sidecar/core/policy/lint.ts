// The named lints: what is allowed to stand in a policy, and is most likely not meant.
import type { ClauseCover } from './clauses.ts';
import type { Compiled } from './compile.ts';
import { lintAllowances } from './lints/allowances.ts';
import { lintCalendars } from './lints/calendars.ts';
import { lintConditions } from './lints/conditions.ts';
import { lintCover } from './lints/cover.ts';
import { lintFeeding } from './lints/feeding.ts';
import { lintPromises } from './lints/promises.ts';
import { lintQueue } from './lints/queue.ts';
import { lintReach } from './lints/reach.ts';
import { lintTags } from './lints/tags.ts';
import { Linting } from './lints/linting.ts';
import type { Problem } from './problem.ts';
import type { PolicyDocument } from './read.ts';

/** Every lint over a compiled policy. `today` is a local date; next year is counted from it. */
export function lintPolicy(
  document: PolicyDocument,
  compiled: Extract<Compiled, { readonly kind: 'ok' }>,
  cover: readonly ClauseCover[],
  today: string,
): readonly Problem[] {
  const linting = new Linting(document, compiled, today);
  lintReach(linting);
  lintConditions(linting);
  lintPromises(linting);
  lintFeeding(linting);
  lintTags(linting);
  lintQueue(linting);
  lintAllowances(linting);
  lintCalendars(linting);
  lintCover(linting, cover);
  return linting.problems;
}
