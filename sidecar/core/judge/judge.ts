// The door of the judgement.
import type { EpochMs, FactEvent, Facts } from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Judgement } from './judgement.ts';

/**
 * Judges a ticket by a policy at an instant. Pure: same facts, policy and instant give the same answer, byte by byte.
 * Facts later than `now` are not looked at.
 */
export declare function judge(policy: Policy, facts: Facts, now: EpochMs): Judgement;

/** Why an act would be refused now, or null where it is allowed. `blockedBy`: ids that stand in the way. */
export declare function refusal(policy: Policy, facts: Facts, act: FactEvent): Refusal | null;
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly blockedBy: readonly string[];
}
