/** Asking for a look at tickets, and telling the workers of all replicas that some are due. */
import type { Database, Session } from './database.ts';

/** PostgreSQL carries at most 8,000 bytes: of many tickets only that there are some is told. */
export function dueWords(ticketIds: readonly string[]): string {
  const words = ticketIds.join(' ');
  return words.length < 7_000 ? words : '';
}

// A ticket in hand may turn out to be the organization's, e.g. by a move: the contract that its look read may be old already.
// By number, as all that lock several tickets do: in any other order two statements could wait in a circle.
const ASK_ORGANIZATION = `
with open as (
  select ticket_id from tickets
  where (organization_id = $1 or claimed_by is not null) and not ended
  order by ticket_id for update
)
update tickets t set asked = t.asked + 1, asked_at = coalesce(t.asked_at, now_ms()), look_at = least(t.look_at, now_ms())
from open where t.ticket_id = open.ticket_id returning 1 as asked`;

/** Asks for a look at every open ticket of an organization, in the session's transaction where one is given. */
export async function askOrganization(session: Session, id: string): Promise<number> {
  return (await session.rows(ASK_ORGANIZATION, [id])).length;
}

/** A policy may have a hundred thousand tickets: no statement may take so long that its limit ends it. */
const PART = 2_000;
/** Until then a process that heard late of a publication may still have judged by the version before. */
const HEARD_WITHIN_MS = 150_000;

const TO_ASK = `select policy_id as id, version, moves_open as moves, published_at as at from policies where to_ask order by policy_id, version`;
const ASKED = `update policies set to_ask = false
where policy_id = $1 and version = $2 and published_at < now_ms() - ${String(HEARD_WITHIN_MS)}`;

// Those that wait to be looked at need not be asked for again; a look under way may judge by the version before.
const ASK_PART = (concerns: string): string => `
with part as (
  select ticket_id, (look_at is null or look_at > (select now_ms()) or claimed_by is not null) as ask from tickets
  where ${concerns} and ticket_id > $1 and not ended order by ticket_id limit ${String(PART)} for update
), asked as (
  update tickets t set asked = t.asked + 1, asked_at = coalesce(t.asked_at, now_ms()), look_at = least(t.look_at, now_ms())
  from part where t.ticket_id = part.ticket_id and part.ask returning 1
)
select max(ticket_id) as last, count(*) as seen, (select count(*) from asked) as asked from part`;
const UNJUDGED = ASK_PART('policy_id is null');
const OF_POLICY = ASK_PART('policy_id = $2');
const ASIDE = ASK_PART(`write_state = 'failed' and last_error like 'SET_ASIDE:%' and policy_id = $2`);
const OLDER = ASK_PART('policy_id = $2 and policy_version < $3');
const OPENED_SINCE = ASK_PART('policy_id = $2 and policy_version < $3 and opened_at >= $4');

const NOTICES_TO_ASK = `select notice_id as id, policy_id as policy from notices where to_ask order by notice_id`;
const NOTICE_ASKED = `update notices set to_ask = false where notice_id = $1`;

/** Asks for looks at the tickets that new notices concern: of their policies, and of none yet. Each claim reads the notices. */
export async function askNoticed(database: Database): Promise<number> {
  let asked = 0;
  for (const { id, policy } of await database.rows<{ id: string; policy: string }>(NOTICES_TO_ASK)) {
    asked += await inParts(database, UNJUDGED, []);
    asked += await inParts(database, OF_POLICY, [policy]);
    await database.rows(NOTICE_ASKED, [id]);
  }
  return asked;
}

interface Asking {
  readonly id: string;
  readonly version: number;
  readonly moves: boolean;
  readonly at: number;
}

/**
 * Asks for looks at the tickets that publications concern, as long as somebody may not have heard of them, and at those of
 * notices whose asking a stopped process left undone. `unjudged`: also at those that no policy judged, for this program may
 * read what the one before it could not.
 */
export async function askPublished(database: Database, unjudged = false): Promise<number> {
  let asked = await askNoticed(database);
  if (unjudged) asked += await inParts(database, UNJUDGED, []);
  for (const { id, version, moves, at } of await database.rows<Asking>(TO_ASK)) {
    asked += await inParts(database, UNJUDGED, []);
    asked += await inParts(database, ASIDE, [id]);
    // Who heard late may have judged a new ticket by the version before.
    asked += await (moves
      ? inParts(database, OLDER, [id, version])
      : inParts(database, OPENED_SINCE, [id, version, at]));
    await database.rows(ASKED, [id, version]);
  }
  return asked;
}

/** Asks for looks at the open tickets of a policy. */
export function askPolicy(database: Database, id: string): Promise<number> {
  return inParts(database, OF_POLICY, [id]);
}

interface Part {
  readonly last: string | null;
  readonly seen: number;
  readonly asked: number;
}
async function inParts(database: Database, statement: string, values: readonly (string | number)[]): Promise<number> {
  let asked = 0;
  for (let after: string | null = ''; after !== null;) {
    const parts: readonly Part[] = await database.rows<Part>(statement, [after, ...values]);
    asked += parts[0]?.asked ?? 0;
    after = parts[0]?.seen === PART ? parts[0].last : null;
  }
  return asked;
}
