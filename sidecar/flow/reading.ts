/** Reads from Zendesk what a look lacks: the ticket with its audits, people not known yet, an organization. */
import type { Audit, ZendeskOrganization, ZendeskTicket, ZendeskUser } from '#core/facts/zendesk-ticket.ts';
import type { Delivered } from './ports/failures.ts';
import type { Claim, Directory } from './ports/store.ts';
import type { TicketGuess, Zendesk } from './ports/zendesk.ts';

export interface TicketKnowledge {
  readonly ticket: ZendeskTicket;
  /** From the ticket's first. */
  readonly audits: readonly Audit[];
}

/** Organizations change seldom: their name is only shown, their fields may stand in conditions. */
const ORGANIZATION_MS = 60 * 60_000;

/** The ticket as it is now; `before`: audits known already, which are not asked for again where Zendesk allows it. */
export async function readTicket(
  zendesk: Zendesk,
  directory: Directory,
  claim: Claim,
  before: readonly Audit[],
  guess: TicketGuess | null,
): Promise<Delivered<TicketKnowledge>> {
  // Of a long ticket only the last page was read: the guess needs what stood before it too.
  const guessAll: TicketGuess | null = guess === null ? null : (audits) => guess(joined(before, audits));
  const answer = await zendesk.readTicket(claim.ticketId, before.at(-1)?.id ?? null, guessAll, claim.hints.length);
  if (!answer.ok) return answer;
  const { ticket, audits, whole, users, organization } = answer.value;
  await directory.keepUsers(users, claim);
  if (organization !== null) await directory.keepOrganization(organization);
  const known = new Set(whole ? [] : before.map(({ id }) => id));
  const all = whole
    ? audits
    : [...before, ...audits.filter(({ id }) => !known.has(id))].toSorted((one, other) => one.at - other.at);
  return { ok: true, value: { ticket, audits: all } };
}

/** Each once, oldest first. */
function joined(earlier: readonly Audit[], later: readonly Audit[]): readonly Audit[] {
  const read = new Set(later.map(({ id }) => id));
  return [...earlier.filter(({ id }) => !read.has(id)), ...later].toSorted((one, other) => one.at - other.at);
}

/** Everybody who wrote on the ticket, and its requesters. */
export async function peopleOf(
  zendesk: Zendesk,
  directory: Directory,
  claim: Claim,
  { ticket, audits }: TicketKnowledge,
): Promise<Delivered<ReadonlyMap<string, ZendeskUser>>> {
  const ids = new Set<string>();
  if (ticket.requesterId !== null) ids.add(ticket.requesterId);
  for (const audit of audits) {
    if (audit.authorId !== null && audit.authorId !== '-1') ids.add(audit.authorId);
    for (const event of audit.events) {
      if (event.kind === 'comment' && event.authorId !== null && event.authorId !== '-1') ids.add(event.authorId);
    }
  }
  const known = new Map((await directory.users([...ids])).map((user) => [user.id, user]));
  const missing = [...ids].filter((id) => !known.has(id)).slice(0, 100);
  if (missing.length > 0) {
    const answer = await zendesk.users(missing);
    if (!answer.ok) return answer;
    const found = new Map(answer.value.map((user) => [user.id, user]));
    const users = missing.map((id) => found.get(id) ?? nobody(id));
    await directory.keepUsers(users, claim);
    for (const user of users) known.set(user.id, user);
  }
  return { ok: true, value: known };
}

/** Null: Zendesk no longer knows it. `age`: the database's clock minus when it was read. */
export async function organizationOf(
  zendesk: Zendesk,
  directory: Directory,
  id: string,
  now: number,
): Promise<Delivered<ZendeskOrganization | null>> {
  const kept = await directory.organization(id);
  if (kept !== null && now - kept.readAt < ORGANIZATION_MS) return { ok: true, value: kept.organization };
  const answer = await zendesk.organization(id);
  if (answer.ok) {
    await directory.keepOrganization(answer.value);
    return answer;
  }
  if (kept !== null) return { ok: true, value: kept.organization };
  return answer.failure.kind === 'gone' || answer.failure.kind === 'forbidden' ? { ok: true, value: null } : answer;
}

/** Deleted for good: remembered, so that Zendesk is not asked at every look. */
function nobody(id: string): ZendeskUser {
  return { id, name: null, email: null, role: 'end-user', light: false, suspended: true, organizationId: null };
}
