/** Rows that nothing but a question made, for tickets that Zendesk does not have: they go as soon as that is known. */
import type { LookResult } from '#flow/ports/store.ts';
import type { Database } from './database.ts';

// By number, as all that lock several tickets do. What was asked or told since the claim, and what is kept aside, keeps the
// row: whoever waits for it is heard.
const REMOVE = `
with held as (
  select ticket_id from tickets where ticket_id = any($1::text[]) order by ticket_id for update
)
delete from tickets t using held, unnest($1::text[], $2::bigint[], $3::bigint[]) as r(ticket_id, claim_number, asked)
where t.ticket_id = held.ticket_id and t.ticket_id = r.ticket_id and t.claim_number = r.claim_number and t.asked = r.asked
  and t.claimed_by is not null and t.revision = 0
  and not exists (select 1 from acts a where a.ticket_id = t.ticket_id)
  and not exists (select 1 from events e where e.problem is not null and e.ticket_id = t.ticket_id)
returning t.ticket_id`;

/** Removes those that are found to be no tickets, and answers which. */
export async function removeUnfounded(
  database: Database,
  results: readonly LookResult[],
): Promise<readonly { readonly ticket_id: string }[]> {
  const claims = results.filter(isUnfounded).map(({ claim }) => claim);
  if (claims.length === 0) return [];
  return database.rows<{ ticket_id: string }>(REMOVE, [
    claims.map(({ ticketId }) => ticketId),
    claims.map(({ claimNumber }) => claimNumber),
    claims.map(({ asked }) => asked),
  ]);
}

/** Gone before it was ever seen, and no event told of it. */
function isUnfounded({ claim, seen, ended }: LookResult): boolean {
  return ended && seen === undefined && claim.row.seen === null && claim.hints.length === 0 && claim.acts.length === 0;
}
