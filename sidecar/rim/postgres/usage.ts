/** Tickets that count against an allowance, from the judgements that stand. */
import type { Usage } from '#flow/usage.ts';
import type { Database } from './database.ts';

const COUNT = `select width_bucket(opened_at, $2::bigint[]) as period, count(*)::integer as used from tickets
where organization_id = $1 and opened_at >= ($2::bigint[])[1] and (opened_at, ticket_id) < ($3::bigint, $4::text)
  and judgement -> 'coverage' ->> 'verdict' in ('covered', 'billable')
  and exists (select from json_array_elements(judgement -> 'allowances') as a where a ->> 'id' = $5)
group by 1`;

export function createUsage(database: Database): Usage {
  return {
    async count({ organizationId, allowance, periods, before }) {
      const words = [organizationId, periods, before.openedAt, before.ticketId, allowance];
      const rows = await database.rows<{ period: number; used: number }>(COUNT, words);
      const used = new Map(rows.map((row) => [row.period, row.used]));
      return periods.map((_, index) => used.get(index + 1) ?? 0);
    },
  };
}
