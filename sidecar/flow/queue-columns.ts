/** What the queue and the lists sort and filter by, taken from a judgement. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Judgement, TimerJudgement } from '#core/judge/judgement.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import type { QueueColumns } from './ports/tickets.ts';

const LAST = 2_147_483_647;

export function queueColumns(ticket: ZendeskTicket, policy: Policy, judgement: Judgement): QueueColumns {
  const next = nextDue(judgement.timers);
  // Within a rank the queue goes by opening; a policy whose order names no priority has one rank.
  const ranked = policy.queue.order.includes('priority');
  const rank = ranked ? policy.priorities.findIndex(({ id }) => id === judgement.priority?.id) : 0;
  const wanted = new Set(judgement.wantedTags);
  return {
    organizationId: ticket.organizationId,
    tier: judgement.tier.id,
    priority: judgement.priority?.id ?? null,
    priorityRank: rank === -1 ? LAST : rank,
    level: judgement.level?.id ?? null,
    owner: judgement.level?.owner ?? null,
    status: ticket.status,
    openedAt: ticket.createdAt,
    nextDueAt: next?.dueAt ?? null,
    nextMetric: next?.metric ?? null,
    atRisk: wanted.has('sla_at_risk'),
    breached: wanted.has('sla_breached'),
  };
}

/** The running or breached timer whose due instant comes first. */
function nextDue(timers: readonly TimerJudgement[]): { readonly dueAt: EpochMs; readonly metric: string } | null {
  let next: { readonly dueAt: EpochMs; readonly metric: string } | null = null;
  for (const { state, dueAt, metric } of timers) {
    if (dueAt === null || (state !== 'running' && state !== 'breached')) continue;
    if (next === null || dueAt < next.dueAt) next = { dueAt, metric };
  }
  return next;
}
