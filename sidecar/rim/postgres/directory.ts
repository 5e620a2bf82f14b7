/** People and organizations of Zendesk, as last read. */
import type { ZendeskOrganization, ZendeskUser } from '#core/facts/zendesk-ticket.ts';
import type { Directory } from '#flow/ports/store.ts';
import type { Database } from './database.ts';

const USERS = `select profile from users where user_id = any($1::text[])`;
const ORGANIZATION = `select profile, read_at from organizations where organization_id = $1`;
// Ordered, so that two replicas never wait in a circle; unchanged rows are not written.
const KEEP_USERS = `insert into users as u (user_id, profile, read_at)
select id, profile::json, now_ms() from unnest($1::text[], $2::text[]) as i(id, profile) order by id
on conflict (user_id) do update set profile = excluded.profile, read_at = excluded.read_at
where u.profile::text <> excluded.profile::text or u.read_at < excluded.read_at - 60000`;
const KEEP_ORGANIZATIONS = `insert into organizations as o (organization_id, profile, read_at)
select id, profile::json, now_ms() from unnest($1::text[], $2::text[]) as i(id, profile) order by id
on conflict (organization_id) do update set profile = excluded.profile, read_at = excluded.read_at`;

export function createDirectory(database: Database): Directory {
  return {
    async users(ids) {
      if (ids.length === 0) return [];
      return (await database.rows<{ profile: ZendeskUser }>(USERS, [ids])).map(({ profile }) => profile);
    },
    async organization(id) {
      const [row] = await database.rows<{ profile: ZendeskOrganization; read_at: number }>(ORGANIZATION, [id]);
      return row === undefined ? null : { organization: row.profile, readAt: row.read_at };
    },
    async keep(users, organizations) {
      const people = [...new Map(users.map((user) => [user.id, user])).values()];
      if (people.length > 0) {
        await database.rows(KEEP_USERS, [people.map(({ id }) => id), people.map((user) => JSON.stringify(user))]);
      }
      if (organizations.length > 0) {
        await database.rows(KEEP_ORGANIZATIONS, [
          organizations.map(({ id }) => id),
          organizations.map((organization) => JSON.stringify(organization)),
        ]);
      }
    },
  };
}
