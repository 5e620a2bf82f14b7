// Which product a ticket is about, and whether its version is still supported.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Product } from '#core/policy/policy.ts';
import { topicOf } from './topics.ts';
import type { State } from './state.ts';
import { dayAfter, zoneOf } from './zones.ts';

/** The field `product`, else the topic's product, else the only product there is; null: not known. */
export function productOf(state: State): string | null {
  const named = state.fields['product'];
  if (typeof named === 'string' && named !== '') return named;
  const byTopic = topicOf(state)?.product ?? null;
  if (byTopic !== null) return byTopic;
  return state.lists.onlyProduct;
}

/** `supported`, `ended` from the midnight after the end of life on (CH3), or `unknown` where no version is named or matches. */
export function versionState(state: State, product: string | null): 'supported' | 'ended' | 'unknown' {
  const found = versionOf(state, product);
  if (found === null) return 'unknown';
  const end = endOf(state, found);
  return end !== null && state.at >= end ? 'ended' : 'supported';
}

/** The first instant at which the ticket's version is not supported any more; null: none is known. */
export function endOfSupport(state: State, product: string | null): EpochMs | null {
  const found = versionOf(state, product);
  return found === null ? null : endOf(state, found);
}

type Version = Product['versions'][number];

/** Versions belong to one policy: to its zone. */
const ends = new WeakMap<Version, EpochMs>();

function endOf(state: State, version: Version): EpochMs | null {
  if (version.endOfLife === null) return null;
  let end = ends.get(version);
  if (end === undefined) {
    end = dayAfter(zoneOf(state.policy, state.policy.timeZone), version.endOfLife);
    ends.set(version, end);
  }
  return end;
}

function versionOf(state: State, product: string | null): Version | null {
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
