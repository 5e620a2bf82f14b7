/**
 * The body of a webhook: what a trigger sends, or Zendesk's own event envelope.
 * Only the ticket's number is required; anything else that cannot be read is left out, because it can be read from the API.
 */
import { z } from 'zod';
import { parseExactJson } from './exact-json.ts';

/** Longest body that is read, in bytes. */
export const WEBHOOK_BODY_LIMIT = 256 * 1024;

export const TICKET_STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed', 'deleted'] as const;
export const TICKET_PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export const TICKET_TYPES = ['problem', 'incident', 'question', 'task'] as const;

/** A Zendesk id: digits as text, at most 19 of them (64 bits), without leading zeros. */
const id = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = String(value).trim();
  if (/^[1-9]\d{0,18}$/.test(text)) return text;
  context.addIssue({ code: 'custom', message: 'is not an id of Zendesk' });
  return z.NEVER;
});

/** Zendesk's placeholders are blank where there is nothing, and cannot be told from text: what does not fit is left out. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);

const word = <const T extends readonly string[]>(words: T) =>
  z
    .string()
    .transform((text) => text.trim().toLowerCase())
    .pipe(z.enum(words));

const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
/** RFC 3339, or without seconds, as `updated_at_with_timestamp` renders; comes out as epoch ms. */
const instant = z.string().transform((text, context) => {
  const parts = INSTANT.exec(text.trim());
  const ms = parts === null ? NaN : Date.parse(`${parts[1] ?? ''}${parts[2] ?? ':00'}${parts[3] ?? ''}`);
  if (!Number.isNaN(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'is not an instant' });
  return z.NEVER;
});

const tags = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? value.split(/\s+/) : value).filter((tag) => tag !== ''));

const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);

const comment = z.object({
  public: optional(z.union([z.boolean(), word(['true', 'false']).transform((text) => text === 'true')])),
  author_id: optional(id),
  author_role: optional(z.string().min(1)),
});

const triggerBody = z.object({
  event: optional(z.string().min(1).max(200)),
  ticket_id: id,
  status: optional(word(TICKET_STATUSES)),
  priority: optional(word(TICKET_PRIORITIES)),
  type: optional(word(TICKET_TYPES)),
  channel: optional(z.string().min(1)),
  tags: optional(tags),
  organization_id: optional(id),
  requester_id: optional(id),
  assignee_id: optional(id),
  group_id: optional(id),
  created_at: optional(instant),
  updated_at: optional(instant),
  fields: optional(z.record(z.string(), fieldValue)),
  comment: optional(comment),
  actor_id: optional(id),
});

/** What a webhook says. Instants are epoch ms, ids are text. */
export type WebhookEvent = z.output<typeof triggerBody>;

const envelope = z.object({
  type: z.string().startsWith('zen:event-type:'),
  subject: z.string().nullish(),
  detail: z.looseObject({ id: z.union([z.string(), z.number()]) }),
});

/** What came out of a signed body. */
export type WebhookReading =
  | { readonly kind: 'event'; readonly event: WebhookEvent }
  /** Kept aside; `ticketId` where the text still shows which ticket it is about. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly ticketId: string | null };

/** Reads a signed body. Never throws: what cannot be read comes out as such, with its reason. */
export function readWebhook(bytes: Uint8Array): WebhookReading {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return unreadable('the body is not UTF-8', new TextDecoder().decode(bytes));
  }
  let body: unknown;
  try {
    body = parseExactJson(text);
  } catch (fault) {
    return unreadable(fault instanceof RangeError ? 'the body is nested too deeply' : 'the body is not JSON', text);
  }
  const read = triggerBody.safeParse(asTriggerBody(body));
  if (read.success) return { kind: 'event', event: read.data };
  const issue = read.error.issues[0];
  return unreadable(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'cannot be read'}`, text);
}

/** An event envelope in the words of a trigger's body; anything else as it is. */
function asTriggerBody(body: unknown): unknown {
  // Of a trigger's body, which is what comes most, a refusal need not be written out.
  if (typeof body !== 'object' || body === null || !('type' in body && 'detail' in body)) return body;
  const read = envelope.safeParse(body);
  if (!read.success) return body;
  const { type, detail } = read.data;
  const via = detail['via'];
  const channel = typeof via === 'object' && via !== null && 'channel' in via ? via.channel : undefined;
  return { ...detail, event: type.slice('zen:event-type:'.length), ticket_id: ticketOf(type, detail), channel };
}

/** Events of users and organizations name no ticket. */
function ticketOf(type: string, detail: Record<string, unknown>): unknown {
  return type.startsWith('zen:event-type:ticket.') ? detail['id'] : undefined;
}

function unreadable(reason: string, text: string): WebhookReading {
  const ticketId = /"ticket_id"\s*:\s*"?([1-9]\d{0,18})(?=["\s,}])/.exec(text)?.[1] ?? null;
  return { kind: 'unreadable', reason, ticketId };
}
