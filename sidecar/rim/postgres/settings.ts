/** Small values that the sidecar remembers, and who may do what only one may do. */
import { randomUUID } from 'node:crypto';
import type { Exclusively, Settings } from '#flow/ports/store.ts';
import type { Database } from './database.ts';

const SET = `insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value`;
const SET_ONCE = `with made as (
  insert into settings (name, value) values ($1, $2) on conflict (name) do nothing returning value
) select value from made union all select value from settings where name = $1 limit 1`;

export function createSettings(database: Database): Settings {
  return {
    async get(name) {
      const [row] = await database.rows<{ value: string }>('select value from settings where name = $1', [name]);
      return row?.value ?? null;
    },
    async set(name, value) {
      await database.rows(SET, [name, value]);
    },
    async setOnce(name, value) {
      const [row] = await database.rows<{ value: string }>(SET_ONCE, [name, value]);
      return row?.value ?? value;
    },
  };
}

/** A lease that ends so much later than its length allows was taken before the clock was set back. */
const SET_BACK_MS = 60_000;

const TAKE = `insert into leases as l (name, holder, until) values ($1, $2, now_ms() + $3::bigint)
on conflict (name) do update set holder = $2, until = now_ms() + $3::bigint
where l.holder = $2 or l.until < now_ms() or l.until > now_ms() + $3::bigint + ${String(SET_BACK_MS)} returning name`;
const GIVE = `delete from leases where name = $1 and holder = $2`;

/** A lease of this process: renewed while the work runs, free soon after its holder's death. */
export function createExclusively(database: Database): Exclusively {
  const holder = randomUUID();
  return async (name, leaseMs, work) => {
    const take = async (): Promise<boolean> => (await database.rows(TAKE, [name, holder, leaseMs])).length > 0;
    if (!(await take())) return null;
    // A renewal that fails is tried again at the next beat; the lease outlasts two of them.
    const beat = setInterval(() => void take().catch(() => false), leaseMs / 3);
    try {
      return { value: await work() };
    } finally {
      clearInterval(beat);
      await database.rows(GIVE, [name, holder]);
    }
  };
}
