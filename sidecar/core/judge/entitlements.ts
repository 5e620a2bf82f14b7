// Whether the contract's entitlements cover the ticket's product (STA-02 to STA-04).
import type { Entitlement } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import { productOf } from './products.ts';
import type { CoverageCause, State } from './state.ts';
import { stands } from './values.ts';

/** Null: covered. A policy that knows no entitlements asks for none. */
export function coveredBy(state: State): CoverageCause | null {
  const { entitlements } = state.lists;
  if (entitlements.length === 0) return null;
  const product = productOf(state);
  let short: string | null = null;
  for (const entitlement of entitlements) {
    if (!holdsOne(state, entitlement.id) || !isFor(state, entitlement, product)) continue;
    if (enough(state, entitlement)) return null;
    short = entitlement.id;
  }
  return { kind: 'no_entitlement', product, short };
}

/** The entitlement by which the contract covers the ticket; null: none, or none is asked for. */
export function coveringOne(state: State): Entitlement | null {
  const { entitlements } = state.lists;
  if (entitlements.length === 0) return null;
  const product = productOf(state);
  for (const each of entitlements) {
    if (holdsOne(state, each.id) && isFor(state, each, product) && enough(state, each)) return each;
  }
  return null;
}

/** Whether one entitlement that the contract holds covers the product; null: the ticket names no product. */
export function covers(state: State, entitlement: Entitlement): boolean | null {
  const product = productOf(state);
  return product === null ? null : isFor(state, entitlement, product) && enough(state, entitlement);
}

export function holdsOne(state: State, id: string): boolean {
  if (state.standing.tier?.entitlements.includes(id) === true) return true;
  const held = state.contract?.entitlements;
  return held !== undefined && Object.hasOwn(held, id) && held[id] !== 0;
}

/** Any entitlement covers where no product is named, or one that any covers, such as a portal (SL4). */
function isFor(state: State, entitlement: Entitlement, product: string | null): boolean {
  if (!holds(entitlement.when, state)) return false;
  if (product === null || entitlement.products.length === 0) return true;
  return entitlement.products.includes(product) || state.policy.products.get(product)?.anyEntitlement === true;
}

/** The quantity stands its test; where the test's bound is not known it does not (SL3). */
function enough(state: State, entitlement: Entitlement): boolean {
  if (entitlement.quantity === null) return true;
  return stands(state.contract?.entitlements?.[entitlement.id] ?? null, entitlement.quantity, state);
}
