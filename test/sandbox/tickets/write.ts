// The one way in which a ticket changes: check, draft, triggers, one audit, commit.
import { toStamp, wholeSecond } from '../clock.ts';
import type { Audit, AuditEvent, Comment, EpochMs, JsonObject, Ticket, Via } from '../records.ts';
import { forbidden, invalid, plain, recordNotFound } from '../refusal.ts';
import { defaultOrganizationOf, isAgent, type SandboxState } from '../state.ts';
import { runTriggers, type WebhookCall } from '../triggers/engine.ts';
import { applyInput, checkStatusStep, mustBeUser, statusAfterCustomer } from './apply.ts';
import { changeEvents, commentEvent } from './audit.ts';
import { normalizeTags } from './fields.ts';
import type { TicketInput } from './input.ts';

const LIGHT_AGENT = 1;
/** Light agents write internal notes and nothing else. */
const LIGHT_AGENT_MAY: ReadonlySet<string> = new Set(['comment', 'metadata', 'safe_update', 'updated_stamp']);

export interface WriteContext {
  actorId: number;
  via: Via;
  at: EpochMs;
  /** `update_many`: `additional_tags` and `remove_tags` count. */
  bulk?: boolean;
  /** Of the satisfaction survey; no attribute of an agent's write. */
  rating?: Ticket['rating'];
  client?: string;
  /** A write that changes nothing starts the triggers as well. */
  noopRunsTriggers?: boolean;
}

export interface Written {
  ticket: Ticket;
  /** Without events and not stored when the write changed nothing. */
  audit: Audit;
  created: boolean;
  effective: boolean;
  calls: WebhookCall[];
}

/** `via` of a plain channel. */
export function viaOf(channel: string): Via {
  return { channel, source: { from: {}, to: {}, rel: null } };
}

/** Makes a ticket. Throws a refusal. */
export function createTicket(state: SandboxState, input: TicketInput, context: WriteContext): Written {
  const body = input.comment?.body ?? stripTags(input.comment?.html_body) ?? input.description;
  if (body === undefined || body.trim() === '') throw invalid('base', 'Description: cannot be blank', 'BlankValue');
  const requesterId = input.requester_id ?? requesterByMail(state, input) ?? context.actorId;
  mustBeUser(state, requesterId, 'requester');
  const draft = blankTicket(state, input, requesterId, context);
  const { tags: _tags, requester_id: _requester, ...rest } = input;
  draft.tags = normalizeTags(input.tags ?? []);
  applyInput(state, draft, rest, { bulk: false });
  draft.description = body;
  const isPublic = input.comment?.public ?? true;
  draft.isPublic = isPublic;
  return commit(state, null, draft, { ...input, comment: { ...input.comment, body, public: isPublic } }, context);
}

/** Changes a ticket. Throws a refusal. */
export function updateTicket(
  state: SandboxState,
  ticketId: number,
  input: TicketInput,
  context: WriteContext,
): Written {
  const before = state.tickets.get(ticketId);
  if (!before || before.deleted) throw recordNotFound();
  if (before.status === 'closed') throw invalid('status', 'Status: closed prevents ticket update', 'InvalidValue');
  if (input.safe_update !== undefined && input.safe_update) checkStamp(before, input.updated_stamp);
  const draft: Ticket = { ...before, tags: [...before.tags], fields: new Map(before.fields) };
  const actor = state.users.get(context.actorId);
  const authorId = input.comment?.author_id ?? context.actorId;
  const author = state.users.get(authorId);
  if (
    actor?.roleType === LIGHT_AGENT &&
    Object.keys(input).some((key) => !LIGHT_AGENT_MAY.has(key) && !isEmptyList(input, key))
  )
    throw forbidden();
  applyInput(state, draft, input, { bulk: context.bulk ?? false });
  if (context.rating) draft.rating = context.rating;
  if (input.comment && author && !isAgent(author) && input.status === undefined)
    draft.status = statusAfterCustomer(draft.status);
  if (!actor) throw invalid('author', 'Author: is invalid');
  const refusal = checkStatusStep(before, draft);
  if (refusal) throw refusal;
  return commit(state, before, draft, input, context);
}

function checkStamp(ticket: Ticket, stamp: string | undefined): void {
  if (stamp === undefined) throw plain(400, 'MissingParameter', 'updated_stamp is required with safe_update');
  const at = Date.parse(stamp);
  if (Number.isNaN(at)) throw plain(400, 'InvalidParameter', 'updated_stamp is not a date');
  if (toStamp(at) === toStamp(ticket.updatedAt)) return;
  throw plain(
    409,
    'UpdateConflict',
    'Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.',
  );
}

function commit(
  state: SandboxState,
  before: Ticket | null,
  draft: Ticket,
  input: TicketInput,
  context: WriteContext,
): Written {
  const audit: Audit = {
    id: state.nextId(),
    ticketId: draft.id,
    createdAt: wholeSecond(context.at),
    authorId: context.actorId,
    via: context.via,
    metadata: {
      system: { client: context.client ?? 'sandbox', ip_address: '192.0.2.1', location: '' },
      custom: (input.metadata ?? {}) as JsonObject,
    },
    events: [],
  };
  const comment = readComment(state, before, draft, input, audit, context);
  if (comment) {
    draft.comments = [...draft.comments, comment];
    audit.events.push(commentEvent(comment));
  }
  for (const event of changeEvents(before, draft)) audit.events.push({ id: state.nextId(), ...event } as AuditEvent);
  const effective = audit.events.length > 0 || (context.noopRunsTriggers ?? false);
  if (!effective) return { ticket: before ?? draft, audit, created: false, effective, calls: [] };
  draft.updatedAt = wholeSecond(context.at);
  draft.generatedAt = context.at;
  const { events, calls } = runTriggers(state, { before, draft, comment, actorId: context.actorId, at: context.at });
  audit.events.push(...events);
  draft.audits = [...draft.audits, audit];
  state.tickets.set(draft.id, draft);
  state.revision += 1;
  state.announce.emit('ticket', {
    ticketId: draft.id,
    auditId: audit.id,
    actorId: context.actorId,
    created: before === null,
  });
  return { ticket: draft, audit, created: before === null, effective, calls };
}

function readComment(
  state: SandboxState,
  before: Ticket | null,
  draft: Ticket,
  input: TicketInput,
  audit: Audit,
  context: WriteContext,
): Comment | null {
  const given = input.comment;
  if (!given) return null;
  const html = given.html_body ?? null;
  const body = given.body ?? stripTags(given.html_body) ?? '';
  if (body.trim() === '') return null;
  const authorId = given.author_id ?? (before === null ? draft.requesterId : context.actorId);
  const author = mustBeUser(state, authorId, 'author');
  return {
    id: state.nextId(),
    auditId: audit.id,
    authorId,
    body,
    htmlBody: html,
    // Left out, an update takes the visibility of the first comment: a note may become public by accident.
    public: isAgent(author) ? (given.public ?? before?.isPublic ?? true) && author.roleType !== 1 : true,
    via: context.via,
    createdAt: wholeSecond(context.at),
  };
}

function blankTicket(state: SandboxState, input: TicketInput, requesterId: number, context: WriteContext): Ticket {
  return {
    id: state.nextTicketId(),
    externalId: null,
    subject: input.subject ?? input.raw_subject ?? '',
    description: '',
    type: null,
    priority: null,
    status: 'new',
    recipient: null,
    requesterId,
    submitterId: input.submitter_id ?? context.actorId,
    assigneeId: null,
    organizationId: defaultOrganizationOf(state, requesterId),
    groupId: [...state.groups.keys()][0] ?? null,
    brandId: state.brands[0]?.id ?? 0,
    formId: [...state.ticketForms.keys()][0] ?? 0,
    collaboratorIds: [],
    problemId: null,
    isPublic: true,
    dueAt: null,
    tags: [],
    fields: new Map(),
    rating: { score: 'unoffered', comment: null },
    via: context.via,
    createdAt: wholeSecond(context.at),
    updatedAt: wholeSecond(context.at),
    generatedAt: context.at,
    comments: [],
    audits: [],
    deleted: false,
  };
}

function isEmptyList(input: TicketInput, key: string): boolean {
  return key === 'custom_fields' && Array.isArray(input.custom_fields) && input.custom_fields.length === 0;
}

function stripTags(html: string | undefined): string | undefined {
  return html?.replaceAll(/<[^>]+>/g, '');
}

function requesterByMail(state: SandboxState, input: TicketInput): number | undefined {
  if (input.requester === undefined) return undefined;
  const { email, name } = input.requester;
  if (email === undefined) throw invalid('requester', 'Requester: Email: cannot be blank', 'BlankValue');
  const known = [...state.users.values()].find((user) => user.email === email.toLowerCase());
  if (!known && name === undefined)
    throw invalid('requester', 'Requester: Name: is too short (minimum is 1 characters)', 'ValueTooShort');
  if (!known) throw invalid('requester', 'Requester: is not known to this account');
  return known.id;
}
