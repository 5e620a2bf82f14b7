// How many tickets are included: those of the period, those that stayed over from earlier ones, and how many were used.
import { periodBefore } from '#core/facts/allowance-period.ts';
import type { UsageFacts } from '#core/facts/facts.ts';
import type { AllowanceRule } from '#core/policy/policy.ts';
import { allHolding } from './conditions.ts';
import type { Judgement, Reason } from './judgement.ts';
import type { State } from './state.ts';

export function allowances(state: State): Judgement['allowances'] {
  return allHolding(state.standing.tier?.allowances ?? [], state).map((rule) => {
    const { id, number, per, cites } = rule;
    const { used, carried } = countOf(state, rule);
    const text =
      carried === 0
        ? `${used} of ${number} used per ${per}`
        : `${number} + ${carried} carried over from ${fromWhen(state, rule)}, ${used} used`;
    return { id, number, carried, used, per, reasons: [{ text, cites }] };
  });
}

/** Whether nothing of an allowance was left when the ticket was opened. */
export function isUsedUp(state: State, rule: AllowanceRule): boolean {
  const { used, carried } = countOf(state, rule);
  return used >= rule.number + carried;
}

export function usedUpReason(state: State, rule: AllowanceRule): Reason {
  const { number, per, id, cites } = rule;
  const { carried } = countOf(state, rule);
  const more = carried === 0 ? '' : ` and the ${carried} carried over from ${fromWhen(state, rule)}`;
  return { text: `The ${number} ${id} per ${per}${more} are used up`, cites };
}

interface Count {
  /** Before this ticket, in its period. */
  readonly used: number;
  /** Those of earlier periods that stay for this one. */
  readonly carried: number;
}
const NOTHING: Count = { used: 0, carried: 0 };

function countOf({ facts }: State, rule: AllowanceRule): Count {
  const usage = facts.usage?.find(({ allowance }) => allowance === rule.id);
  return usage === undefined ? NOTHING : { used: usage.used, carried: carriedOver(rule, usage) };
}

/**
 * Period by period from the contract's first, which nothing stays for: what is left, those that stayed before among it,
 * stays for the next one, at most as many as `carryOver` says.
 */
function carriedOver({ number, carryOver }: AllowanceRule, { earlier = [] }: UsageFacts): number {
  const most = carryOver === 'all' ? Infinity : carryOver;
  if (most === 0) return 0;
  return earlier.reduce((carried, used) => Math.min(most, Math.max(0, number + carried - used)), 0);
}

function fromWhen({ contract, facts, policy }: State, { per }: AllowanceRule): string {
  return periodBefore(per, facts.opened, policy.timeZone, contract?.startsOn ?? null);
}
