/** People and organizations of Zendesk, as last read. The same few appear on ticket after ticket, so they are remembered for a minute. */
import { isDeepStrictEqual } from 'node:util';
import type { ZendeskOrganization, ZendeskUser } from '#core/facts/zendesk-ticket.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import type { Directory } from '#flow/ports/store.ts';
import type { Database } from './database.ts';
import { jsonText } from './json-text.ts';

const FRESH_MS = 60_000;

const USERS = `select user_id, profile from users where user_id = any($1::text[])`;
const ORGANIZATION = `select profile, read_at from organizations where organization_id = $1`;
// Until when the role of before counts: an agent's until now, an end user's until it was seen last, and who is remembered is
// not written down at each sight. Whoever answered has answered, whatever the role is today.
const WAS_CUSTOMER = `u.profile->>'role' = 'end-user'`;
const EARLIER = `case
  when (${WAS_CUSTOMER}) <> (excluded.profile->>'role' = 'end-user') then jsonb_build_object('earlier',
    coalesce(u.profile::jsonb->'earlier', '[]') || jsonb_build_object('role', u.profile->>'role', 'until', case when ${WAS_CUSTOMER} then least(u.read_at + ${String(FRESH_MS)}, excluded.read_at) else excluded.read_at end))
  when u.profile::jsonb ? 'earlier' then jsonb_build_object('earlier', u.profile::jsonb->'earlier')
  else '{}' end`;
// Ordered, so that two replicas never wait in a circle. Only by who still holds the ticket, whose row cannot change hands
// meanwhile: whoever is erased while a look is under way does not come back by it.
const KEEP_USERS = `with held as materialized (
  select 1 from tickets where ticket_id = $3 and claim_number = $4 and claimed_by is not null for share
)
insert into users as u (user_id, profile, read_at)
select id, profile::json, now_ms() from unnest($1::text[], $2::text[]) as i(id, profile)
where exists (select 1 from held) order by id
on conflict (user_id) do update set read_at = excluded.read_at, profile = (excluded.profile::jsonb || ${EARLIER})::json
returning profile`;
const KEEP_ORGANIZATION = `insert into organizations as o (organization_id, profile, read_at) values ($1, $2::json, now_ms())
on conflict (organization_id) do update set profile = excluded.profile, read_at = excluded.read_at`;

const REMEMBERED = 20_000;

/** `elapsed`: a clock that never jumps. */
export function createDirectory(database: Database, elapsed: () => number = () => performance.now()): Directory {
  const users = memory<ZendeskUser>(elapsed);
  const organizations = memory<{ readonly organization: ZendeskOrganization; readonly readAt: EpochMs }>(elapsed);
  return {
    async users(ids) {
      const found = ids.map((id) => users.get(id));
      const missing = ids.filter((_, index) => found[index] === undefined);
      const known = found.filter((user) => user !== undefined);
      if (missing.length === 0) return known;
      const rows = await database.rows<{ user_id: string; profile: ZendeskUser }>(USERS, [missing]);
      for (const row of rows) users.set(row.user_id, row.profile);
      return [...known, ...rows.map(({ profile }) => profile)];
    },
    async organization(id) {
      const known = organizations.get(id);
      if (known !== undefined) return known;
      const [row] = await database.rows<{ profile: ZendeskOrganization; read_at: number }>(ORGANIZATION, [id]);
      if (row === undefined) return null;
      const found = { organization: row.profile, readAt: row.read_at };
      organizations.set(id, found);
      return found;
    },
    async keepUsers(people, { ticketId, claimNumber }) {
      const changed = [...new Map(people.map((user) => [user.id, user])).values()].filter(
        (user) => !isSame(user, asRead(users.get(user.id))),
      );
      if (changed.length === 0) return;
      const ids = changed.map(({ id }) => id);
      const values = [ids, changed.map(jsonText), ticketId, claimNumber];
      for (const { profile } of await database.rows<{ profile: ZendeskUser }>(KEEP_USERS, values))
        users.set(profile.id, profile);
    },
    async keepOrganization(organization) {
      if (isSame(organization, organizations.get(organization.id)?.organization)) return;
      await database.rows(KEEP_ORGANIZATION, [organization.id, jsonText(organization)]);
      organizations.forget(organization.id);
    },
  };
}

function isSame(one: object, other: object | undefined): boolean {
  return other !== undefined && isDeepStrictEqual(one, other);
}

/** As Zendesk tells it. */
function asRead(user: ZendeskUser | undefined): object | undefined {
  if (user?.earlier === undefined) return user;
  const { earlier: _, ...told } = user;
  return told;
}

/** What was read or written in the last minute; the oldest is forgotten first. */
function memory<T>(elapsed: () => number): {
  get(id: string): T | undefined;
  set(id: string, value: T): void;
  forget(id: string): void;
} {
  const kept = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    get(id) {
      const entry = kept.get(id);
      return entry !== undefined && elapsed() < entry.until ? entry.value : undefined;
    },
    set(id, value) {
      kept.delete(id);
      kept.set(id, { value, until: elapsed() + FRESH_MS });
      const oldest = kept.keys().next();
      if (kept.size > REMEMBERED && oldest.done !== true) kept.delete(oldest.value);
    },
    forget: (id) => void kept.delete(id),
  };
}
