/** Whether an event says anything that the last reading did not show: if not, Zendesk is not asked at all. */
import type { EpochMs, FieldValue } from '#core/facts/facts.ts';
import { ticketAfter } from '#core/facts/from-audits.ts';
import { fieldValue, sameValue } from '#core/facts/field-values.ts';
import type { FieldsByNumber } from '#core/facts/field-values.ts';
import { tagsOf } from '#core/facts/updates.ts';
import type { Audit, ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import type { Field } from '#core/policy/policy.ts';
import type { Hint } from './ports/tickets.ts';

export interface Seeing {
  readonly ticket: ZendeskTicket;
  readonly audits: readonly Audit[];
  readonly fields: FieldsByNumber;
  readonly botUserId: string;
  /** Another hand undoes what we write: what looks like an earlier act of its may be its next. */
  readonly isFought?: boolean;
}

const SECOND = 1_000;
const MINUTE = 60_000;

/**
 * True where the event is older than what was read, or shows the same state and no comment that is not known.
 * In doubt false: a reading too many costs one request, one too few an answer.
 */
export function saysNothingNew(hint: Hint, seeing: Seeing): boolean {
  if (hint.updatedAt === null) return false;
  const latest = latestOf(hint.updatedAt, hint);
  if (latest < (seeing.audits.at(-1)?.at ?? -Infinity)) return true;
  // The answer to our own write shows the state of then, but not what was said between the reading and it.
  const isOlder = latest < seeing.ticket.updatedAt && hasKnownComment(hint, seeing);
  return (
    ((isOlder || showsSame(hint, seeing)) && hidesNothing(hint, seeing)) ||
    (namesSecond(hint) && showsEarlier(hint, seeing, hint.updatedAt)) ||
    leavesAll(hint, seeing)
  );
}

/**
 * By somebody other than who commented last, it shows the ticket as it is known, in the second or minute of its last update:
 * whatever that person did changes nothing that is judged.
 */
function leavesAll(hint: Hint, seeing: Seeing): boolean {
  const { updatedAt, actorId, comment } = hint;
  const { ticket } = seeing;
  if (updatedAt === null || actorId === null || comment === null || comment.authorId === actorId) return false;
  if (updatedAt > ticket.updatedAt || latestOf(updatedAt, hint) < ticket.updatedAt) return false;
  return hint.complete && sameState(hint, ticket) && sameFields(hint, seeing) && hasComment(hint, seeing.audits);
}

/**
 * True where the event most likely tells again what is known: it shows the ticket as our own write left it, in that very
 * second, by the person of the last update that was read; or as that person left it, in the minute that it names. Should
 * that person have said or done the same once more, the event would look the same.
 */
export function seemsRepeated(hint: Hint, seeing: Seeing): boolean {
  const { updatedAt, actorId } = hint;
  const { ticket, audits, botUserId } = seeing;
  if (updatedAt === null || !hint.complete) return false;
  // Where somebody else has said something since, the same once more is most likely another.
  if (hint.comment === null ? !namesSecond(hint) : !hasComment(hint, audits)) return false;
  if (!namesSecond(hint)) return showsEarlier(hint, seeing, latestOf(updatedAt, hint));
  const last = audits.findLast(({ authorId }) => authorId !== botUserId);
  if (last === undefined || last.at >= updatedAt || updatedAt !== ticket.updatedAt) return false;
  if (actorId !== null && actorId !== last.authorId) return false;
  return sameState(hint, ticket) && sameFields(hint, seeing);
}

/** True where the event is not older than what was made of the audits, and shows the same state with its comment. */
export function confirms(hint: Hint, seeing: Seeing): boolean {
  const { updatedAt, actorId, complete } = hint;
  const { ticket, audits } = seeing;
  if (updatedAt === null || latestOf(updatedAt, hint) < ticket.updatedAt) return false;
  if (showsSame(hint, seeing)) return true;
  // A whole minute is no update's instant: the last one is the event's own where it is of that minute and person.
  const last = audits.at(-1);
  const isOwn =
    last !== undefined && last.at >= updatedAt && last.at <= latestOf(updatedAt, hint) && last.authorId === actorId;
  return isOwn && complete && sameState(hint, ticket) && sameFields(hint, seeing) && hasComment(hint, audits);
}

/**
 * True where the reading is surely older than the event: Zendesk may answer from a copy that lags behind. The event tells
 * what the reading does not show, and is of a later second; or, of the same, nobody did anything that was not read
 * `before`, least of all the person whom it names: unless it shows what that person did then.
 */
export function isLagging(hint: Hint, seeing: Seeing, before: readonly Audit[]): boolean {
  const { updatedAt, actorId } = hint;
  const { ticket, audits } = seeing;
  if (updatedAt === null || !hint.complete) return false;
  const known = new Set(before.map(({ id }) => id));
  const news = audits.filter(({ id, authorId }) => !known.has(id) && authorId !== seeing.botUserId);
  const isOther = contradicts(hint, seeing);
  if (!isOther && (hasKnownComment(hint, seeing) || hasComment(hint, news))) return false;
  const second = Math.floor(updatedAt / SECOND) * SECOND;
  if (second > ticket.updatedAt) return true;
  const latest = latestOf(updatedAt, hint);
  if (actorId === null || latest < ticket.updatedAt || news.length > 0) return false;
  // It may have been drawn up again after our own write.
  if (!isOther && hasComment(hint, audits)) return false;
  return !audits.some(({ at, authorId }, index) => {
    if (authorId !== actorId || at < second || at > latest) return false;
    const until = audits.slice(0, index + 1);
    const left = ticketLeftBy(until, seeing);
    return left === null || (!contradicts(hint, { ...seeing, ticket: left }) && hasComment(hint, until));
  });
}

/** Whether the event tells another state than the ticket's; what it does not tell contradicts nothing. */
function contradicts(hint: Hint, { ticket, fields }: Seeing): boolean {
  if (!sameState(hint, ticket)) return true;
  for (const [number, field] of fields) {
    const told = toldOf(hint, number, field);
    if (told !== undefined && !isSameField(field, told, ticket.fields[number] ?? null)) return true;
  }
  return false;
}

/**
 * An event rendered before our own write of the same second looks as new as that: it shows the ticket as an update of then
 * left it, made by the very person whom it names. Should it be newer all the same, our write was refused for its stamp,
 * and the ticket was read again. `until`: the last instant that the event may mean.
 */
function showsEarlier(hint: Hint, seeing: Seeing, until: EpochMs): boolean {
  const { updatedAt, actorId } = hint;
  if (updatedAt === null || actorId === null || !hint.complete || seeing.isFought === true) return false;
  return seeing.audits.some(
    ({ at, authorId }, index) =>
      authorId === actorId &&
      at >= updatedAt &&
      at <= until &&
      showsAsLeft(hint, seeing, seeing.audits.slice(0, index + 1)),
  );
}

/** Whether the event shows the ticket as the last of these audits left it; they start with the ticket's first. */
function showsAsLeft(hint: Hint, seeing: Seeing, until: readonly Audit[]): boolean {
  const ticket = ticketLeftBy(until, seeing);
  return (
    ticket !== null && sameState(hint, ticket) && sameFields(hint, { ...seeing, ticket }) && hasComment(hint, until)
  );
}
function ticketLeftBy(until: readonly Audit[], { ticket }: Seeing): ZendeskTicket | null {
  const left = ticketAfter(ticket.id, null, until);
  return left === null ? null : { ...left, updatedStamp: '' };
}

function showsSame(hint: Hint, seeing: Seeing): boolean {
  if (!hint.complete || !sameState(hint, seeing.ticket) || !sameFields(hint, seeing)) return false;
  return hasKnownComment(hint, seeing);
}

function hasKnownComment(hint: Hint, { audits, botUserId }: Seeing): boolean {
  return hint.comment === null || hint.actorId === botUserId || isKnownComment(hint, audits);
}

/** An event that tells of no comment may hide one, unless the update of that very second and person was read. */
function hidesNothing(hint: Hint, { ticket, audits, botUserId }: Seeing): boolean {
  const { comment, actorId, updatedAt } = hint;
  if (comment !== null || actorId === botUserId) return true;
  if (!namesSecond(hint)) return false;
  if (actorId === null) return updatedAt === ticket.updatedAt;
  return audits.some(({ at, authorId }) => at === updatedAt && actorId === authorId);
}

/**
 * A whole minute that was given without seconds is no update's own second, also where one of its first second is known:
 * others may have followed it.
 */
function namesSecond({ updatedAt, bySecond }: Hint): boolean {
  return updatedAt !== null && (bySecond === true || updatedAt % MINUTE !== 0);
}

/** Zendesk's placeholder gives minutes only: a whole minute may be any second of it. */
function latestOf(updatedAt: EpochMs, hint: Hint): EpochMs {
  return namesSecond(hint) ? updatedAt : updatedAt + MINUTE - 1;
}

function sameState(hint: Hint, ticket: ZendeskTicket): boolean {
  return (
    hint.status === ticket.status &&
    hint.priority === ticket.priority &&
    hint.type === ticket.type &&
    hint.organizationId === ticket.organizationId &&
    hint.requesterId === ticket.requesterId &&
    sameTags(hint.tags ?? [], ticket.tags)
  );
}

function sameTags(one: readonly string[], other: readonly string[]): boolean {
  const tags = new Set(one);
  return tags.size === new Set(other).size && other.every((tag) => tags.has(tag));
}

/** Every field of the policy must be told: one that is missing may have changed. */
function sameFields(hint: Hint, { ticket, fields }: Seeing): boolean {
  for (const [number, field] of fields) {
    const told = toldOf(hint, number, field);
    if (told === undefined || !isSameField(field, told, ticket.fields[number] ?? null)) return false;
  }
  return true;
}

/** Null: it says that the field is empty; undefined: it does not say. */
function toldOf({ fields }: Hint, number: string, { zendesk }: Field): FieldValue | undefined {
  const name = [zendesk, number].find((each) => fields !== null && Object.hasOwn(fields, each));
  return name === undefined ? undefined : (fields?.[name] ?? null);
}

/** A box that was never ticked is empty to some and false to others; of several choices the order says nothing. */
function isSameField(field: Field, told: FieldValue, shown: FieldValue): boolean {
  const [one, other] = [fieldValue(field, told), fieldValue(field, shown)];
  if (field.type === 'checkbox') return (one === true) === (other === true);
  if (field.type === 'multiple') return sameTags(tagsOf(one), tagsOf(other));
  return sameValue(one, other);
}

/** The update of that very second is known, and the comment as its own or as the last before it. Two equal ones judge as one. */
function isKnownComment(hint: Hint, audits: readonly Audit[]): boolean {
  if (!namesSecond(hint)) return false;
  return audits.some(
    (audit, index) =>
      audit.at === hint.updatedAt &&
      (hasComment(hint, [audit]) || (audit.authorId === hint.actorId && hasComment(hint, audits.slice(0, index + 1)))),
  );
}

/** Whether the last comment of these audits is the one that the event tells of; it may tell of none. */
function hasComment({ comment }: Hint, audits: readonly Audit[]): boolean {
  if (comment === null) return true;
  const audit = audits.findLast(({ events }) => events.some(({ kind }) => kind === 'comment'));
  return (
    audit?.events.some(
      (event) =>
        event.kind === 'comment' &&
        event.public === comment.public &&
        (event.authorId ?? audit.authorId) === comment.authorId,
    ) ?? false
  );
}
