/** Zendesk's answers in our words. */
import type { z } from 'zod';
import type {
  Audit,
  AuditEvent,
  ZendeskField,
  ZendeskOrganization,
  ZendeskTicket,
  ZendeskUser,
} from '#core/facts/zendesk-ticket.ts';
import type { FieldValue } from '#core/facts/facts.ts';
import type { auditShape, organizationShape, ticketFieldShape, ticketShape, userShape } from './shapes.ts';

type Raw<T extends z.ZodType> = z.output<T>;

/** Zendesk's number for a light agent's role type. */
const LIGHT_AGENT = 1;

export function toTicket(raw: Raw<typeof ticketShape>): ZendeskTicket {
  return {
    id: raw.id,
    status: raw.status,
    priority: raw.priority ?? null,
    type: raw.type ?? null,
    tags: [...new Set((raw.tags ?? []).map((tag) => tag.toLowerCase()))],
    organizationId: raw.organization_id,
    requesterId: raw.requester_id,
    channel: raw.via?.channel ?? null,
    createdAt: raw.created_at,
    updatedAt: Date.parse(raw.updated_at),
    updatedStamp: raw.updated_at,
    fields: Object.fromEntries((raw.custom_fields ?? []).map((field) => [field.id, orNull(field.value)])),
    rating: toRating(raw.satisfaction_rating?.score),
  };
}

/** Zendesk says "" where nothing is set. */
function orNull(value: FieldValue): FieldValue {
  return value === '' ? null : value;
}

/** `goodwithcomment` is good; `offered` and `unoffered` are no rating. */
function toRating(score: string | null | undefined): 'good' | 'bad' | null {
  if (score?.startsWith('good') === true) return 'good';
  return score?.startsWith('bad') === true ? 'bad' : null;
}

export function toAudit(raw: Raw<typeof auditShape>): Audit {
  const source = raw.via?.source;
  const from = source?.rel === 'follow_up' ? source.from?.ticket_id : null;
  return {
    id: raw.id,
    at: raw.created_at,
    authorId: raw.author_id,
    channel: raw.via?.channel ?? null,
    rel: source?.rel ?? null,
    ...(from == null ? {} : { from }),
    causes: raw.metadata?.custom?.tierline?.causes ?? [],
    events: (raw.events ?? []).flatMap(toAuditEvent),
  };
}

/** Texts of people that no rule reads: they are not kept. */
const UNREAD = new Set(['subject', 'description']);

type RawEvent = NonNullable<Raw<typeof auditShape>['events']>[number];

/** Notifications, errors and the like are nothing to us. */
function toAuditEvent(raw: RawEvent): AuditEvent[] {
  if (raw.type === 'Create' || raw.type === 'Change') {
    if (raw.field_name === null || raw.field_name === undefined || UNREAD.has(raw.field_name)) return [];
    const kind = raw.type === 'Create' ? 'create' : 'change';
    const byRule = raw.via?.channel === 'rule';
    const [value, previous] = [raw.value, raw.previous_value].map((one) => asField(raw.field_name ?? '', one));
    return [{ kind, field: raw.field_name, value: value ?? null, previous: previous ?? null, byRule }];
  }
  if (!raw.type.endsWith('Comment')) return [];
  return [
    {
      kind: 'comment',
      public: raw.public ?? false,
      authorId: raw.author_id,
      channel: raw.via?.channel ?? null,
      text: raw.plain_body ?? raw.body ?? '',
    },
  ];
}

/** Ids are text; tags are a list in lower case, also where an audit gives them as one string. */
function asField(name: string, value: FieldValue): FieldValue {
  if (name === 'tags' && value !== null) {
    const tags = Array.isArray(value) ? (value as readonly string[]) : String(value).split(/\s+/);
    return tags.filter((tag) => tag !== '').map((tag) => tag.toLowerCase());
  }
  if (name.endsWith('_id') && typeof value === 'number') return String(value);
  return orNull(value);
}

export function toUser(raw: Raw<typeof userShape>): ZendeskUser {
  return {
    id: raw.id,
    name: raw.name ?? null,
    email: raw.email?.toLowerCase() ?? null,
    role: raw.role,
    light: raw.role === 'agent' && raw.role_type === LIGHT_AGENT,
    suspended: raw.suspended === true || raw.active === false,
    organizationId: raw.organization_id,
  };
}

export function toOrganization(raw: Raw<typeof organizationShape>): ZendeskOrganization {
  return { id: raw.id, name: raw.name, tags: raw.tags ?? [], fields: raw.organization_fields ?? {} };
}

export function toField(raw: Raw<typeof ticketFieldShape>): ZendeskField {
  return { id: raw.id, title: raw.raw_title ?? raw.title, type: raw.type, active: raw.active ?? true };
}
