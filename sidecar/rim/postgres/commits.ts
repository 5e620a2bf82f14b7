/** Writes down what looks and write-backs came to: one statement for many tickets, fenced by the number of the claim. */
import type { LookResult, SettleResult } from '#flow/ports/store.ts';
import type { WriteBack } from '#flow/ports/tickets.ts';
import type { Database } from './database.ts';
import { REREAD_MS } from './inbox.ts';
import { jsonText } from './json-text.ts';
import { removeUnfounded } from './unfounded.ts';

const RECORD = `json_to_recordset($1::json) as r(
  ticket_id text, claim_number bigint, asked bigint, readings_asked bigint, keep boolean, was_read boolean, judged boolean,
  look_at bigint, settle_at bigint, updated_at bigint, heard_at bigint, must_read boolean, ended boolean,
  seen json, history json, facts json, judgement json, write_back json, write_state text, last_error text,
  fired_causes json, policy_id text, policy_version integer,
  organization_id text, tier text, priority text, priority_rank integer, level text, owner text, status text,
  opened_at bigint, next_due_at bigint, next_metric text, at_risk boolean, breached boolean)`;

// Locks the rows one after the other by number, as deliveries do: in any other order two statements could wait in a circle.
const HELD = `held as (
  select ticket_id from tickets where ticket_id = any($2::text[]) order by ticket_id for update
)`;

/** What an admin's retry makes of a write-back. */
export const TRIED_ANEW = `'{"state": "pending", "attempts": 0, "rounds": 0, "retryAt": null}'::jsonb`;
// A retry that came while a failure was on its way is still to be done; the next look reads, compares and decides.
const IS_RETRIED = `t.retried_in = t.claim_number and r.write_state = 'failed' and not r.keep`;
const WRITE_BACK = `
  settle_at = case when ${IS_RETRIED} then now_ms() else r.settle_at end,
  write_state = case when ${IS_RETRIED} then 'pending' else r.write_state end,
  write_back = case when ${IS_RETRIED} then (r.write_back::jsonb || ${TRIED_ANEW})::json else r.write_back end,
  last_error = r.last_error`;

// What was asked for during the look keeps its place, a little later: the reading may already have seen it.
const LOOKS = `
with ${HELD}, done as (
  update tickets t set
    look_at = case when t.asked > r.asked then greatest(t.look_at, case when r.was_read then now_ms() + ${String(REREAD_MS)} end) else r.look_at end,
    asked_at = case when t.asked > r.asked then t.asked_at end,
    tries = case when r.keep then t.tries else 0 end, failures = 0,
    claimed_by = case when r.keep then t.claimed_by end,
    claimed_until = case when r.keep then t.claimed_until end,
    read_at = case when r.was_read then now_ms() else t.read_at end,
    heard_at = r.heard_at,
    updated_at = coalesce(r.updated_at, t.updated_at),
    must_read = r.must_read or t.readings_asked > r.readings_asked,
    ended = r.ended,
    seen = coalesce(r.seen, t.seen),
    history = coalesce(r.history, t.history),
    facts = coalesce(r.facts, t.facts),
    judgement = coalesce(r.judgement, t.judgement),
    ${WRITE_BACK},
    fired_causes = array(select json_array_elements_text(r.fired_causes)),
    policy_id = coalesce(r.policy_id, t.policy_id),
    policy_version = coalesce(r.policy_version, t.policy_version),
    organization_id = case when r.judged then r.organization_id else t.organization_id end,
    tier = case when r.judged then r.tier else t.tier end,
    priority = case when r.judged then r.priority else t.priority end,
    priority_rank = case when r.judged then r.priority_rank else t.priority_rank end,
    level = case when r.judged then r.level else t.level end,
    owner = case when r.judged then r.owner else t.owner end,
    status = case when r.judged then r.status else t.status end,
    opened_at = case when r.judged then r.opened_at else t.opened_at end,
    next_due_at = case when r.judged then r.next_due_at else t.next_due_at end,
    next_metric = case when r.judged then r.next_metric else t.next_metric end,
    at_risk = case when r.judged then r.at_risk else t.at_risk end,
    breached = case when r.judged then r.breached else t.breached end,
    revision = t.revision + 1
  from held, ${RECORD}
  where t.ticket_id = held.ticket_id and t.ticket_id = r.ticket_id and t.claim_number = r.claim_number and t.claimed_by is not null
  returning t.ticket_id
), looked as (
  update events e set looked_at = now_ms()
  where e.id = any($3::bigint[]) and e.ticket_id in (select ticket_id from done)
)
select ticket_id from done`;

const SETTLES = `
with ${HELD}
update tickets t set
  look_at = case when r.keep then least(t.look_at, now_ms()) else t.look_at end,
  asked = case when r.keep then t.asked + 1 else t.asked end,
  claimed_by = null, claimed_until = null, tries = 0,
  must_read = r.must_read or t.readings_asked > r.readings_asked,
  ended = t.ended or r.ended,
  seen = coalesce(r.seen, t.seen),
  updated_at = coalesce(r.updated_at, t.updated_at),
  ${WRITE_BACK},
  fired_causes = array(select json_array_elements_text(r.fired_causes)),
  revision = t.revision + 1
from held, ${RECORD}
where t.ticket_id = held.ticket_id and t.ticket_id = r.ticket_id and t.claim_number = r.claim_number and t.claimed_by is not null
returning t.ticket_id`;

/** Ids in one notification, which holds at most 8,000 bytes. */
const TOLD_AT_ONCE = 300;

export async function commitLooks(database: Database, all: readonly LookResult[]): Promise<ReadonlySet<string>> {
  const removed = await removeUnfounded(database, all);
  const gone = new Set(removed.map((row) => row.ticket_id));
  const results = all.filter(({ claim }) => !gone.has(claim.ticketId));
  if (results.length === 0) return tell(database, removed);
  const records = results.map((result) => ({
    ticket_id: result.claim.ticketId,
    claim_number: result.claim.claimNumber,
    asked: result.claim.asked,
    readings_asked: result.claim.readingsAsked,
    keep: result.keep,
    was_read: result.seen !== undefined,
    judged: result.queue !== undefined,
    look_at: result.nextLookAt,
    settle_at: settleAt(result.writeBack),
    updated_at: result.seen?.ticket.updatedAt ?? null,
    heard_at: result.heardAt,
    must_read: result.mustRead,
    ended: result.ended,
    seen: result.seen ?? null,
    history: result.history ?? null,
    facts: result.facts ?? null,
    judgement: result.judgement ?? null,
    ...writeBackColumns(result.writeBack),
    fired_causes: result.firedCauses,
    policy_id: result.policy?.id ?? null,
    policy_version: result.policy?.version ?? null,
    organization_id: result.queue?.organizationId ?? null,
    tier: result.queue?.tier ?? null,
    priority: result.queue?.priority ?? null,
    priority_rank: result.queue?.priorityRank ?? 0,
    level: result.queue?.level ?? null,
    owner: result.queue?.owner ?? null,
    status: result.queue?.status ?? null,
    opened_at: result.queue?.openedAt ?? null,
    next_due_at: result.queue?.nextDueAt ?? null,
    next_metric: result.queue?.nextMetric ?? null,
    at_risk: result.queue?.atRisk ?? false,
    breached: result.queue?.breached ?? false,
  }));
  const ids = results.map(({ claim }) => claim.ticketId);
  const hints = results.flatMap(({ claim }) => claim.hints.map(({ id }) => id));
  const looked = await database.rows<{ ticket_id: string }>(LOOKS, [jsonText(records), ids, hints]);
  return tell(database, [...removed, ...looked]);
}

export async function commitSettles(
  database: Database,
  results: readonly SettleResult[],
): Promise<ReadonlySet<string>> {
  if (results.length === 0) return new Set();
  const records = results.map((result) => ({
    ticket_id: result.claim.ticketId,
    claim_number: result.claim.claimNumber,
    readings_asked: result.claim.readingsAsked,
    keep: result.lookAgain,
    settle_at: settleAt(result.writeBack),
    updated_at: result.seen?.ticket.updatedAt ?? null,
    must_read: result.mustRead,
    ended: result.ended,
    seen: result.seen,
    ...writeBackColumns(result.writeBack),
    fired_causes: result.firedCauses,
  }));
  const ids = results.map(({ claim }) => claim.ticketId);
  return tell(database, await database.rows<{ ticket_id: string }>(SETTLES, [jsonText(records), ids]));
}

/** Null: settled, or parked for good. 0: at once, should its holder die. */
function settleAt(writeBack: WriteBack): number | null {
  if (writeBack.state === 'settled') return null;
  if (writeBack.state === 'failed') return writeBack.retryAt;
  return writeBack.retryAt ?? 0;
}

function writeBackColumns(writeBack: WriteBack): Record<string, unknown> {
  return { write_back: writeBack, write_state: writeBack.state, last_error: writeBack.lastError };
}

function tell(database: Database, rows: readonly { readonly ticket_id: string }[]): ReadonlySet<string> {
  const ids = rows.map((row) => row.ticket_id);
  for (let from = 0; from < ids.length; from += TOLD_AT_ONCE) {
    database.notify('tierline_changed', ids.slice(from, from + TOLD_AT_ONCE).join(' '));
  }
  return new Set(ids);
}
