/**
 * The body of a webhook: what a trigger sends, or Zendesk's own event envelope.
 * Only the ticket's number is required; anything else that cannot be read is left out, because it can be read from the API.
 */
import { parseExactJson } from './exact-json.ts';
import { TICKET_PRIORITIES, TICKET_STATUSES, TICKET_TYPES, wordOf } from './ticket-words.ts';
import type { TicketPriority, TicketStatus } from './ticket-words.ts';
import { fieldsOf, idOf, instantOf, isRecord, namesSecond, tagsOf, textOf, truthOf } from './webhook-values.ts';
import type { Said, WebhookFieldValue } from './webhook-values.ts';

/** Longest body that is read, in bytes. */
export const WEBHOOK_BODY_LIMIT = 256 * 1024;

/** What a webhook says. Instants are epoch ms, ids are text; what is missing, blank or does not fit is undefined. */
export interface WebhookEvent {
  readonly event: string | undefined;
  readonly ticket_id: string;
  readonly status: TicketStatus | undefined;
  readonly priority: TicketPriority | undefined;
  readonly type: (typeof TICKET_TYPES)[number] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly organization_id: string | undefined;
  readonly requester_id: string | undefined;
  readonly updated_at: number | undefined;
  /** False: it was given to the minute, and may be any second of it. */
  readonly updated_at_by_second: boolean;
  /** By the names that the trigger gives them. */
  readonly fields: Readonly<Record<string, WebhookFieldValue>> | undefined;
  readonly comment: { readonly public: boolean | undefined; readonly author_id: string | undefined } | undefined;
  readonly actor_id: string | undefined;
}

/** What came out of a signed body. */
export type WebhookReading =
  | { readonly kind: 'event'; readonly event: WebhookEvent }
  /** Kept aside; `ticketId` where the text still shows which ticket it is about. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly ticketId: string | null };

const MINUTE = 60_000;
const STRICT = new TextDecoder('utf-8', { fatal: true });

/** Reads a signed body. Never throws: what cannot be read comes out as such, with its reason. */
export function readWebhook(bytes: Uint8Array): WebhookReading {
  let text: string;
  try {
    text = STRICT.decode(bytes);
  } catch {
    return unreadable('the body is not UTF-8', new TextDecoder().decode(bytes));
  }
  let body: unknown;
  try {
    body = parseExactJson(text);
  } catch (fault) {
    return unreadable(fault instanceof RangeError ? 'the body is nested too deeply' : 'the body is not JSON', text);
  }
  if (!isRecord(body)) return unreadable('the body is not an object', text);
  const said = asTriggerBody(body);
  const ticketId = idOf(said['ticket_id']);
  if (ticketId === undefined) return unreadable('ticket_id is not an id of Zendesk', text);
  return { kind: 'event', event: eventOf(ticketId, said) };
}

function eventOf(ticketId: string, said: Said): WebhookEvent {
  const { comment } = said;
  const updatedAt = instantOf(said['updated_at']);
  return {
    event: textOf(said['event']),
    ticket_id: ticketId,
    status: wordOf(said['status'], TICKET_STATUSES),
    priority: wordOf(said['priority'], TICKET_PRIORITIES),
    type: wordOf(said['type'], TICKET_TYPES),
    tags: tagsOf(said['tags']),
    organization_id: idOf(said['organization_id']),
    requester_id: idOf(said['requester_id']),
    updated_at: updatedAt,
    updated_at_by_second: updatedAt !== undefined && (updatedAt % MINUTE !== 0 || namesSecond(said['updated_at'])),
    fields: fieldsOf(said['fields']),
    comment: isRecord(comment)
      ? { public: truthOf(comment['public']), author_id: idOf(comment['author_id']) }
      : undefined,
    actor_id: idOf(said['actor_id']),
  };
}

const ENVELOPE = 'zen:event-type:';

/** An event envelope in the words of a trigger's body; anything else as it is. */
function asTriggerBody(body: Said): Said {
  const { type, detail } = body;
  if (typeof type !== 'string' || !type.startsWith(ENVELOPE) || !isRecord(detail)) return body;
  // Events of users and organizations name no ticket.
  const ticketId = type.startsWith(`${ENVELOPE}ticket.`) ? detail['id'] : undefined;
  return { ...detail, event: type.slice(ENVELOPE.length), ticket_id: ticketId };
}

function unreadable(reason: string, text: string): WebhookReading {
  const ticketId = /"ticket_id"\s*:\s*"?([1-9]\d{0,18})(?=["\s,}])/.exec(text)?.[1] ?? null;
  return { kind: 'unreadable', reason, ticketId };
}
