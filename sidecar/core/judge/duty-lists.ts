// A policy's duties by what may ask for them or do them, so that most events pass over most duties.
import type { Condition, Duty, Policy } from '#core/policy/policy.ts';

export interface DutyLists {
  /** Those with a condition of their own. */
  readonly conditional: readonly (Duty & { readonly when: Condition })[];
  /** Those that facts may do without a click. */
  readonly doneByFacts: readonly Duty[];
}

const known = new WeakMap<Policy, DutyLists>();

/** Found once a policy; each in the policy's order. */
export function dutyListsOf(policy: Policy): DutyLists {
  let lists = known.get(policy);
  if (lists === undefined) {
    const all = [...policy.duties.values()];
    const conditional = all.filter((duty): duty is Duty & { when: Condition } => duty.when !== null);
    known.set(policy, (lists = { conditional, doneByFacts: all.filter((duty) => duty.doneBy.length > 0) }));
  }
  return lists;
}
