// The clauses of the source that a policy encodes, and where it cites them.
import type { PolicyText } from '#schema/policy.ts';
import type { Citation } from './context.ts';
import { entries, isMap } from './context.ts';
import type { ClauseEntry, Policy } from './policy.ts';

/** The clauses that a policy lists, under `source` or by themselves. */
export function clausesOf(text: PolicyText): readonly ClauseEntry[] {
  const found = new Map<string, ClauseEntry>();
  const source = isMap(text.source) ? text.source : undefined;
  for (const [id, written] of [...entries(source?.clauses), ...entries(text.clauses)]) {
    const map = typeof written === 'string' ? { title: written } : written;
    const manual = 'manual' in map ? map.manual : undefined;
    found.set(id, {
      id,
      title: map.title ?? id,
      manual: manual === undefined || manual === false ? null : manual === true ? 'by people' : String(manual),
    });
  }
  for (const [id, how] of entries(source?.manual)) {
    found.set(id, { id, title: found.get(id)?.title ?? id, manual: how });
  }
  return [...found.values()];
}

/** One clause, and what becomes of it: cited at places, kept by people, or open. */
export interface ClauseCover {
  readonly clause: string;
  readonly title: string;
  readonly state: 'cited' | 'manual' | 'open';
  /** Paths in the policy text that cite it. */
  readonly places: readonly string[];
  readonly manual: string | null;
}

/** The cover map: every clause of the source with the rules that cite it. */
export function coverOf(policy: Policy, citations: readonly Citation[]): readonly ClauseCover[] {
  return policy.clauses.map(({ id, title, manual }) => {
    const places = citations.filter(({ clause }) => clause === id).map(({ path }) => path);
    return {
      clause: id,
      title,
      manual,
      places: [...new Set(places)],
      state: places.length > 0 ? 'cited' : manual === null ? 'open' : 'manual',
    };
  });
}
