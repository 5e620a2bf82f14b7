// Parts of a policy as plain lists, found once: a loop over a list costs a judgement less than one over a map.
import type { Condition, Duty, Entitlement, Metric, Policy } from '#core/policy/policy.ts';
import { oncePer } from './once.ts';

/** A condition of asking for a duty, and the duty's place in `Lists.duties`. */
export interface Asking {
  readonly place: number;
  readonly when: Condition;
}

/** Each in the policy's order. */
export interface Lists {
  readonly metrics: readonly Metric[];
  readonly entitlements: readonly Entitlement[];
  readonly duties: readonly Duty[];
  /** Place of each duty in `duties`, by id. */
  readonly places: ReadonlyMap<string, number>;
  /** Places of the duties before each in an ordered list, by place. */
  readonly before: readonly (readonly number[])[];
  /** Duties with a condition of their own. */
  readonly asking: readonly Asking[];
  /** What each level asks for, by the level's place. */
  readonly askingOfLevels: readonly (readonly Asking[])[];
  /** Duties that facts may do without a click. */
  readonly dutiesDoneByFacts: readonly Duty[];
  /** The product of a policy that knows no other. */
  readonly onlyProduct: string | null;
}

export const listsOf = oncePer((policy: Policy): Lists => {
  const duties = [...policy.duties.values()];
  const products = [...policy.products.keys()];
  const places = new Map(duties.map(({ id }, place) => [id, place]));
  return {
    metrics: [...policy.metrics.values()],
    entitlements: [...policy.entitlements.values()],
    duties,
    places,
    before: duties.map(({ after }) => after.map((id) => placeOf(places, id))),
    asking: duties.flatMap(({ when }, place) => (when === null ? [] : [{ place, when }])),
    askingOfLevels: policy.levels.map((level) =>
      level.duties.map(({ duty, when }) => ({ place: placeOf(places, duty), when })),
    ),
    dutiesDoneByFacts: duties.filter((duty) => duty.doneBy.length > 0),
    onlyProduct: products.length === 1 ? (products[0] ?? null) : null,
  };
});

function placeOf(places: ReadonlyMap<string, number>, duty: string): number {
  const place = places.get(duty);
  if (place === undefined) throw new Error(`a duty that does not exist: ${duty}`);
  return place;
}
