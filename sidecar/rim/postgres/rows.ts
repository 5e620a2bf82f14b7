/** Between the columns of a ticket's row and what the steps read. */
import type { Facts } from '#core/facts/facts.ts';
import type { Judgement } from '#core/judge/judgement.ts';
import type { History, QueueColumns, Seen, TicketRow, WriteBack } from '#flow/ports/tickets.ts';

/** The columns of a ticket but for its judgement, which is the largest of them. */
export const CLAIM_COLUMNS = `ticket_id, seen, history, facts, write_back, fired_causes, policy_id, policy_version,
  ended, must_read, revision, heard_at, organization_id, look_at`;
/** The columns of a whole ticket. */
export const TICKET_COLUMNS = `${CLAIM_COLUMNS}, judgement`;

export interface TicketColumns extends ClaimColumns {
  readonly judgement: Judgement | null;
}
export interface ClaimColumns {
  readonly ticket_id: string;
  readonly seen: Seen | null;
  readonly history: History | null;
  readonly facts: Facts | null;
  readonly write_back: WriteBack | null;
  readonly fired_causes: string[];
  readonly policy_id: string | null;
  readonly policy_version: number | null;
  readonly ended: boolean;
  readonly must_read: boolean;
  readonly revision: number;
  readonly heard_at: number | null;
  readonly organization_id: string | null;
  readonly look_at: number | null;
  readonly row_now: number;
}

export const NOTHING_WRITTEN: WriteBack = {
  state: 'settled',
  wantedPriority: null,
  wantedTags: [],
  writtenTags: [],
  writtenPriority: null,
  attempts: 0,
  rounds: 0,
  lastError: null,
  retryAt: null,
  notes: [],
};

export function ticketOf(row: TicketColumns): TicketRow {
  return { ...claimedOf(row), judgement: row.judgement };
}

export function claimedOf(row: ClaimColumns): Omit<TicketRow, 'judgement'> {
  return {
    ticketId: row.ticket_id,
    seen: row.seen,
    history: row.history,
    facts: row.facts,
    policy:
      row.policy_id === null || row.policy_version === null ? null : { id: row.policy_id, version: row.policy_version },
    writeBack: row.write_back ?? NOTHING_WRITTEN,
    firedCauses: row.fired_causes,
    ended: row.ended,
    mustRead: row.must_read,
    isDue: row.look_at !== null && row.look_at <= row.row_now,
    revision: row.revision,
    heardAt: row.heard_at,
  };
}

export const QUEUE_COLUMNS = `organization_id, tier, priority, priority_rank, level, owner, status, opened_at, next_due_at,
  next_metric, at_risk, breached`;

export interface QueueColumnsRow {
  readonly organization_id: string | null;
  readonly tier: string | null;
  readonly priority: string | null;
  readonly priority_rank: number;
  readonly level: string | null;
  readonly owner: string | null;
  readonly status: string | null;
  readonly opened_at: number | null;
  readonly next_due_at: number | null;
  readonly next_metric: string | null;
  readonly at_risk: boolean;
  readonly breached: boolean;
}

export function queueColumnsOf(row: QueueColumnsRow): QueueColumns {
  return {
    organizationId: row.organization_id,
    tier: row.tier,
    priority: row.priority,
    priorityRank: row.priority_rank,
    level: row.level,
    owner: row.owner,
    status: row.status ?? 'open',
    openedAt: row.opened_at ?? 0,
    nextDueAt: row.next_due_at,
    nextMetric: row.next_metric,
    atRisk: row.at_risk,
    breached: row.breached,
  };
}
