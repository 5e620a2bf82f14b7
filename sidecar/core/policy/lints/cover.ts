// clause-not-cited: a clause of the source that nothing does. Clauses that are cited and not listed are slips.
import type { ClauseCover } from '../clauses.ts';
import { suggestion } from '../problem.ts';
import { isMap } from '../context.ts';
import type { Linting } from './linting.ts';
import { pathOf } from './linting.ts';

export function lintCover(linting: Linting, cover: readonly ClauseCover[]): void {
  const { source } = linting.document.text;
  const listed = new Set(cover.map(({ clause }) => clause));
  for (const { clause, state } of cover) {
    if (state !== 'open') continue;
    const path =
      isMap(source) && isMap(source.clauses) && Object.hasOwn(source.clauses, clause)
        ? ['source', 'clauses', clause]
        : ['clauses', clause];
    linting.say(
      'warning',
      'clause-not-cited',
      path,
      `nothing cites ${clause}`,
      `add cites: ${clause} to the rule that does it, or say how people do it: { title: …, manual: … }`,
    );
  }
  if (listed.size === 0) return;
  const told = new Set<string>();
  for (const { clause, path } of linting.notes.citations) {
    if (listed.has(clause) || told.has(clause)) continue;
    told.add(clause);
    linting.say(
      'warning',
      'unknown-clause',
      [...pathOf(path), 'cites'],
      `the source lists no clause ${clause}`,
      suggestion(clause, listed),
    );
  }
}
