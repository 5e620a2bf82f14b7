/** Finding one person in the tables, and writing the rows without the person. */
import type { ContractTerms } from '#core/facts/contract.ts';
import type { Mention, Person } from '#core/facts/known-as.ts';
import type { Erased, Erasure } from '#flow/ports/erasure.ts';
import type { Database, Session } from './database.ts';
import { rowsNaming, type Place } from './traces.ts';

const PROFILE = `select user_id as "userId", profile->>'name' as name, profile->>'email' as email from users
where user_id = $1 and coalesce(profile->>'name', profile->>'email') is not null`;
// Whoever answered as an agent has answered: without the role of then, promises that were kept would be broken in hindsight.
const FORGET_AGENT = `update users set profile = (json_build_object(
    'id', user_id, 'name', null, 'email', null, 'role', profile->>'role', 'light', profile->'light', 'suspended', true,
    'organizationId', null)::jsonb
  || case when profile::jsonb ? 'earlier' then jsonb_build_object('earlier', profile->'earlier') else '{}' end)::json
where user_id = $1 and (profile->>'role' <> 'end-user' or profile::jsonb ? 'earlier') returning 1`;
const FORGET_USER = 'delete from users where user_id = $1';

const USERS: Place = {
  table: 'users',
  key: 'user_id',
  first: '',
  columns: `user_id as "userId", profile->>'name' as name, profile->>'email' as email`,
  said: `profile::text`,
};
const CONTRACTS: Place = {
  table: 'contracts',
  key: `organization_id || '/' || lpad(revision::text, 10, '0')`,
  first: '',
  columns: `organization_id as "organizationId", revision, terms, actor`,
  said: `terms::text || ' ' || actor`,
};
const AUDIT: Place = {
  table: 'audit',
  key: 'id',
  first: 0,
  columns: 'id, actor, subject, detail',
  said: `actor || ' ' || subject || ' ' || coalesce(detail, '')`,
};
const ACTS: Place = {
  table: 'acts',
  key: 'id',
  first: 0,
  columns: 'id, actor, event::text as event',
  said: `actor || ' ' || event::text`,
};
const TICKETS: Place = {
  table: 'tickets',
  key: 'ticket_id',
  first: '',
  columns: 'ticket_id, said',
  said: 'json_build_array(seen, history, facts, judgement, write_back, last_error)::text',
};
const EVENTS: Place = { table: 'events', key: 'id', first: 0, columns: 'id, body', said: 'body' };

const PUT_CONTRACT = `update contracts set terms = $3::json, actor = $4 where organization_id = $1 and revision = $2`;
// A key of a client stands behind the number of who sent it.
const PUT_ACT = `update acts set actor = $2, event = $3::json, idempotency_key =
  case when starts_with(idempotency_key, $4::text || ':') then 'erased:' || id else idempotency_key end where id = $1`;
/** So many tickets are read at once, the others one by one behind them, so that what people do meanwhile need not wait. */
const AT_ONCE = 20;
const APART_MS = 250;
// Emptied and due: the next look reads what Zendesk still has, and words the notes that still wait anew. Causes that fired stay, so nothing is said twice. A ticket
// whose webhook still waits is read as well, for the webhook is emptied too. What is under way on any ticket has read people
// and contracts as they were: it is lost, and done once more. Those whose timers end first are read first, the ended last.
// By number, as all that lock several tickets do: in any other order two statements could wait in a circle.
const READ_AGAIN = `
with named as (
  select unnest($1::text[]) as ticket_id
  union select ticket_id from events where id = any($2::bigint[]) and looked_at is null and problem is null
), held as (
  select ticket_id, ticket_id in (select ticket_id from named) as named, ended, next_due_at from tickets
  where ticket_id in (select ticket_id from named) or claimed_by is not null order by ticket_id for update
), turns as (
  select ticket_id, named, row_number() over (partition by named order by ended, next_due_at, ticket_id) as turn from held
)
update tickets t set
  seen = case when not turns.named then t.seen end,
  history = case when not turns.named then t.history end,
  facts = case when not turns.named then t.facts end,
  judgement = case when not turns.named then t.judgement end,
  last_error = case when not turns.named then t.last_error end,
  write_back = case when not turns.named then t.write_back else (t.write_back::jsonb || '{"notes": [], "lastError": null}')::json end,
  ended = t.ended and not turns.named,
  must_read = true,
  tries = case when t.claimed_by is null then t.tries else greatest(t.tries - 1, 0) end,
  claim_number = t.claim_number + 1, claimed_by = null, claimed_until = null,
  asked = t.asked + 1, asked_at = coalesce(t.asked_at, now_ms()),
  look_at = (select now_ms()) + case when turns.named then greatest(0, turns.turn - ${String(AT_ONCE)}) * ${String(APART_MS)} else 0 end,
  revision = t.revision + 1
from turns where t.ticket_id = turns.ticket_id`;
// A webhook that Zendesk repeats is known by its number, and goes after a day as all that were looked at do.
const EMPTY_EVENTS = `update events set body = '', hint = null, problem = null, looked_at = coalesce(looked_at, now_ms())
where id = any($1::bigint[])`;
const ENTRY = `insert into audit (at, actor, role, action, subject, detail, outcome)
values (now_ms(), $1, 'operator', 'erasePerson', $2, $3, 'done')`;

/** `database`: as the owner of the tables; the sidecar's own user may not change the audit log. */
export function createErasure(database: Database): Erasure {
  const search = <Row extends object>(
    place: Place,
    person: Person,
  ): Promise<readonly (Row & { by_number: boolean })[]> => rowsNaming<Row>(database, place, person);
  return {
    async profile(userId) {
      return (await database.rows<Mention>(PROFILE, [userId]))[0] ?? null;
    },
    others: async (person) => (await search<Mention>(USERS, person)).filter(({ userId }) => userId !== person.userId),
    records: async (person) => ({
      contracts: await search<{ organizationId: string; revision: number; terms: ContractTerms; actor: string }>(
        CONTRACTS,
        person,
      ),
      audit: await search<{ id: number; actor: string; subject: string; detail: string | null }>(AUDIT, person),
      acts: await search<{ id: number; actor: string; event: string }>(ACTS, person),
      events: await search<{ id: number; body: string }>(EVENTS, person),
    }),
    async tickets(person) {
      const rows = await search<{ ticket_id: string; said: string }>(TICKETS, person);
      return rows.map(({ ticket_id: ticketId, said, by_number: isNumbered }) => ({
        ticketId,
        record: isNumbered ? null : said,
      }));
    },
    async erase(erased) {
      await database.transaction((session) => eraseIn(session, erased));
      // Looks that began before the commit may hold contracts of before.
      await database.rows(READ_AGAIN, [[], []]);
      for (const organizationId of new Set(erased.contracts.map((contract) => contract.organizationId)))
        database.notify('tierline_contract', organizationId);
      database.notify('tierline_due', '');
    },
  };
}

async function eraseIn(
  session: Session,
  { userId, contracts, audit, acts, tickets, events, entry }: Erased,
): Promise<void> {
  await session.rows(READ_AGAIN, [tickets, events]);
  for (const { organizationId, revision, terms, actor } of contracts)
    await session.rows(PUT_CONTRACT, [organizationId, revision, JSON.stringify(terms), actor]);
  for (const { id, actor, event } of acts) await session.rows(PUT_ACT, [id, actor, event, userId]);
  for (const { id, actor, subject, detail } of audit)
    await session.rows('select erase_from_audit($1, $2, $3, $4)', [id, actor, subject, detail]);
  // After the looks: a look's holder keeps profiles while its ticket's row is locked.
  const agents = await session.rows(FORGET_AGENT, [userId]);
  if (agents.length === 0) await session.rows(FORGET_USER, [userId]);
  await session.rows(EMPTY_EVENTS, [events]);
  await session.rows(ENTRY, [entry.actor, entry.subject, entry.detail]);
}
