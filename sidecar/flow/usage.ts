/** How much of each allowance an organization had used when a ticket was opened. */
import { periodStart } from '#core/facts/allowance-period.ts';
import type { EpochMs, Facts, UsageFacts } from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';

/** What counts against an allowance: tickets of the organization that it was asked for, opened in its period before another. */
export interface UsageAsked {
  readonly organizationId: string;
  readonly allowance: string;
  readonly from: EpochMs;
  readonly before: { readonly openedAt: EpochMs; readonly ticketId: string };
}
export interface Usage {
  readonly count: (asked: UsageAsked) => Promise<number>;
}

/** Asks nothing where the tier has no allowance or the customer is not known. */
export async function usageOf(policy: Policy, facts: Facts, usage: Usage): Promise<readonly UsageFacts[]> {
  const { contract, organization, opened, ticketId } = facts;
  const rules = (contract === null ? undefined : policy.tiers.get(contract.tier)?.allowances) ?? [];
  if (contract === null || organization.id == null || rules.length === 0) return [];
  const organizationId = organization.id;
  return Promise.all(
    rules.map(async ({ id, per }) => {
      const from = periodStart(per, opened, policy.timeZone, contract.startsOn ?? null);
      const before = { openedAt: opened, ticketId };
      return { allowance: id, used: await usage.count({ organizationId, allowance: id, from, before }) };
    }),
  );
}
