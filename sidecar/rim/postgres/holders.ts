/** Who holds tickets, and whether they still live: a claim names a lock that its process holds on its listening connection. */
import type { Database } from './database.ts';

const MARK = 'live:';

// Claims under a plain name, of a process without the lock, stand until their lease ends.
const GONE = `
with alive as materialized (
  select (classid::bigint << 32) | objid::bigint as key from pg_locks
  where locktype = 'advisory' and objsubid = 1 and granted
    and database = (select oid from pg_database where datname = current_database())
)
select distinct claimed_by as holder from tickets
where claimed_by like '${MARK}%' and hashtextextended(claimed_by, 0) not in (select key from alive)`;

// By number, as all that lock several tickets do: in any other order two statements could wait in a circle.
const FREE = `
with held as (select ticket_id from tickets where claimed_by = any($1::text[]) order by ticket_id for update)
update tickets t set claimed_by = null, claimed_until = null from held where t.ticket_id = held.ticket_id returning 1 as freed`;

// Nobody else can hold anything where this process is alone with its data.
const FREE_ALL = `update tickets set claimed_by = null, claimed_until = null where claimed_by is not null returning 1 as freed`;

export interface Holders {
  /** Under which name `worker` claims now. */
  nameOf(worker: string): string;
  /** Every name under which it may have claimed. */
  namesOf(worker: string): readonly string[];
  /**
   * Frees the tickets of processes that were gone at this call and at the last: one that only lost its connection has
   * taken its lock again by then. Call it every second or two. Answers how many tickets.
   */
  freeGone(): Promise<number>;
}

export function createHolders(database: Database): Holders {
  let suspects = new Set<string>();
  let isFirst = true;
  /** This process lives, whatever its listening connection says. */
  const own = new Set<string>();
  return {
    nameOf(worker) {
      own.add(MARK + worker);
      return database.holds(MARK + worker) ? MARK + worker : worker;
    },
    namesOf: (worker) => [worker, MARK + worker],
    async freeGone() {
      const isFirstCall = isFirst;
      isFirst = false;
      if (database.kind === 'embedded') return isFirstCall ? (await database.rows(FREE_ALL)).length : 0;
      const found = await database.rows<{ holder: string }>(GONE);
      const gone = found.map(({ holder }) => holder).filter((holder) => !own.has(holder));
      const twice = gone.filter((holder) => suspects.has(holder));
      suspects = new Set(gone);
      return twice.length === 0 ? 0 : (await database.rows(FREE, [twice])).length;
    },
  };
}
