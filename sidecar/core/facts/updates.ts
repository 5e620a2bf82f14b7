// One audit of Zendesk → what it says to the judgement. Who did it decides what counts.
import { TICKET_PRIORITIES, TICKET_STATUSES, wordOf } from '#schema/ticket-words.ts';
import type { CommentFact, EpochMs, FactEvent, FieldValue, TicketStatus, UpdateEvent } from './facts.ts';
import { fieldValue } from './field-values.ts';
import type { FieldsByNumber } from './field-values.ts';
import type { Audit, AuditEvent, ZendeskUser } from './zendesk-ticket.ts';

export interface Reading {
  /** As whom the sidecar writes: never a person. */
  readonly botUserId: string;
  readonly users: ReadonlyMap<string, ZendeskUser>;
  /** Whose ticket it is at an instant: on the own ticket an agent speaks as a customer. */
  readonly requesterAt: (at: EpochMs) => string | null;
  readonly fields: FieldsByNumber;
  /** Tags that the sidecar itself put on the ticket: its answer, not a fact. */
  readonly ownTags: ReadonlySet<string>;
  readonly channelOf: (channel: string | null) => string | null;
  /** Whether a rule of the policy reads the words of public replies. */
  readonly keepsText: boolean;
}

/** Channels through which programs write. */
const PROGRAM_CHANNELS: ReadonlySet<string> = new Set(['api', 'web_service', 'rule']);
/** Updates in which a comment is copied, not written. */
const COPYING: ReadonlySet<string> = new Set(['merge', 'automation', 'trigger', 'macro_reference']);

/** Nothing, where the update changes nothing that is judged. Changes of requester and organization are read elsewhere. */
export function eventsOf(audit: Audit, reading: Reading): readonly FactEvent[] {
  const changes = new Map(
    audit.events.flatMap((event) => (event.kind === 'change' ? [[event.field, event] as const] : [])),
  );
  const update: { -readonly [Key in keyof UpdateEvent]: UpdateEvent[Key] } = { at: audit.at, kind: 'update' };
  const comment = commentOf(audit, reading);
  if (comment !== null) update.comment = comment;
  const status = statusOf(changes.get('status')?.value ?? null);
  if (status !== null) update.status = status;
  if (changes.has('type')) update.type = textOf(changes.get('type')?.value ?? null);
  const set = fieldsOf(changes, reading.fields);
  if (set !== null) update.set = set;
  const priority = changes.get('priority');
  const by = priority === undefined || priority.byRule ? null : personOf(audit, reading);
  if (priority !== undefined && by !== null)
    update.priority = { value: wordOf(priority.value, TICKET_PRIORITIES) ?? null, by };
  const tags = changes.get('tags');
  // A trigger acts within the update that it follows, also within ours.
  if (tags !== undefined && (tags.byRule || !isOurs(audit, reading))) {
    update.tags = withoutOwn(tagsOf(tags.value), reading.ownTags);
  }
  const events: FactEvent[] = Object.keys(update).length > 2 ? [update] : [];
  const rating = ratingOf(textOf(changes.get('satisfaction_score')?.value ?? null));
  if (rating !== null) events.push({ at: audit.at, kind: 'rating', value: rating });
  return events;
}

/** Tags that the sidecar added, by its own audits. */
export function ownTagsOf(audits: readonly Audit[], botUserId: string): ReadonlySet<string> {
  const own = new Set<string>();
  for (const audit of audits) {
    if (audit.authorId !== botUserId) continue;
    for (const event of audit.events) {
      if (event.kind === 'comment' || event.field !== 'tags' || event.byRule) continue;
      const before = new Set(tagsOf(event.previous));
      for (const tag of tagsOf(event.value)) if (!before.has(tag)) own.add(tag);
    }
  }
  return own;
}

/** A public one counts before an internal one of the same update. Copied, automatic and own comments are never a reply. */
function commentOf(audit: Audit, reading: Reading): CommentFact | null {
  if (isOurs(audit, reading) || audit.channel === 'rule' || (audit.rel !== null && COPYING.has(audit.rel))) return null;
  // A trigger may say something within a person's update.
  const comments = audit.events.filter((event) => event.kind === 'comment').filter(({ channel }) => channel !== 'rule');
  const comment = comments.find((each) => each.public) ?? comments[0];
  if (comment === undefined) return null;
  const author = comment.authorId ?? audit.authorId;
  if (author === null || author === '-1' || author === reading.botUserId) return null;
  const by = author !== reading.requesterAt(audit.at) && isAgent(author, audit.at, reading) ? 'agent' : 'customer';
  return {
    by,
    public: comment.public,
    ...(reading.keepsText && comment.public && by === 'agent' ? { text: comment.text } : {}),
    channel: reading.channelOf(comment.channel ?? audit.channel),
  };
}

/** The role of the person who made the update; null: a program did. */
function personOf(audit: Audit, reading: Reading): string | null {
  const author = audit.authorId;
  if (author === null || author === '-1' || isOurs(audit, reading)) return null;
  if (audit.channel !== null && PROGRAM_CHANNELS.has(audit.channel)) return null;
  const role = roleOf(author, audit.at, reading);
  return role === undefined || role === 'end-user' ? null : role;
}

function isOurs(audit: Audit, reading: Reading): boolean {
  return audit.authorId === reading.botUserId;
}
function isAgent(userId: string, at: EpochMs, reading: Reading): boolean {
  const role = roleOf(userId, at, reading);
  return role === 'agent' || role === 'admin';
}
/** What an agent said stays an agent's word after the agent has left. */
function roleOf(userId: string, at: EpochMs, { users }: Reading): ZendeskUser['role'] | undefined {
  const user = users.get(userId);
  return user?.earlier?.find(({ until }) => at <= until)?.role ?? user?.role;
}

function fieldsOf(
  changes: ReadonlyMap<string, Extract<AuditEvent, { field: string }>>,
  fields: FieldsByNumber,
): Record<string, FieldValue> | null {
  const set: Record<string, FieldValue> = {};
  for (const [number, field] of fields) {
    const change = changes.get(number);
    if (change !== undefined) set[field.id] = fieldValue(field, change.value);
  }
  return Object.keys(set).length > 0 ? set : null;
}

/** Null: no status that we know. */
export function statusOf(value: FieldValue): TicketStatus | null {
  return wordOf(value, TICKET_STATUSES) ?? null;
}

/** `good`, `good with comment`: Zendesk's words for a rating begin with it; `offered` is none. */
export function ratingOf(value: string | null): 'good' | 'bad' | null {
  if (value?.startsWith('good') === true) return 'good';
  return value?.startsWith('bad') === true ? 'bad' : null;
}

export function textOf(value: FieldValue): string | null {
  return value === null || value === '' ? null : String(value);
}

/** Zendesk writes tags as a list or as words between spaces. */
export function tagsOf(value: FieldValue): readonly string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value as readonly string[];
  return String(value)
    .split(/[\s,]+/)
    .filter((tag) => tag !== '');
}

export function withoutOwn(tags: readonly string[], own: ReadonlySet<string>): readonly string[] {
  return tags.filter((tag) => !own.has(tag)).toSorted();
}
