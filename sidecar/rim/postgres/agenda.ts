/** Which tickets are due, who holds them, and what came of it. */
import type { Agenda, Claim } from '#flow/ports/store.ts';
import { createAside, NEXT_TRY } from './aside.ts';
import { batched } from './batcher.ts';
import { DatabaseUnavailable } from './database.ts';
import type { Database } from './database.ts';
import { askOrganization, askPolicy, askPublished, dueWords } from './asking.ts';
import { claimRows } from './claims.ts';
import { createHolders } from './holders.ts';
import { commitLooks, commitSettles } from './commits.ts';

/** A due ticket that nobody holds; the oldest first. `(select now_ms())` is evaluated once, so the index on due_at serves. */
const CLAIM = `
with due as (
  select ticket_id from tickets
  where due_at <= (select now_ms()) - $4::bigint and (claimed_until is null or claimed_until < (select now_ms()))
  order by due_at limit $2 for update skip locked
)
update tickets t set claimed_by = $1, claimed_until = now_ms() + $3::bigint, claim_number = t.claim_number + 1, ${NEXT_TRY}
from due where t.ticket_id = due.ticket_id`;

const CLAIM_ONE = `
insert into tickets as t (ticket_id, look_at, asked, asked_at, claimed_by, claimed_until, claim_number, tries)
values ($2, now_ms(), 1, now_ms(), $1, now_ms() + $3::bigint, 1, 1)
on conflict (ticket_id) do update set claimed_by = $1, claimed_until = now_ms() + $3::bigint, claim_number = t.claim_number + 1, ${NEXT_TRY}
where t.claimed_until is null or t.claimed_until < now_ms()`;

// By number, as all that lock several tickets do: in any other order two statements could wait in a circle.
const RENEW = `
with held as (
  select ticket_id from tickets
  where claimed_by = any($1::text[]) and ticket_id = any($3::text[]) and claimed_until >= now_ms() order by ticket_id for update
)
update tickets t set claimed_until = now_ms() + $2::bigint from held where t.ticket_id = held.ticket_id`;

const RELEASE = `
with held as (select ticket_id from tickets where claimed_by = any($1::text[]) order by ticket_id for update)
update tickets t set claimed_by = null, claimed_until = null, tries = greatest(tries - 1, 0)
from held where t.ticket_id = held.ticket_id`;

const POSTPONE = `
update tickets set claimed_by = null, claimed_until = null, last_error = $4, tries = 0, failures = failures + 1,
  look_at = case when look_at <= $3 then $3 else look_at end,
  settle_at = case when settle_at <= $3 then $3 else settle_at end
where ticket_id = $1 and claim_number = $2`;

const ASK = `
insert into tickets as t (ticket_id, look_at, asked, asked_at, must_read, readings_asked)
select distinct i.ticket_id, now_ms(), 1, now_ms(), true, $2::boolean::integer from unnest($1::text[]) as i(ticket_id) order by 1
on conflict (ticket_id) do update set
  asked = t.asked + 1, asked_at = coalesce(t.asked_at, excluded.asked_at),
  look_at = least(t.look_at, excluded.look_at), must_read = t.must_read or $2, readings_asked = t.readings_asked + excluded.readings_asked`;

// Those that are held now are not due for anybody until their lease ends.
const NEXT_DUE = `
select min(greatest(due_at, coalesce(claimed_until, 0), (select now_ms()))) - (select now_ms()) as wait from (
  select due_at, claimed_until from tickets where due_at is not null order by due_at limit 200
) as soonest`;

// A ticket whose look failed waits too while it rests: without it, a Zendesk that is away would look like nothing to do.
const BACKLOG = `
select due, late, (select count(*) from tickets where write_state = 'failed') as failed,
       (select count(*) from events where problem is not null) as set_aside
from (select count(*) as due, coalesce((select now_ms()) - min(since) filter (where since <= (select now_ms())), 0) as late
      from (select look_at as since from tickets where due_at <= (select now_ms())
            union all
            select asked_at from tickets where failures > 0 and write_state <> 'failed' and due_at > (select now_ms())) as each) as waiting`;

export function createAgenda(database: Database): Agenda {
  const holders = createHolders(database);
  const wake = (): void => database.notify('tierline_due', '');
  const claim = (statement: string, values: readonly (string | number)[]): Promise<readonly Claim[]> =>
    claimRows(database, statement, values);

  return {
    ...createAside(database),
    claim: (worker, limit, leaseMs, lateMs = 0) => claim(CLAIM, [holders.nameOf(worker), limit, leaseMs, lateMs]),
    async claimOne(worker, ticketId, leaseMs) {
      return (await claim(CLAIM_ONE, [holders.nameOf(worker), ticketId, leaseMs]))[0] ?? null;
    },
    async renew(worker, ticketIds, leaseMs) {
      await database.rows(RENEW, [holders.namesOf(worker), leaseMs, ticketIds]);
    },
    async release(worker) {
      await database.rows(RELEASE, [holders.namesOf(worker)]);
      wake();
    },
    async freeGone() {
      const freed = await holders.freeGone();
      if (freed > 0) wake();
      return freed;
    },
    commitLooks: together((results) => commitLooks(database, results)),
    commitSettles: together((results) => commitSettles(database, results)),
    async postpone(held, retryAt, error) {
      await database.rows(POSTPONE, [held.ticketId, held.claimNumber, retryAt, error]);
    },
    async nextDueIn() {
      const [row] = await database.rows<{ wait: number | null }>(NEXT_DUE);
      // The two readings of the clock may be a millisecond apart.
      return row?.wait == null ? null : Math.max(0, row.wait);
    },
    async ask(ticketIds, options) {
      if (ticketIds.length === 0) return;
      await database.rows(ASK, [ticketIds, options?.mustRead ?? false]);
      database.notify('tierline_due', dueWords(ticketIds));
    },
    askOrganization: (id) => askOrganization(database, id).finally(wake),
    askPublished: (unjudged) => askPublished(database, unjudged).finally(wake),
    askPolicy: (id) => askPolicy(database, id).finally(wake),
    onWake: (listener) =>
      database.listen('tierline_due', (payload) => listener(payload === '' ? [] : payload.split(' '))),
    onChange: (listener) => database.listen('tierline_changed', (payload) => payload.split(' ').forEach(listener)),
    async backlog() {
      const [row] = await database.rows<{ due: number; late: number; failed: number; set_aside: number }>(BACKLOG);
      return { due: row?.due ?? 0, lateMs: row?.late ?? 0, failed: row?.failed ?? 0, setAside: row?.set_aside ?? 0 };
    },
  };
}

/** Those that come while one commit is under way go into the next one together. */
function together<Result>(
  commit: (results: readonly Result[]) => Promise<ReadonlySet<string>>,
): (results: readonly Result[]) => Promise<ReadonlySet<string>> {
  const one = batched<readonly Result[], ReadonlySet<string>>(
    async (lists) => {
      const committed = await commit(lists.flat());
      return lists.map(() => committed);
    },
    { batch: 100, waiting: 10_000, full: () => new DatabaseUnavailable('too much waits to be written down') },
  );
  return (results) => (results.length === 0 ? Promise.resolve(new Set<string>()) : one(results));
}
