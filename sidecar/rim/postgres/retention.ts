/** Removes what nobody needs any more: tickets that ended long ago with their acts, webhooks kept aside, notices that are over, profiles that nothing names. */
import type { EpochMs } from '#core/facts/facts.ts';
import { appendAudit } from './audit.ts';
import type { Database } from './database.ts';
import { removeProfiles, unmentioned } from './unmentioned.ts';

export interface Removed {
  readonly tickets: number;
  readonly acts: number;
  readonly events: number;
  readonly notices: number;
  /** Profiles of people. */
  readonly users: number;
}

/** Tickets that are looked through in one statement: years of them take longer than a statement may. */
const PAGE = 1_000;

/**
 * A ticket that ended and was not changed since; what is closed in Zendesk changes no more. One that was gone before it was
 * ever read holds nothing but what was done on it.
 */
const IS_OLD = `ended and claimed_by is null
    and coalesce(updated_at, heard_at, (select max(at) from acts where acts.ticket_id = t.ticket_id), 0) < $1::bigint`;
const OLD = `page as (
  select ticket_id from tickets where ticket_id > $2::text order by ticket_id limit $3::integer
), old as (
  select ticket_id from tickets t
  where ticket_id in (select ticket_id from page) and ${IS_OLD}
`;
const COUNT_PAGE = `with ${OLD})
select (select max(ticket_id) from page) as last, (select count(*) from old)::integer as tickets,
  (select count(*) from acts where ticket_id in (select ticket_id from old))::integer as acts`;
// Locked first: what was taken up again since stays.
const REMOVE_PAGE = `with ${OLD} order by ticket_id for update
), removed_acts as (delete from acts where ticket_id in (select ticket_id from old) returning 1
), removed as (delete from tickets where ticket_id in (select ticket_id from old) returning 1)
select (select max(ticket_id) from page) as last, (select count(*) from removed)::integer as tickets,
  (select count(*) from removed_acts)::integer as acts`;

const OLD_EVENTS = `received_at < $1 and (problem is not null or looked_at is not null)`;
const COUNT_OTHERS = `select (select count(*) from events where ${OLD_EVENTS})::integer as events,
  (select count(*) from notices where to_at < $1)::integer as notices`;
const REMOVE_OTHERS = `with old_events as (delete from events where ${OLD_EVENTS} returning 1),
  old_notices as (delete from notices where to_at < $1 returning 1)
select (select count(*) from old_events)::integer as events, (select count(*) from old_notices)::integer as notices`;

/** What `removeBefore` would remove now. */
export async function countBefore(database: Database, before: EpochMs, page = PAGE): Promise<Removed> {
  return {
    ...(await throughTickets(database, COUNT_PAGE, before, page)),
    ...(await others(database, COUNT_OTHERS, before)),
    users: (await unmentioned(database, before, IS_OLD)).length,
  };
}

/**
 * Contracts, policies and the audit log stay: what was owed and what was done must be answered for years. A run that is
 * stopped has removed a part, and the log has its beginning.
 */
export async function removeBefore(database: Database, before: EpochMs, page = PAGE): Promise<Removed> {
  const told = (outcome: string, detail: Removed | null): Promise<void> =>
    appendAudit(database, {
      actor: 'operator',
      role: 'operator',
      action: 'retain',
      subject: `before ${new Date(before).toISOString()}`,
      detail: detail === null ? null : JSON.stringify(detail),
      outcome,
    });
  await told('begun', null);
  const tickets = await throughTickets(database, REMOVE_PAGE, before, page);
  const rest = await others(database, REMOVE_OTHERS, before);
  const users = await removeProfiles(database, before, await unmentioned(database, before, IS_OLD));
  const removed = { ...tickets, ...rest, users };
  await told('done', removed);
  return removed;
}

async function throughTickets(
  database: Database,
  statement: string,
  before: EpochMs,
  page: number,
): Promise<Pick<Removed, 'tickets' | 'acts'>> {
  const sum = { tickets: 0, acts: 0 };
  let after = '';
  for (;;) {
    const [row] = await database.rows<{ last: string | null; tickets: number; acts: number }>(statement, [
      before,
      after,
      page,
    ]);
    if (row === undefined) throw new Error('the database counts nothing');
    sum.tickets += row.tickets;
    sum.acts += row.acts;
    if (row.last === null) return sum;
    after = row.last;
  }
}

async function others(
  database: Database,
  statement: string,
  before: EpochMs,
): Promise<Pick<Removed, 'events' | 'notices'>> {
  const [row] = await database.rows<Pick<Removed, 'events' | 'notices'>>(statement, [before]);
  if (row === undefined) throw new Error('the database counts nothing');
  return row;
}
