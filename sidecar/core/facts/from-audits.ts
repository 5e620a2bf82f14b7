// The ticket that a list of audits leaves behind: for accounts that send a ticket's audits without the ticket.
import { TICKET_PRIORITIES, wordOf } from '#schema/ticket-words.ts';
import type { TicketStatus } from './facts.ts';
import { ratingOf, statusOf, tagsOf, textOf } from './updates.ts';
import type { Audit, AuditEvent, ZendeskTicket } from './zendesk-ticket.ts';

/** Its stamp is the last audit's instant as Zendesk writes it: the caller's to write. */
type UnstampedTicket = Omit<ZendeskTicket, 'updatedStamp'>;

/**
 * `before`: the ticket as it was last seen, and the last audit that it was seen with (null: never). Null where the audits do
 * not say enough: the first ones are missing, or one of them cannot be understood. A guess all the same, because
 * Zendesk may change a ticket without an audit: whoever uses it must have it confirmed.
 */
export function ticketAfter(
  ticketId: string,
  before: { readonly ticket: ZendeskTicket; readonly auditId: string } | null,
  audits: readonly Audit[],
): UnstampedTicket | null {
  const [first, last] = [audits[0], audits.at(-1)];
  if (first === undefined || last === undefined) return null;
  const known = before === null ? -1 : audits.findIndex(({ id }) => id === before.auditId);
  if (before !== null && known === -1) return null;
  const start = before?.ticket ?? created(ticketId, first);
  if (start === null) return null;
  let ticket: UnstampedTicket | null = start;
  for (const audit of audits.slice(known + 1)) {
    for (const event of audit.events) ticket = ticket === null ? null : after(ticket, event);
  }
  return ticket === null ? null : { ...ticket, updatedAt: Math.max(last.at, start.createdAt) };
}

function created(ticketId: string, audit: Audit): UnstampedTicket | null {
  if (!audit.events.some(({ kind }) => kind === 'create')) return null;
  return {
    id: ticketId,
    status: 'new',
    priority: null,
    type: null,
    tags: [],
    organizationId: null,
    requesterId: null,
    channel: audit.channel,
    createdAt: audit.at,
    updatedAt: audit.at,
    fields: {},
    rating: null,
  };
}

/** Null: it became something that we do not know. */
function after(ticket: UnstampedTicket, event: AuditEvent): UnstampedTicket | null {
  if (event.kind === 'comment') return ticket;
  const { field, value } = event;
  switch (field) {
    case 'status': {
      const status: TicketStatus | null = statusOf(value);
      return status === null ? null : { ...ticket, status };
    }
    case 'priority': {
      const priority = textOf(value) === null ? null : wordOf(value, TICKET_PRIORITIES);
      return priority === undefined ? null : { ...ticket, priority };
    }
    case 'type':
      return { ...ticket, type: textOf(value) };
    case 'tags':
      return { ...ticket, tags: [...new Set(tagsOf(value).map((tag) => tag.toLowerCase()))] };
    case 'organization_id':
      return { ...ticket, organizationId: textOf(value) };
    case 'requester_id':
      return { ...ticket, requesterId: textOf(value) };
    case 'satisfaction_score':
      return { ...ticket, rating: ratingOf(textOf(value)) };
    default:
      return /^\d+$/.test(field) ? { ...ticket, fields: { ...ticket.fields, [field]: value } } : ticket;
  }
}
