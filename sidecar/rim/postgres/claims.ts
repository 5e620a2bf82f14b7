/** Claims tickets and loads what their looks need, for all of them together. */
import type { Claim } from '#flow/ports/store.ts';
import type { ContractRevision, NoticeRecord } from '#flow/ports/policies.ts';
import type { Hint, StoredAct } from '#flow/ports/tickets.ts';
import type { Database, Value } from './database.ts';
import { contractsOf } from './contracts.ts';
import { currentNotices } from './notices.ts';
import { CLAIM_COLUMNS, claimedOf } from './rows.ts';
import type { ClaimColumns } from './rows.ts';

interface ClaimRow extends ClaimColumns {
  readonly claim_number: number;
  readonly asked: number;
  readonly readings_asked: number;
  readonly tries: number;
  readonly failures: number;
  readonly look_due: boolean;
  readonly now: number;
}

const RETURNING = `
returning t.${CLAIM_COLUMNS.split(',')
  .map((name) => name.trim())
  .join(
    ', t.',
  )}, t.claim_number, t.asked, t.readings_asked, t.tries, t.failures, coalesce(t.look_at <= now_ms(), false) as look_due, now_ms() as now, now_ms() as row_now`;

const HINTS = `select id, ticket_id, hint from events
where ticket_id = any($1::text[]) and looked_at is null and problem is null order by id`;

const ACTS = `select id, ticket_id, event, actor, idempotency_key as key from acts where ticket_id = any($1::text[]) order by at, id`;

/** `statement` claims and has no RETURNING of its own. */
export async function claimRows(
  database: Database,
  statement: string,
  values: readonly Value[],
): Promise<readonly Claim[]> {
  const rows = await database.rows<ClaimRow>(statement + RETURNING, values);
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.ticket_id);
  const organizations = [...new Set(rows.flatMap((row) => row.organization_id ?? []))];
  const [hints, acts, contracts, notices] = await Promise.all([
    database.rows<{ id: number; ticket_id: string; hint: Hint | null }>(HINTS, [ids]),
    actsOf(database, ids),
    contractsOf(database, organizations),
    currentNotices(database),
  ]);
  const hintsByTicket = Map.groupBy(hints, (hint) => hint.ticket_id);
  return rows.map((row): Claim => ({
    ticketId: row.ticket_id,
    claimNumber: row.claim_number,
    asked: row.asked,
    readingsAsked: row.readings_asked,
    lookDue: row.look_due,
    now: row.now,
    tries: row.tries,
    failures: row.failures,
    row: claimedOf(row),
    hints: (hintsByTicket.get(row.ticket_id) ?? []).flatMap(({ id, hint }) => (hint === null ? [] : [{ id, hint }])),
    acts: acts.get(row.ticket_id) ?? [],
    contracts: row.organization_id === null ? NONE : (contracts.get(row.organization_id) ?? NONE),
    contractsLoaded: row.organization_id !== null && row.organization_id === row.seen?.ticket.organizationId,
    notices,
  }));
}
const NONE: readonly (ContractRevision & NoticeRecord)[] = [];

/** Acts by ticket, in order of time. */
export async function actsOf(
  database: Database,
  ticketIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredAct[]>> {
  const rows = await database.rows<{ ticket_id: string } & StoredAct>(ACTS, [ticketIds]);
  return Map.groupBy(rows, (row) => row.ticket_id);
}
