/** Recorded tickets, many at a time: facts come packed as one column, which costs a fifth of a row each. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Database } from './database.ts';

/** So many tickets at once: some megabytes. */
const PAGE = 1000;

const PACKED = `
  select max(ticket_id) as last, string_agg(facts::text, E'\\n') as packed
  from (
    select ticket_id, facts from tickets
    where policy_id = $1 and opened_at >= $2 and facts is not null and ticket_id > $3
    order by ticket_id limit $4
  ) page`;

/** The facts of a policy's tickets that were opened since an instant: pages of JSON, a line a ticket. */
export async function* recordedPages(database: Database, policyId: string, since: EpochMs): AsyncGenerator<string> {
  let after = '';
  for (;;) {
    const [page] = await database.rows<{ last: string | null; packed: string | null }>(PACKED, [
      policyId,
      since,
      after,
      PAGE,
    ]);
    if (page?.last == null || page.packed === null) return;
    yield page.packed;
    after = page.last;
  }
}
