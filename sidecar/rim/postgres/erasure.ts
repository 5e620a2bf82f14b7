/** Finding one person in the tables, and writing the rows without the person. */
import type { ContractTerms } from '#core/facts/contract.ts';
import type { Erased, Erasure } from '#flow/ports/erasure.ts';
import type { Database, Session } from './database.ts';

const PROFILE = `select profile->>'name' as name, profile->>'email' as email from users where user_id = $1`;

// The number stands alone, not within a longer one; the address and the full name in any spelling of their letters.
const NAMED = `t ~ ('(^|[^0-9])' || $1 || '([^0-9]|$)') or ($2::text is not null and position($2 in lower(t)) > 0)
  or ($3::text is not null and position(lower($3) in lower(t)) > 0)`;
const named = (expression: string): string => NAMED.replaceAll(/\bt\b(?!::)/g, `(${expression})`);
const CONTRACTS = `select organization_id, revision, terms, actor from contracts where ${named(`terms::text || ' ' || actor`)}`;
const AUDIT = `select id, actor, subject, detail from audit
where ${named(`actor || ' ' || subject || ' ' || coalesce(detail, '')`)} order by id`;
const ACTS = `select id, actor, event::text as event from acts where ${named(`actor || ' ' || event::text`)}`;
const TICKETS = `select ticket_id from tickets
where ${named(`coalesce(history::text, '') || coalesce(facts::text, '') || coalesce(seen::text, '') || coalesce(judgement::text, '')`)}`;
const EVENTS = `select id from events where (problem is not null or looked_at is not null) and (${named('body')})`;

const PUT_CONTRACT = `update contracts set terms = $3::json, actor = $4 where organization_id = $1 and revision = $2`;
const PUT_ACT = `update acts set actor = $2, event = $3::json where id = $1`;
// Emptied and due: the next look reads what Zendesk still has, and one that is under way cannot write the old reading back.
// Causes that fired stay, so nothing is said twice.
const READ_AGAIN = `update tickets set seen = null, history = null, facts = null, judgement = null, last_error = null,
  must_read = true, ended = false, claim_number = claim_number + 1, claimed_by = null, claimed_until = null, asked = asked + 1, asked_at = coalesce(asked_at, now_ms()), look_at = now_ms(),
  revision = revision + 1
where ticket_id = any($1::text[])`;
const ENTRY = `insert into audit (at, actor, role, action, subject, detail, outcome)
values (now_ms(), $1, 'operator', 'erasePerson', $2, $3, 'done')`;

/** `database`: as the owner of the tables; the sidecar's own user may not change the audit log. */
export function createErasure(database: Database): Erasure {
  return {
    async profile(userId) {
      const [row] = await database.rows<{ name: string | null; email: string | null }>(PROFILE, [userId]);
      return row ?? null;
    },
    async find({ userId, email, name }) {
      const words = [userId, email, name !== null && /\s/.test(name.trim()) ? name.trim() : null];
      const contracts = await database.rows<{
        organization_id: string;
        revision: number;
        terms: ContractTerms;
        actor: string;
      }>(CONTRACTS, words);
      return {
        contracts: contracts.map(({ organization_id: organizationId, ...rest }) => ({ organizationId, ...rest })),
        audit: await database.rows<{ id: number; actor: string; subject: string; detail: string | null }>(AUDIT, words),
        acts: await database.rows<{ id: number; actor: string; event: string }>(ACTS, words),
        tickets: (await database.rows<{ ticket_id: string }>(TICKETS, words)).map((row) => row.ticket_id),
        events: (await database.rows<{ id: number }>(EVENTS, words)).map((row) => row.id),
      };
    },
    async erase(erased) {
      await database.transaction((session) => eraseIn(session, erased));
      database.notify('tierline_due', '');
    },
  };
}

async function eraseIn(
  session: Session,
  { userId, contracts, audit, acts, tickets, events, entry }: Erased,
): Promise<void> {
  for (const { organizationId, revision, terms, actor } of contracts)
    await session.rows(PUT_CONTRACT, [organizationId, revision, JSON.stringify(terms), actor]);
  for (const { id, actor, event } of acts) await session.rows(PUT_ACT, [id, actor, event]);
  for (const { id, actor, subject, detail } of audit)
    await session.rows('select erase_from_audit($1, $2, $3, $4)', [id, actor, subject, detail]);
  await session.rows('delete from users where user_id = $1', [userId]);
  await session.rows('delete from events where id = any($1::bigint[])', [events]);
  await session.rows(READ_AGAIN, [tickets]);
  await session.rows(ENTRY, [entry.actor, entry.subject, entry.detail]);
}
