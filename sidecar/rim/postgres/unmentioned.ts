/** Profiles of people whom no ticket that stays and no contract names, and who were not seen for long. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Database } from './database.ts';

/** Tickets whose texts are searched in one statement. */
const TICKETS = 200;
const PEOPLE = 1_000;

const UNSEEN = `select user_id as id from users where read_at < $1 and user_id > $2 order by user_id limit ${String(PEOPLE)}`;
// Whoever wrote, asked or was to be asked on a ticket stands in its reading as a number: what may be one is kept.
const NAMED = (isGone: string): string => `with page as (
  select ticket_id, ${isGone} as gone, concat(seen, ' ', history, ' ', facts) as said
  from tickets t where ticket_id > $2 order by ticket_id limit ${String(TICKETS)}
), numbers as (
  select distinct (regexp_matches(said, '\\d+', 'g'))[1] as id from page where not gone
)
select (select max(ticket_id) from page) as last,
  array(select user_id from users where read_at < $1 and user_id in (select id from numbers)) as ids`;
const IN_CONTRACTS = `select distinct contact->>'userId' as id from contracts, json_array_elements(terms->'contacts') as contact
where contact->>'userId' is not null`;
// Seen again since: stays. By number, as all that lock several rows do.
const REMOVE = `with old as (
  select user_id from users where user_id = any($2::text[]) and read_at < $1 order by user_id for update
)
delete from users where user_id in (select user_id from old) returning 1 as removed`;

/**
 * Their numbers. `isGone`: an SQL condition on the row `t` of a ticket that goes itself; it may use `$1`, which is `before`.
 */
export async function unmentioned(database: Database, before: EpochMs, isGone: string): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (let after: string | undefined = ''; after !== undefined;) {
    const rows: readonly { id: string }[] = await database.rows<{ id: string }>(UNSEEN, [before, after]);
    for (const { id } of rows) ids.add(id);
    after = rows.at(-1)?.id;
  }
  if (ids.size === 0) return [];
  for (const { id } of await database.rows<{ id: string }>(IN_CONTRACTS)) ids.delete(id);
  for (let after: string | null = ''; after !== null && ids.size > 0;) {
    const rows: readonly { last: string | null; ids: string[] }[] = await database.rows(NAMED(isGone), [before, after]);
    for (const id of rows[0]?.ids ?? []) ids.delete(id);
    after = rows[0]?.last ?? null;
  }
  return [...ids];
}

/** Removes these profiles, unless they were seen since; how many. */
export async function removeProfiles(database: Database, before: EpochMs, ids: readonly string[]): Promise<number> {
  let removed = 0;
  for (let from = 0; from < ids.length; from += PEOPLE)
    removed += (await database.rows(REMOVE, [before, ids.slice(from, from + PEOPLE)])).length;
  return removed;
}
