/** Stores deliveries and asks for looks at their tickets, many in one commit. */
import type { IncomingEvent, Inbox } from '#flow/ports/store.ts';
import { dueWords } from './asking.ts';
import { batched } from './batcher.ts';
import { DatabaseUnavailable } from './database.ts';
import type { Database } from './database.ts';

/**
 * A burst of events on one ticket is one look: it waits this long after the first, and this long after a reading of the
 * ticket. Both are far below what a person notices.
 */
export const HOLD_MS = 40;
export const REREAD_MS = 700;

/** So many deliveries in one commit are a crowd, for so long after it. */
const CROWD = 8;
const CROWDED_MS = 100;

const BATCH = 500;
const WAITING = 20_000;

// text[] and unnest: 24 µs a row on PGlite, where bytea[] costs 84. Ordered, so that two replicas never wait in a circle.
const ACCEPT = `
with incoming as (
  select distinct on (delivery_id) delivery_id, ticket_id, body, hint, problem
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as i(delivery_id, ticket_id, body, hint, problem)
  order by delivery_id
), stored as (
  insert into events (delivery_id, ticket_id, received_at, body, hint, problem)
  select delivery_id, nullif(ticket_id, ''), (select now_ms()), body, nullif(hint, '')::json, nullif(problem, '')
  from incoming
  on conflict (delivery_id) do nothing
  returning delivery_id, ticket_id, problem
), asked as (
  insert into tickets as t (ticket_id, look_at, asked, asked_at, must_read)
  select ticket_id, (select now_ms()) + ${String(HOLD_MS)}, count(*), (select now_ms()), true
  from stored where ticket_id is not null group by ticket_id order by ticket_id
  on conflict (ticket_id) do update set
    asked = t.asked + excluded.asked,
    asked_at = coalesce(t.asked_at, excluded.asked_at),
    must_read = t.must_read or exists (select 1 from stored s where s.ticket_id = t.ticket_id and s.problem is not null),
    look_at = least(t.look_at, greatest(excluded.look_at, t.read_at + ${String(REREAD_MS)}))
  -- One that waits for its look already, and that nobody holds, needs no more than this event's row.
  where t.claimed_by is not null or t.asked_at is null
    or t.look_at is null or t.look_at > greatest(excluded.look_at, t.read_at + ${String(REREAD_MS)})
    or (not t.must_read and exists (select 1 from stored s where s.ticket_id = t.ticket_id and s.problem is not null))
), audited as (
  insert into audit (at, actor, role, action, subject, detail, outcome)
  select (select now_ms()), 'zendesk', 'system', 'quarantine', coalesce('ticket ' || ticket_id, 'webhook'), problem, 'kept aside'
  from stored where problem is not null
)`;
// Answers what is not new, which is seldom anything. Others are told in the same commit: a statement of its own would wait
// for the disk once more.
const REPEATED = 'select delivery_id from incoming where delivery_id not in (select delivery_id from stored)';
const STATEMENT = {
  embedded: `${ACCEPT} ${REPEATED}`,
  server: `${ACCEPT}, told as (select pg_notify('tierline_due', $6) where exists (select 1 from stored))
${REPEATED} union all select null from told`,
} as const;

export function createInbox(database: Database, elapsed: () => number = () => performance.now()): Inbox {
  let crowdedUntil = 0;
  async function store(events: readonly IncomingEvent[]): Promise<readonly ('stored' | 'repeated')[]> {
    if (events.length >= CROWD) crowdedUntil = elapsed() + CROWDED_MS;
    const words = dueWords([...new Set(events.flatMap(({ ticketId }) => ticketId ?? []))]);
    const rows = await database.rows<{ delivery_id: string | null }>(STATEMENT[database.kind], [
      events.map(({ deliveryId }) => deliveryId),
      events.map(({ ticketId }) => ticketId ?? ''),
      events.map(({ body }) => body.replaceAll('\u0000', '\uFFFD')), // text holds no NUL
      events.map(({ hint }) => (hint === null ? '' : JSON.stringify(hint))),
      events.map(({ problem }) => problem ?? ''),
      ...(database.kind === 'server' ? [words] : []),
    ]);
    const known = new Set(rows.map((row) => row.delivery_id));
    const outcomes = events.map(({ deliveryId }) => {
      if (known.has(deliveryId)) return 'repeated';
      known.add(deliveryId);
      return 'stored';
    });
    if (outcomes.includes('stored')) database.tell('tierline_due', words);
    return outcomes;
  }
  return {
    isCrowded: () => elapsed() < crowdedUntil,
    accept: batched(store, {
      batch: BATCH,
      waiting: WAITING,
      full: () => new DatabaseUnavailable('too many events wait to be stored'),
    }),
  };
}
