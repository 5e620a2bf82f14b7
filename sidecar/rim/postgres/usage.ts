/** Tickets that count against an allowance, from the judgements that stand. */
import type { Usage } from '#flow/usage.ts';
import type { Database } from './database.ts';

const COUNT = `select count(*)::integer as used from tickets
where organization_id = $1 and opened_at >= $2 and (opened_at, ticket_id) < ($3::bigint, $4::text)
  and judgement -> 'coverage' ->> 'verdict' in ('covered', 'billable')
  and exists (select from json_array_elements(judgement -> 'allowances') as a where a ->> 'id' = $5)`;

export function createUsage(database: Database): Usage {
  return {
    async count({ organizationId, allowance, from, before }) {
      const words = [organizationId, from, before.openedAt, before.ticketId, allowance];
      const [row] = await database.rows<{ used: number }>(COUNT, words);
      return row?.used ?? 0;
    },
  };
}
