/** Requests to Zendesk, counted by all replicas together, so that a fifth of every limit stays free for people. */
import type { Budget, BudgetKind, Grant } from '#flow/ports/others.ts';
import { batched } from './batcher.ts';
import { DatabaseUnavailable } from './database.ts';
import type { Database } from './database.ts';

interface Bucket {
  readonly name: string;
  /** What an operator reads where it has run out. */
  readonly words: string;
  /** All of it comes back when this is over; with `drip`, one each time. */
  readonly windowMs: number;
  readonly drip?: true;
  /** Zendesk's smallest documented limit, until its headers tell another. */
  readonly limit: number;
  /** Whether its last tenth waits for what is urgent. */
  readonly reserve?: true;
}
const MINUTE = 60_000;
const ACCOUNT: Bucket = {
  name: 'account',
  words: 'requests of the account',
  windowMs: MINUTE,
  limit: 200,
  reserve: true,
};
const UPDATES: Bucket = { name: 'update', words: 'updates of tickets', windowMs: MINUTE, limit: 100, reserve: true };
/** Jobs that are queued or run, at most 30 in the account; counted as if each lasted a minute. */
const JOBS: Bucket = { name: 'job', words: 'jobs at one time', windowMs: MINUTE, limit: 30 };
const EXPORTS: Bucket = { name: 'export', words: 'pages of the export', windowMs: MINUTE, limit: 10 };
const OURS = 0.8;
/** What must not wait finds room although everything else has used up its part. */
const ORDINARY = 0.9;
/** No pause is longer; what ends much later was written before the clock was set back. */
const LONGEST_BLOCK_MS = 60 * MINUTE;
const BLOCKED_MOST_MS = LONGEST_BLOCK_MS + MINUTE;
/** The row that stops everything for a while, and the one that stops whoever has a credential that Zendesk refuses. */
const ALL = 'all';
const credentialRow = (credential: string): string => `credential:${credential}`;
/**
 * Zendesk allows 30 updates of a ticket in 10 minutes and user. Our fifth less is 24, of which 16 may come at once and the
 * others one by one: a ticket that changes without end shows its last state after a minute, not after ten.
 */
const perTicket = (ticketId: string): Bucket => ({
  name: `ticket:${ticketId}`,
  words: 'updates of one ticket',
  windowMs: 75_000,
  drip: true,
  limit: 20,
  reserve: true,
});

const BUCKET_OF: Readonly<Record<BudgetKind, Bucket>> = {
  read: ACCOUNT,
  update: UPDATES,
  job: JOBS,
  export: EXPORTS,
};

// Counters need not outlive a crash of the server by its last moment: nobody waits for the disk.
const LOCK = `select pg_advisory_xact_lock(7164092), set_config('synchronous_commit', 'off', true)`;
const READ = `select w.bucket, b.window_start, b.used, b.allowed, b.blocked_until, (select now_ms()) as now
from unnest($1::text[]) as w(bucket) left join budget b on b.bucket = w.bucket`;
const WRITE = `insert into budget as b (bucket, window_start, used)
select * from unnest($1::text[], $2::bigint[], $3::int[]) as w(bucket, window_start, used) order by 1
on conflict (bucket) do update set window_start = excluded.window_start, used = excluded.used`;

const LEARN = `insert into budget as b (bucket, window_start, used, allowed) values ($1, now_ms(), greatest($2::integer - $3::integer, 0), $2::integer)
on conflict (bucket) do update set allowed = $2::integer`;

const BLOCK = `insert into budget as b (bucket, window_start, used, blocked_until) values ($1, 0, 0, now_ms() + $2::bigint)
on conflict (bucket) do update set blocked_until = greatest(
  case when b.blocked_until <= now_ms() + ${String(BLOCKED_MOST_MS)} then b.blocked_until end, excluded.blocked_until)`;

const TIDY = `delete from budget where (bucket like 'ticket:%' or bucket like 'credential:%') and window_start < now_ms() - 3600000
  and blocked_until < now_ms()`;

interface BudgetRow {
  readonly bucket: string;
  readonly window_start: number | null;
  readonly used: number | null;
  readonly allowed: number | null;
  readonly blocked_until: number | null;
  readonly now: number;
}
/** One request: what it takes from, and whether it must not wait. */
interface Wish {
  readonly buckets: readonly Bucket[];
  readonly urgent: boolean;
}
/** What is left of one bucket while a batch of requests is served. */
interface Level {
  start: number;
  used: number;
  readonly share: number;
  readonly blockedUntil: number;
}

/** Serves requests in turn: each takes one from every bucket of its own, or from none. A window that is over begins anew. */
async function takeAll(database: Database, requests: readonly Wish[], credential: string): Promise<readonly Grant[]> {
  const buckets = new Map(requests.flatMap((wish) => wish.buckets).map((bucket) => [bucket.name, bucket]));
  return database.transaction(async (session) => {
    // A statement sees what stood when it began, so those who take wait for each other before theirs begins.
    if (database.kind === 'server') await session.rows(LOCK);
    const rows = await session.rows<BudgetRow>(READ, [[...buckets.keys(), ALL, credential]]);
    const levels = levelsOf(buckets, rows, credential);
    const grants = requests.map((each) => taken(each, levels));
    if (levels.isSetBack || grants.some(({ granted }) => granted)) {
      const named = [...levels.levels];
      await session.rows(WRITE, [
        named.map(([name]) => name),
        named.map(([, { start }]) => start),
        named.map(([, { used }]) => used),
      ]);
    }
    return grants;
  });
}

interface Levels {
  readonly now: number;
  /** A window begins in the future: written down as it is reckoned, so that it ends. */
  readonly isSetBack: boolean;
  readonly levels: ReadonlyMap<string, Level>;
  /** Until when Zendesk refuses the credential; in the past: it does not. */
  readonly refusedUntil: number;
}
function levelsOf(buckets: ReadonlyMap<string, Bucket>, rows: readonly BudgetRow[], credential: string): Levels {
  const now = rows[0]?.now ?? 0;
  const blockedUntil = (row: BudgetRow | undefined): number => {
    const until = row?.blocked_until ?? 0;
    return until > now + BLOCKED_MOST_MS ? 0 : until;
  };
  const blocked = blockedUntil(rows.find(({ bucket }) => bucket === ALL));
  const levels = new Map<string, Level>();
  for (const row of rows) {
    const bucket = buckets.get(row.bucket);
    if (bucket === undefined) continue;
    levels.set(bucket.name, {
      ...levelOf(bucket, row, now),
      share: Math.max(1, Math.floor((row.allowed ?? bucket.limit) * OURS)),
      blockedUntil: Math.max(blockedUntil(row), blocked),
    });
  }
  const refusedUntil = blockedUntil(rows.find(({ bucket }) => bucket === credential));
  return { now, isSetBack: rows.some((row) => (row.window_start ?? 0) > now), levels, refusedUntil };
}

function levelOf({ windowMs, drip }: Bucket, row: BudgetRow, now: number): Pick<Level, 'start' | 'used'> {
  // The clock may have been set back since: what was used then counts for one window more, no longer.
  const start = Math.min(row.window_start ?? 0, now);
  const windows = Math.max(0, Math.floor((now - start) / windowMs));
  const used = Math.max(0, (row.used ?? 0) - (drip === true ? windows : windows > 0 ? Infinity : 0));
  return used === 0 ? { start: windows > 0 ? now : start, used } : { start: start + windows * windowMs, used };
}

function taken({ buckets, urgent }: Wish, { now, levels, refusedUntil }: Levels): Grant {
  if (refusedUntil > now) return { granted: false, retryAt: refusedUntil, of: 'the OAuth client', refused: true };
  let retryAt = 0;
  let of = '';
  const mine: Level[] = [];
  for (const { name, words, windowMs, reserve } of buckets) {
    const level = levels.get(name);
    if (level === undefined) throw new Error(`the budget has no bucket ${name}`);
    mine.push(level);
    const isFull = level.used >= (reserve === true && !urgent ? Math.ceil(level.share * ORDINARY) : level.share);
    const until = level.blockedUntil > now ? level.blockedUntil : isFull ? level.start + windowMs : 0;
    if (until > retryAt) [retryAt, of] = [until, words];
  }
  if (retryAt > 0) return { granted: false, retryAt, of };
  for (const level of mine) level.used += 1;
  return { granted: true };
}

/** `credential`: a word that those who use the same one share, and nobody else. */
export function createBudget(database: Database, credential = ''): Budget & { tidy(): Promise<void> } {
  const own = credentialRow(credential);
  /** What was last learned, so that an unchanged limit costs no statement. */
  const learned = new Map<string, number>();
  // One transaction of this process is under way: waiting for each other they would hold every connection of the pool.
  const take = batched<Wish, Grant>((requests) => takeAll(database, requests, own), {
    batch: 100,
    waiting: 10_000,
    full: () => new DatabaseUnavailable('too many requests to Zendesk wait for their turn'),
  });
  function rowOf(kind: BudgetKind | 'all' | 'credential', ticketId: string | undefined): string {
    if (ticketId !== undefined) return perTicket(ticketId).name;
    if (kind === 'all') return ALL;
    return kind === 'credential' ? own : BUCKET_OF[kind].name;
  }
  return {
    take(kind, ticketId, urgent = false) {
      const buckets = [BUCKET_OF[kind], ...(kind === 'read' ? [] : [ACCOUNT])];
      if (kind === 'update' && ticketId !== undefined) buckets.push(perTicket(ticketId));
      return take({ buckets, urgent });
    },
    async learn(kind, limit, remaining) {
      const { name } = BUCKET_OF[kind];
      if (!Number.isInteger(limit) || limit <= 0 || learned.get(name) === limit) return;
      await database.rows(LEARN, [name, limit, remaining]);
      learned.set(name, limit);
    },
    async block(kind, seconds, ticketId) {
      await database.rows(BLOCK, [rowOf(kind, ticketId), Math.min(LONGEST_BLOCK_MS, Math.ceil(seconds * 1_000))]);
    },
    async tidy() {
      await database.rows(TIDY);
    },
  };
}
