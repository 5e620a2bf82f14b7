/** Requests to Zendesk, counted by all replicas together, so that a fifth of every limit stays free for people. */
import type { Budget, BudgetKind } from '#flow/ports/others.ts';
import type { Database } from './database.ts';

interface Bucket {
  readonly name: string;
  readonly windowMs: number;
  /** Zendesk's smallest documented limit, until its headers tell another. */
  readonly limit: number;
}
const MINUTE = 60_000;
const ACCOUNT: Bucket = { name: 'account', windowMs: MINUTE, limit: 200 };
const UPDATES: Bucket = { name: 'update', windowMs: MINUTE, limit: 100 };
/** Jobs that are queued or run, at most 30 in the account; counted as if each lasted a minute. */
const JOBS: Bucket = { name: 'job', windowMs: MINUTE, limit: 30 };
const EXPORTS: Bucket = { name: 'export', windowMs: MINUTE, limit: 10 };
const OURS = 0.8;
/** Zendesk allows 30 updates of a ticket in 10 minutes and user. */
const perTicket = (ticketId: string): Bucket => ({ name: `ticket:${ticketId}`, windowMs: 10 * MINUTE, limit: 30 });

const BUCKET_OF: Readonly<Record<BudgetKind, Bucket>> = {
  read: ACCOUNT,
  update: UPDATES,
  job: JOBS,
  export: EXPORTS,
};

const LOCK = 'select pg_advisory_xact_lock(7164092)';

// Takes one from every bucket or from none. A window that is over begins anew.
const TAKE = `
with wanted as (
  select * from unnest($1::text[], $2::bigint[], $3::int[]) as w(bucket, window_ms, max_uses)
), fresh as (
  select w.bucket, w.window_ms,
    case when b.bucket is null or b.window_start + w.window_ms <= now_ms() then 0 else b.used end as used,
    case when b.bucket is null or b.window_start + w.window_ms <= now_ms() then now_ms() else b.window_start end as window_start,
    greatest(1, floor(coalesce(b.allowed, w.max_uses) * ${String(OURS)}))::int as share,
    greatest(coalesce(b.blocked_until, 0), coalesce((select blocked_until from budget where bucket = 'all'), 0)) as blocked_until
  from wanted w left join budget b on b.bucket = w.bucket
), verdict as (
  select coalesce(max(case
    when blocked_until > now_ms() then blocked_until
    when used >= share then window_start + window_ms end), 0) as retry_at
  from fresh
), taken as (
  insert into budget as b (bucket, window_start, used)
  select bucket, window_start, used + 1 from fresh where (select retry_at from verdict) = 0 order by bucket
  on conflict (bucket) do update set
    used = case when b.window_start = excluded.window_start then b.used + 1 else excluded.used end,
    window_start = excluded.window_start
)
select retry_at from verdict`;

const LEARN = `insert into budget as b (bucket, window_start, used, allowed) values ($1, now_ms(), greatest($2::integer - $3::integer, 0), $2::integer)
on conflict (bucket) do update set allowed = $2::integer`;

const BLOCK = `insert into budget as b (bucket, window_start, used, blocked_until) values ($1, 0, 0, now_ms() + $2::bigint)
on conflict (bucket) do update set blocked_until = greatest(b.blocked_until, excluded.blocked_until)`;

const TIDY = `delete from budget where bucket like 'ticket:%' and window_start < now_ms() - 3600000`;

export function createBudget(database: Database): Budget & { tidy(): Promise<void> } {
  /** What was last learned, so that an unchanged limit costs no statement. */
  const learned = new Map<string, number>();
  return {
    async take(kind, ticketId) {
      const buckets = [BUCKET_OF[kind], ...(kind === 'read' ? [] : [ACCOUNT])];
      if (kind === 'update' && ticketId !== undefined) buckets.push(perTicket(ticketId));
      const values = [
        buckets.map(({ name }) => name),
        buckets.map(({ windowMs }) => windowMs),
        buckets.map(({ limit }) => limit),
      ];
      const [row] = await database.transaction(async (session) => {
        // A statement sees what stood when it began, so those who take wait for each other before theirs begins.
        if (database.kind === 'server') await session.rows(LOCK);
        return session.rows<{ retry_at: number }>(TAKE, values);
      });
      const retryAt = Number(row?.retry_at ?? 0);
      return retryAt === 0 ? { granted: true } : { granted: false, retryAt };
    },
    async learn(kind, limit, remaining) {
      const { name } = BUCKET_OF[kind];
      if (!Number.isInteger(limit) || limit <= 0 || learned.get(name) === limit) return;
      await database.rows(LEARN, [name, limit, remaining]);
      learned.set(name, limit);
    },
    async block(kind, seconds) {
      await database.rows(BLOCK, [kind === 'all' ? 'all' : BUCKET_OF[kind].name, Math.ceil(seconds * 1_000)]);
    },
    async tidy() {
      await database.rows(TIDY);
    },
  };
}
