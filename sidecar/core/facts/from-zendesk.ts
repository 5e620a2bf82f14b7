// A ticket, its audits, its people and contracts → facts. Pure: the same reading gives the same facts, byte by byte.
import type { Policy } from '#core/policy/policy.ts';
import { channelWord, knownChannels } from './channels.ts';
import type { NoticeRecord } from './contract.ts';
import type { EpochMs, FactEvent, Facts, FieldValue, NoticeFacts } from './facts.ts';
import { fieldValue, sameValue } from './field-values.ts';
import type { FieldsByNumber } from './field-values.ts';
import { changesOf, surroundingsAt } from './surroundings.ts';
import type { Known } from './surroundings.ts';
import { eventsOf, ownTagsOf, statusOf, tagsOf, textOf, withoutOwn } from './updates.ts';
import type { Reading } from './updates.ts';
import type { Audit, ZendeskTicket } from './zendesk-ticket.ts';

export interface ZendeskSources extends Known {
  readonly policy: Policy;
  readonly ticket: ZendeskTicket;
  /** Oldest first, from the ticket's first. */
  readonly audits: readonly Audit[];
  readonly fields: FieldsByNumber;
  readonly botUserId: string;
  /** Tags that the sidecar wrote, beside those that its audits show. */
  readonly writtenTags?: readonly string[];
  /** What people did in the sidebar, in order of time. */
  readonly acts: readonly FactEvent[];
  readonly notices: readonly NoticeRecord[];
}

/** Facts of the ticket; what the audits do not explain is taken from the ticket as it is now, at its last update. */
export function factsFromZendesk(sources: ZendeskSources): Facts {
  const { ticket, audits, policy } = sources;
  const own = new Set([...ownTagsOf(audits, sources.botUserId), ...(sources.writtenTags ?? [])]);
  const openingTags = withoutOwn(tagsOf(opening(sources, 'tags', ticket.tags)), own);
  const known = knownChannels(policy);
  const channel = channelWord(ticket.channel, openingTags, known);
  const moves = movesOf(sources);
  const first = moves[0] ?? { at: ticket.createdAt, organizationId: null, requesterId: null };
  const reading: Reading = {
    requesterAt: (at) => (moves.findLast((move) => move.at <= at) ?? first).requesterId,
    botUserId: sources.botUserId,
    users: sources.users,
    fields: sources.fields,
    ownTags: own,
    channelOf: (via) => channelWord(via, [], known),
    keepsText: policy.defects !== null,
  };
  const facts: Facts = {
    ticketId: ticket.id,
    opened: ticket.createdAt,
    channel,
    status: statusOf(opening(sources, 'status', ticket.status)) ?? ticket.status,
    type: textOf(opening(sources, 'type', ticket.type)),
    priority: null, // what stands at opening is a default or the customer's wish, not an agent's decision
    tags: openingTags,
    fields: openingFields(sources),
    ...surroundingsAt(sources, first.organizationId, first.requesterId, ticket.createdAt),
    notices: noticesFor(sources, moves.at(-1)?.organizationId ?? null),
    events: inOrder(updates(sources, reading), worldEvents(sources, moves), sources.acts),
  };
  const rest = unexplained(facts, sources, own);
  return rest === null ? facts : { ...facts, events: inOrder(facts.events, [rest]) };
}

/** The audit that made the ticket, where there is one. */
function isCreation(audit: Audit, index: number, ticket: ZendeskTicket): boolean {
  return index === 0 && (audit.at <= ticket.createdAt || audit.events.some(({ kind }) => kind === 'create'));
}

/** The value at opening: as created, else what stood before its first change, else what stands now. */
function opening({ audits }: ZendeskSources, field: string, now: FieldValue): FieldValue {
  for (const audit of audits) {
    for (const event of audit.events) {
      if (event.kind === 'comment' || event.field !== field) continue;
      return event.kind === 'create' ? event.value : event.previous;
    }
  }
  return now;
}

function openingFields(sources: ZendeskSources): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const [number, field] of sources.fields) {
    values[field.id] = fieldValue(field, opening(sources, number, sources.ticket.fields[number] ?? null));
  }
  return values;
}

function updates(sources: ZendeskSources, reading: Reading): readonly FactEvent[] {
  return sources.audits.flatMap((audit, index) =>
    isCreation(audit, index, sources.ticket) ? [] : eventsOf(audit, reading),
  );
}

interface Move {
  readonly at: EpochMs;
  readonly organizationId: string | null;
  readonly requesterId: string | null;
}

/** Whose ticket it was, from when on. */
function movesOf(sources: ZendeskSources): readonly Move[] {
  const { ticket, audits } = sources;
  let current: Move = {
    at: ticket.createdAt,
    organizationId: textOf(opening(sources, 'organization_id', ticket.organizationId)),
    requesterId: textOf(opening(sources, 'requester_id', ticket.requesterId)),
  };
  const moves = [current];
  for (const audit of audits) {
    let next = current;
    for (const event of audit.events) {
      if (event.kind !== 'change') continue;
      if (event.field === 'organization_id') next = { ...next, organizationId: textOf(event.value) };
      if (event.field === 'requester_id') next = { ...next, requesterId: textOf(event.value) };
    }
    if (next === current) continue;
    current = { ...next, at: audit.at };
    moves.push(current);
  }
  if (current.organizationId !== ticket.organizationId || current.requesterId !== ticket.requesterId) {
    moves.push({ at: ticket.updatedAt, organizationId: ticket.organizationId, requesterId: ticket.requesterId });
  }
  return moves;
}

/** Changes of contract, requester and organization, at a move or at a new revision of the contract. */
function worldEvents(sources: ZendeskSources, moves: readonly Move[]): readonly FactEvent[] {
  const events: FactEvent[] = [];
  let before = '';
  for (const [index, move] of moves.entries()) {
    const until = moves[index + 1]?.at ?? Infinity;
    const changes = changesOf(sources, move.organizationId).filter((at) => at > move.at && at < until);
    for (const at of [move.at, ...changes]) {
      const { contract, requester, organization } = surroundingsAt(sources, move.organizationId, move.requesterId, at);
      const now = JSON.stringify([contract, requester, organization]);
      if (before !== '' && now !== before) {
        events.push({ at, kind: 'organization', organization });
        events.push({ at, kind: 'contract', contract });
        events.push({ at, kind: 'requester', requester });
      }
      before = now;
    }
  }
  return events;
}

function noticesFor(sources: ZendeskSources, organizationId: string | null): readonly NoticeFacts[] {
  return sources.notices
    .filter(
      ({ policyId, organizations }) =>
        policyId === sources.policy.id &&
        (organizations.length === 0 || (organizationId !== null && organizations.includes(organizationId))),
    )
    .map(({ id, kind, text, announced, from, to, organizations }) => ({
      id,
      kind,
      text,
      announced,
      from,
      to,
      organizations,
    }));
}

/** What the ticket shows now and no audit tells: audits may be thinner than the ticket. */
function unexplained(facts: Facts, sources: ZendeskSources, own: ReadonlySet<string>): FactEvent | null {
  const { ticket } = sources;
  let { status, type, tags } = facts;
  const fields: Record<string, FieldValue> = { ...facts.fields };
  for (const event of facts.events) {
    if (event.kind !== 'update') continue;
    status = event.status ?? status;
    if (event.type !== undefined) type = event.type;
    tags = event.tags ?? tags;
    Object.assign(fields, event.set);
  }
  const set: Record<string, FieldValue> = {};
  for (const [number, field] of sources.fields) {
    const now = fieldValue(field, ticket.fields[number] ?? null);
    if (!sameValue(now, fields[field.id] ?? null)) set[field.id] = now;
  }
  const tagsNow = withoutOwn(ticket.tags, own);
  const difference = {
    ...(ticket.status === status ? {} : { status: ticket.status }),
    ...(ticket.type === (type ?? null) ? {} : { type: ticket.type }),
    ...(sameValue(tagsNow, (tags ?? []).toSorted()) ? {} : { tags: tagsNow }),
    ...(Object.keys(set).length === 0 ? {} : { set }),
  };
  if (Object.keys(difference).length === 0) return null;
  return { at: ticket.updatedAt, kind: 'update', ...difference };
}

/** By time; equal instants keep the order of the lists, and within a list their own. */
function inOrder(...lists: readonly (readonly FactEvent[])[]): readonly FactEvent[] {
  return lists.flat().toSorted((one, other) => one.at - other.at);
}
