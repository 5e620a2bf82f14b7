/** How much of each allowance an organization had used when a ticket was opened. */
import { periodStarts } from '#core/facts/allowance-period.ts';
import type { EpochMs, Facts, UsageFacts } from '#core/facts/facts.ts';
import type { AllowanceRule, Policy } from '#core/policy/policy.ts';

/** What counts against an allowance: tickets of the organization that it was asked for, opened before another. */
export interface UsageAsked {
  readonly organizationId: string;
  readonly allowance: string;
  /** First instants of the periods, in order; each lasts until the next. */
  readonly periods: readonly EpochMs[];
  readonly before: { readonly openedAt: EpochMs; readonly ticketId: string };
}
export interface Usage {
  /** How many there are in each period. */
  readonly count: (asked: UsageAsked) => Promise<readonly number[]>;
}

/** Asks nothing where the tier has no allowance or the customer is not known. */
export async function usageOf(policy: Policy, facts: Facts, usage: Usage): Promise<readonly UsageFacts[]> {
  const { contract, organization, opened, ticketId } = facts;
  const rules = (contract === null ? undefined : policy.tiers.get(contract.tier)?.allowances) ?? [];
  if (contract === null || organization.id == null || rules.length === 0) return [];
  const organizationId = organization.id;
  return Promise.all(
    rules.map(async (rule) => {
      const periods = periodsOf(rule, policy, facts);
      const before = { openedAt: opened, ticketId };
      const counts = await usage.count({ organizationId, allowance: rule.id, periods, before });
      const earlier = counts.slice(0, -1);
      return { allowance: rule.id, used: counts.at(-1) ?? 0, ...(earlier.length === 0 ? {} : { earlier }) };
    }),
  );
}

/** Earlier periods are asked for only where something of them may stay. */
function periodsOf({ per, carryOver }: AllowanceRule, policy: Policy, { opened, contract }: Facts): readonly EpochMs[] {
  const starts = periodStarts(per, opened, policy.timeZone, contract?.startsOn ?? null);
  return carryOver === 0 ? starts.slice(-1) : starts;
}
