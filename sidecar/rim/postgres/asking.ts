/** Asking for a look at tickets, and telling the workers of all replicas that some are due. */
import type { Session } from './database.ts';

const ASK_WHERE = (condition: string): string => `
update tickets set asked = asked + 1, asked_at = coalesce(asked_at, now_ms()), look_at = least(look_at, now_ms())
where ${condition} and not ended`;

/** PostgreSQL carries at most 8,000 bytes: of many tickets only that there are some is told. */
export function dueWords(ticketIds: readonly string[]): string {
  const words = ticketIds.join(' ');
  return words.length < 7_000 ? words : '';
}

/** Asks for a look at every open ticket that fits, in the session's transaction where one is given. */
export async function askWhere(
  session: Session,
  condition: 'organization_id = $1' | '(policy_id = $1 or policy_id is null)',
  id: string,
): Promise<number> {
  return (await session.rows(`${ASK_WHERE(condition)} returning 1 as asked`, [id])).length;
}
