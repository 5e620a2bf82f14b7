/** Removes what nobody needs any more: tickets that ended long ago with their acts, webhooks kept aside, notices that are over. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Database } from './database.ts';

export interface Removed {
  readonly tickets: number;
  readonly acts: number;
  readonly events: number;
  readonly notices: number;
}

/**
 * A ticket that ended and was not changed since; what is closed in Zendesk changes no more. One that was gone before it was
 * ever read holds nothing but what was done on it.
 */
const OLD = `select ticket_id from tickets t where ended and claimed_by is null
  and coalesce(updated_at, heard_at, (select max(at) from acts where acts.ticket_id = t.ticket_id), 0) < $1`;
const ACTS = `delete from acts where ticket_id in (${OLD}) returning id`;
const TICKETS = `delete from tickets where ticket_id in (${OLD}) returning ticket_id`;
const EVENTS = `delete from events where received_at < $1 and (problem is not null or looked_at is not null) returning id`;
const NOTICES = `delete from notices where to_at < $1 returning notice_id`;

const COUNTS = `select (select count(*) from (${OLD}) t)::integer as tickets,
  (select count(*) from acts where ticket_id in (${OLD}))::integer as acts,
  (select count(*) from events where received_at < $1 and (problem is not null or looked_at is not null))::integer as events,
  (select count(*) from notices where to_at < $1)::integer as notices`;

/** What `removeBefore` would remove now. */
export async function countBefore(database: Database, before: EpochMs): Promise<Removed> {
  const [row] = await database.rows<Removed>(COUNTS, [before]);
  if (row === undefined) throw new Error('the database counts nothing');
  return row;
}

/** Contracts, policies and the audit log stay: what was owed and what was done must be answered for years. */
export async function removeBefore(database: Database, before: EpochMs): Promise<Removed> {
  return database.transaction(async (session) => {
    const count = async (statement: string): Promise<number> => (await session.rows(statement, [before])).length;
    const acts = await count(ACTS);
    const removed = { acts, tickets: await count(TICKETS), events: await count(EVENTS), notices: await count(NOTICES) };
    await session.rows(
      `insert into audit (at, actor, role, action, subject, detail, outcome)
       values (now_ms(), 'operator', 'operator', 'retain', $1, $2, 'done')`,
      [`before ${new Date(before).toISOString()}`, JSON.stringify(removed)],
    );
    return removed;
  });
}
