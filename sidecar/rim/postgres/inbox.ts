/** Stores deliveries and asks for looks at their tickets, many in one commit. */
import type { IncomingEvent, Inbox } from '#flow/ports/store.ts';
import { dueWords } from './asking.ts';
import { batched } from './batcher.ts';
import { DatabaseUnavailable } from './database.ts';
import { textArray } from './text-array.ts';
import type { Database } from './database.ts';

/**
 * A burst of events on one ticket is one look: it waits this long after the first, and this long after a reading of the
 * ticket. Both are far below what a person notices.
 */
export const HOLD_MS = 40;
export const REREAD_MS = 700;
/** Where a second event comes before that look, it waits until none has come for so long, and for so long at most. */
const GATHER_MS = 150;
const GATHER_MOST_MS = 2_000;

/** So many deliveries in one commit are a crowd, for so long after it. */
const CROWD = 8;
const CROWDED_MS = 100;

const BATCH = 500;
const WAITING = 20_000;
/** Characters of all bodies that wait: a database that stands still must not take all memory. */
const WAITING_CHARACTERS = 64 * 1024 * 1024;

/** To other processes, so often at most while a crowd comes, in ms: they are as busy, and look by themselves every second. */
const TELL_EVERY_MS = 50;

// It waits for the look that an event has asked for, which is put off by halves of the time: most events of a burst change
// nothing on the row.
const WAITS = `(t.claimed_by is null and t.asked_at is not null and t.look_at <= t.asked_at + ${String(GATHER_MOST_MS)}
  and t.look_at between excluded.look_at - ${String(HOLD_MS)} and excluded.look_at + ${String(GATHER_MS - HOLD_MS)})`;
const PUT_OFF = `least(t.asked_at + ${String(GATHER_MOST_MS)}, excluded.look_at + ${String(GATHER_MS - HOLD_MS)})`;
const AT_ONCE = `greatest(excluded.look_at, t.read_at + ${String(REREAD_MS)})`;

// A row that waits for its look already, and that nobody holds, needs no more than the event's own.
const needs = (changesMore: string): string => `(t.claimed_by is not null or t.asked_at is null or t.look_at is null
    or (case when ${WAITS} then t.look_at + ${String(GATHER_MS / 2)} < ${PUT_OFF} else t.look_at > ${AT_ONCE} end)
    or (not t.must_read and ${changesMore}))`;

// The upsert locks each row that it leaves as it is: a look that begins meanwhile waits for our commit, and so finds the
// event. Where this process is alone statements run one by one, and the lock, a tenth of the whole, is left out.
const asks = (changesMore: string, isAlone: boolean): string => `
named as (
  select ticket_id, (select now_ms()) + ${String(HOLD_MS)} as look_at, count(*) as asked
  from stored where ticket_id is not null group by ticket_id
), asked as (
  insert into tickets as t (ticket_id, look_at, asked, asked_at, must_read)
  select excluded.ticket_id, excluded.look_at, excluded.asked, (select now_ms()), true from named as excluded
  ${isAlone ? `left join tickets t using (ticket_id) where t.ticket_id is null or ${needs(changesMore)}` : ''}
  order by ticket_id
  on conflict (ticket_id) do update set
    asked = t.asked + excluded.asked,
    asked_at = coalesce(t.asked_at, excluded.asked_at),
    must_read = t.must_read or ${changesMore},
    readings_asked = t.readings_asked + (${changesMore})::integer,
    look_at = case when ${WAITS} then ${PUT_OFF} else least(t.look_at, ${AT_ONCE}) end
  where ${needs(changesMore)}
)`;

// text[] and unnest: 24 µs a row on PGlite, where bytea[] costs 84. In order, so that two replicas never wait in a circle.
const readable = (isAlone: boolean): string => `
with stored as (
  insert into events (delivery_id, ticket_id, received_at, body, hint)
  select i.delivery_id, i.ticket_id, (select now_ms()), i.body, i.hint::json
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as i(delivery_id, ticket_id, body, hint)
  on conflict (delivery_id) do nothing
  returning delivery_id, ticket_id
), ${asks('false', isAlone)}`;

const any = (isAlone: boolean): string => `
with stored as (
  insert into events (delivery_id, ticket_id, received_at, body, hint, problem)
  select i.delivery_id, nullif(i.ticket_id, ''), (select now_ms()), i.body, nullif(i.hint, '')::json, nullif(i.problem, '')
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as i(delivery_id, ticket_id, body, hint, problem)
  on conflict (delivery_id) do nothing
  returning delivery_id, ticket_id, problem
), ${asks('exists (select 1 from stored s where s.ticket_id = t.ticket_id and s.problem is not null)', isAlone)}, audited as (
  insert into audit (at, actor, role, action, subject, detail, outcome)
  select (select now_ms()), 'zendesk', 'system', 'quarantine', coalesce('ticket ' || ticket_id, 'webhook'), problem, 'kept aside'
  from stored where problem is not null
)`;

// Which were stored is said only where not all were, which is seldom. Others are told in the same commit: a statement of
// its own would wait for the disk once more.
const ANSWER = `select case when count(*) < cardinality($1::text[]) then coalesce(array_agg(delivery_id), '{}') end as stored`;
const told = (payload: string): string => `,
told as (select pg_notify('tierline_due', ${payload}) where exists (select 1 from stored))
${ANSWER}, (select count(*) from told) as told from stored`;

function statementsFor(isAlone: boolean) {
  const [ofReadable, ofAny] = [readable(isAlone), any(isAlone)];
  return {
    readable: { quiet: `${ofReadable} ${ANSWER} from stored`, telling: `${ofReadable}${told('$5')}` },
    any: { quiet: `${ofAny} ${ANSWER} from stored`, telling: `${ofAny}${told('$6')}` },
  };
}

export function createInbox(database: Database, elapsed: () => number = () => performance.now()): Inbox {
  const statements = statementsFor(database.kind === 'embedded');
  let crowdedUntil = -Infinity;
  let toldAt = -Infinity;

  /** Stores deliveries of which no two are equal; those that are new, null: all. */
  async function insert(events: readonly IncomingEvent[], words: string): Promise<readonly string[] | null> {
    const isTold = database.kind === 'server' && (elapsed() >= crowdedUntil || elapsed() - toldAt >= TELL_EVERY_MS);
    if (isTold) toldAt = elapsed();
    const isReadable = events.every(
      ({ hint, ticketId, problem }) => hint !== null && ticketId !== null && problem === null,
    );
    const statement = statements[isReadable ? 'readable' : 'any'][isTold ? 'telling' : 'quiet'];
    const [row] = await database.rows<{ stored: readonly string[] | null }>(statement, [
      textArray(events.map(({ deliveryId }) => deliveryId)),
      textArray(events.map(({ ticketId }) => ticketId ?? '')),
      textArray(events.map(({ body }) => body.replaceAll('\u0000', '\uFFFD'))), // text holds no NUL
      textArray(events.map(({ hint }) => (hint === null ? '' : JSON.stringify(hint)))),
      ...(isReadable ? [] : [textArray(events.map(({ problem }) => problem ?? ''))]),
      ...(isTold ? [words] : []),
    ]);
    return row?.stored ?? null;
  }
  async function store(events: readonly IncomingEvent[]): Promise<readonly ('stored' | 'repeated')[]> {
    if (events.length >= CROWD) crowdedUntil = elapsed() + CROWDED_MS;
    const words = dueWords([...new Set(events.flatMap(({ ticketId }) => ticketId ?? []))]);
    const once = new Map(events.map((event) => [event.deliveryId, event]));
    const inOrder = [...once.values()].toSorted((one, other) => (one.deliveryId < other.deliveryId ? -1 : 1));
    const isNew = new Set((await insert(inOrder, words)) ?? once.keys());
    if (isNew.size > 0) database.tell('tierline_due', words);
    return events.map(({ deliveryId }) => (isNew.delete(deliveryId) ? 'stored' : 'repeated'));
  }
  return {
    isCrowded: () => elapsed() < crowdedUntil,
    accept: batched(store, {
      batch: BATCH,
      waiting: WAITING,
      weightOf: ({ body }) => body.length,
      heaviest: WAITING_CHARACTERS,
      full: () => new DatabaseUnavailable('too many events wait to be stored'),
    }),
  };
}
