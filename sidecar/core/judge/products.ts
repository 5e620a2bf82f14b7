// Which product a ticket is about, and whether its version is still supported.
import type { Product } from '#core/policy/policy.ts';
import { topicOf } from './topics.ts';
import type { State } from './state.ts';
import { zoneOf } from './zones.ts';

/** The field `product`, else the topic's product, else the only product there is; null: not known. */
export function productOf(state: State): string | null {
  const named = state.fields['product'];
  if (typeof named === 'string' && named !== '') return named;
  const byTopic = topicOf(state)?.product ?? null;
  if (byTopic !== null) return byTopic;
  const only = state.policy.products.size === 1 ? [...state.policy.products.keys()][0] : undefined;
  return only ?? null;
}

/** `supported`, `ended` from the midnight after the end of life on (CH3), or `unknown` where no version is named or matches. */
export function versionState(state: State, product: string | null): 'supported' | 'ended' | 'unknown' {
  const found = versionOf(state, product);
  if (found === null) return 'unknown';
  if (found.endOfLife === null) return 'supported';
  return zoneOf(state.policy, state.policy.timeZone).localDate(state.at) > found.endOfLife ? 'ended' : 'supported';
}

export function versionOf(state: State, product: string | null): Product['versions'][number] | null {
  const known = state.policy.products.get(product ?? productOf(state) ?? '');
  if (known === undefined || known.versionField === null) return null;
  const value = state.fields[known.versionField];
  if (value === undefined || value === null || typeof value === 'object') return null;
  return known.versions.find((v) => matchesVersion(v.pattern, String(value))) ?? null;
}

/** `3.x` matches 3, 3.0, 3.14.2 and the text `3.x`, not 30.1 (CH2). */
export function matchesVersion(pattern: string, version: string): boolean {
  if (pattern === version) return true;
  const wanted = pattern.split('.');
  const given = version.trim().split('.');
  for (const [index, part] of wanted.entries()) {
    if (part === 'x' || part === '*') return true;
    if (given[index] !== part) return false;
  }
  return given.length === wanted.length;
}
