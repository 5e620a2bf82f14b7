// Parts of a policy as plain lists, found once: a loop over a list costs a judgement less than one over a map.
import type { Condition, Duty, Entitlement, Metric, Policy } from '#core/policy/policy.ts';

/** Each in the policy's order. */
export interface Lists {
  readonly metrics: readonly Metric[];
  readonly entitlements: readonly Entitlement[];
  readonly duties: readonly Duty[];
  /** Those with a condition of their own. */
  readonly conditionalDuties: readonly (Duty & { readonly when: Condition })[];
  /** Those that facts may do without a click. */
  readonly dutiesDoneByFacts: readonly Duty[];
}

const known = new WeakMap<Policy, Lists>();

export function listsOf(policy: Policy): Lists {
  let lists = known.get(policy);
  if (lists === undefined) known.set(policy, (lists = listParts(policy)));
  return lists;
}

function listParts(policy: Policy): Lists {
  const duties = [...policy.duties.values()];
  return {
    metrics: [...policy.metrics.values()],
    entitlements: [...policy.entitlements.values()],
    duties,
    conditionalDuties: duties.filter((duty): duty is Duty & { when: Condition } => duty.when !== null),
    dutiesDoneByFacts: duties.filter((duty) => duty.doneBy.length > 0),
  };
}
