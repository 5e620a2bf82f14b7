/** What a look decides of a ticket that is gone: deleted, or merged away and then gone. */
import { judge } from '#core/judge/judge.ts';
import type { PolicyRegistry } from '../ports/policies.ts';
import type { Claim, LookResult } from '../ports/store.ts';

/** Nothing is owed any more; what was met or breached before stays. */
export function goneResult(claim: Claim, registry: PolicyRegistry): LookResult {
  const { row } = claim;
  return {
    claim,
    ...goneFrom(claim, registry),
    writeBack: { ...row.writeBack, state: 'settled', notes: [], retryAt: null },
    firedCauses: row.firedCauses,
    ended: true,
    mustRead: true,
    heardAt: row.heardAt,
    nextLookAt: null,
    keep: false,
  };
}

/** Facts that say since when the ticket is gone, and their judgement; nothing where it was never judged. */
function goneFrom({ row, now }: Claim, registry: PolicyRegistry): Pick<LookResult, 'facts' | 'judgement'> {
  const policy = row.policy === null ? null : registry.get(row.policy.id, row.policy.version);
  if (row.facts === null || policy === null) return {};
  if (row.facts.events.some((event) => event.kind === 'update' && event.status === 'deleted')) return {};
  const events = [...row.facts.events, { at: now, kind: 'update' as const, status: 'deleted' as const }];
  const facts = { ...row.facts, events: events.toSorted((one, other) => one.at - other.at) };
  return { facts, judgement: judge(policy, facts, now) };
}
