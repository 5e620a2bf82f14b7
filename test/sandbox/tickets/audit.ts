// What changed between two states of a ticket, as audit events.
import { isDeepStrictEqual } from 'node:util';
import { toStamp } from '../clock.ts';
import type { AuditEvent, Comment, Ticket, Via } from '../records.ts';

interface Shown {
  [fieldName: string]: unknown;
}

const idText = (id: number | null) => (id === null ? null : String(id));

function shown(ticket: Ticket): Shown {
  return {
    subject: ticket.subject,
    status: ticket.status,
    priority: ticket.priority,
    type: ticket.type,
    external_id: ticket.externalId,
    requester_id: idText(ticket.requesterId),
    assignee_id: idText(ticket.assigneeId),
    organization_id: idText(ticket.organizationId),
    group_id: idText(ticket.groupId),
    brand_id: idText(ticket.brandId),
    ticket_form_id: idText(ticket.formId),
    problem_id: idText(ticket.problemId),
    due_at: ticket.dueAt === null ? null : toStamp(ticket.dueAt),
    tags: ticket.tags,
    satisfaction_score: ticket.rating.score === 'unoffered' ? null : ticket.rating.score,
    satisfaction_comment: ticket.rating.comment,
    ...Object.fromEntries([...ticket.fields].map(([id, value]) => [String(id), value])),
  };
}

const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0);

/** Events without ids: `Create` for a new ticket (`before` null), else `Change`; with `via` for those of a rule. */
export function changeEvents(before: Ticket | null, after: Ticket, via?: Via): Omit<AuditEvent, 'id'>[] {
  const old = before ? shown(before) : {};
  const events: Omit<AuditEvent, 'id'>[] = [];
  for (const [field, value] of Object.entries(shown(after))) {
    const previous = old[field] ?? null;
    if (before ? isDeepStrictEqual(previous, value) || (isEmpty(previous) && isEmpty(value)) : isEmpty(value)) continue;
    events.push({
      type: before ? 'Change' : 'Create',
      field_name: field,
      value,
      ...(before ? { previous_value: previous } : {}),
      ...(via ? { via } : {}),
    });
  }
  return events;
}

/** The event of a comment. */
export function commentEvent(comment: Comment): AuditEvent {
  return {
    id: comment.id,
    type: 'Comment',
    author_id: comment.authorId,
    body: comment.body,
    html_body: comment.htmlBody ?? comment.body,
    plain_body: comment.body,
    public: comment.public,
    attachments: [],
    audit_id: comment.auditId,
  };
}
