/** A scripted Zendesk at the port: tickets in memory, audits, safe updates, and whatever failure a test asks for. */
import type {
  Audit,
  AuditEvent,
  ZendeskField,
  ZendeskOrganization,
  ZendeskPriority,
  ZendeskTicket,
  ZendeskUser,
} from '#core/facts/zendesk-ticket.ts';
import type { FieldValue, TicketStatus } from '#core/facts/facts.ts';
import type { Delivered, DeliveryFailure } from '#flow/ports/failures.ts';
import type { ManyWrite, TicketRestriction, TicketWrite, Zendesk } from '#flow/ports/zendesk.ts';

export const BOT = '900';
export const AGENT = '800';
export const CUSTOMER = '700';
export const STRANGER = '701';
export const ORGANIZATION = '500';

export interface Change {
  readonly by: string;
  readonly at: number;
  readonly via?: string;
  readonly status?: TicketStatus;
  readonly priority?: ZendeskPriority | null;
  readonly tags?: readonly string[];
  readonly fields?: Readonly<Record<string, FieldValue>>;
  readonly comment?: { readonly public: boolean; readonly text?: string };
}

interface Stored {
  ticket: ZendeskTicket;
  audits: Audit[];
}

export class FakeZendesk implements Zendesk {
  readonly tickets = new Map<string, Stored>();
  readonly people = new Map<string, ZendeskUser>();
  readonly organizationsById = new Map<string, ZendeskOrganization>();
  fields: ZendeskField[] = [
    { id: '360001', title: 'support_impact', type: 'tagger', active: true },
    { id: '360002', title: 'support_request', type: 'tagger', active: true },
  ];
  reads = 0;
  otherReads = 0;
  readonly writes: TicketWrite[] = [];
  readonly jobs: ManyWrite[] = [];
  /** Taken in order by updates: a failure instead of, or (`applied`) after, the update. */
  readonly failures: { readonly failure: DeliveryFailure; readonly applied?: boolean }[] = [];
  readonly readFailures: DeliveryFailure[] = [];
  /** Runs before an update is applied: another hand in between. */
  beforeUpdate: ((write: TicketWrite) => void) | null = null;
  /** Taken in order by reads: answers from a copy that stands as the ticket stood after so many updates of it. */
  readonly lags: number[] = [];
  /** What a trigger of Zendesk's makes of the tags after an update of ours, within the same audit. */
  trigger: ((tags: readonly string[]) => readonly string[]) | null = null;
  /** Fields that a trigger of Zendesk's sets after an update of ours, within the same audit. */
  triggerFields: Readonly<Record<string, FieldValue>> = {};
  /** Resolves before a read is answered. */
  readGate: Promise<void> | null = null;
  /** Its field is switched off: it is taken, and nothing comes of it. */
  ignoresPriority = false;
  refusesCursors = false;
  /** Something answers with a page where a cursor is asked for. */
  hidesCursors = false;
  /** Nothing has changed: the export names no cursor. */
  isQuiet = false;
  readonly restrictions = new Map<string, TicketRestriction>();
  /** Says nothing of who may see what. */
  away = false;
  /** Zendesk's clock. */
  now: () => number;
  #nextAudit = 1;
  /** A ticket as it was opened and after each of its updates. */
  readonly #past = new Map<string, Stored[]>();

  constructor(now: () => number) {
    this.now = now;
    for (const [id, role] of [
      [BOT, 'admin'],
      [AGENT, 'agent'],
      [CUSTOMER, 'end-user'],
      [STRANGER, 'end-user'],
    ] as const) {
      this.people.set(id, {
        id,
        name: `User ${id}`,
        email: `user${id}@example.com`,
        role,
        light: false,
        suspended: false,
        organizationId: ORGANIZATION,
      });
    }
    this.organizationsById.set(ORGANIZATION, { id: ORGANIZATION, name: 'Example Ltd', tags: [], fields: {} });
  }

  open(id: string, at: number, more: Partial<ZendeskTicket> = {}): void {
    const second = Math.floor(at / 1000) * 1000;
    const ticket: ZendeskTicket = {
      id,
      status: 'new',
      priority: null,
      type: null,
      tags: [],
      organizationId: ORGANIZATION,
      requesterId: CUSTOMER,
      channel: 'web',
      createdAt: second,
      updatedAt: second,
      updatedStamp: stamp(second),
      fields: { '360001': 'all_users', '360002': 'fault' },
      rating: null,
      ...more,
    };
    const events: AuditEvent[] = [
      { kind: 'comment', public: true, authorId: ticket.requesterId, channel: null, text: 'It does not work' },
      create('status', ticket.status),
      create('priority', ticket.priority),
      create('tags', ticket.tags),
      create('organization_id', ticket.organizationId),
      create('requester_id', ticket.requesterId),
      ...Object.entries(ticket.fields).map(([number, value]) => create(number, value)),
    ];
    const stored = { ticket, audits: [this.#audit(second, ticket.requesterId, ticket.channel, events)] };
    this.tickets.set(id, stored);
    this.#past.set(id, [structuredClone(stored)]);
  }

  change(id: string, change: Change): void {
    const stored = this.#stored(id);
    const { ticket } = stored;
    const events: AuditEvent[] = [];
    if (change.comment !== undefined) {
      events.push({
        kind: 'comment',
        public: change.comment.public,
        authorId: change.by,
        channel: null,
        text: change.comment.text ?? 'Words',
      });
    }
    const next: { -readonly [Key in keyof ZendeskTicket]: ZendeskTicket[Key] } = { ...ticket };
    const set = (field: string, value: FieldValue, previous: FieldValue): void => {
      events.push({ kind: 'change', field, value, previous, byRule: change.via === 'rule' });
    };
    if (change.status !== undefined) {
      set('status', change.status, ticket.status);
      next.status = change.status;
    }
    if (change.priority !== undefined) {
      set('priority', change.priority, ticket.priority);
      next.priority = change.priority;
    }
    if (change.tags !== undefined) {
      const tags = change.tags.toSorted();
      set('tags', tags, ticket.tags);
      next.tags = tags;
    }
    for (const [number, value] of Object.entries(change.fields ?? {})) {
      set(number, value, ticket.fields[number] ?? null);
      next.fields = { ...next.fields, [number]: value };
    }
    const second = Math.floor(change.at / 1000) * 1000;
    next.updatedAt = second;
    next.updatedStamp = stamp(second);
    stored.ticket = next;
    const acted = change.by === BOT ? this.trigger?.(next.tags) : undefined;
    if (acted !== undefined) {
      events.push({ kind: 'change', field: 'tags', value: acted, previous: next.tags, byRule: true });
      next.tags = acted;
    }
    for (const [number, value] of Object.entries(change.by === BOT ? this.triggerFields : {})) {
      if (next.fields[number] === value) continue;
      events.push({ kind: 'change', field: number, value, previous: next.fields[number] ?? null, byRule: true });
      next.fields = { ...next.fields, [number]: value };
    }
    stored.audits.push(this.#audit(second, change.by, change.via ?? 'web', events));
    this.#past.get(id)?.push(structuredClone(stored));
  }

  me(): Promise<Delivered<{ userId: string }>> {
    return ok({ userId: BOT });
  }
  async readTicket(id: string, after: string | null): ReturnType<Zendesk['readTicket']> {
    this.reads += 1;
    const failure = this.readFailures.shift();
    if (failure !== undefined) return { ok: false, failure };
    const stored = this.tickets.get(id);
    const lag = this.lags.shift();
    const shown = lag === undefined ? stored : this.#past.get(id)?.[lag];
    const value = shown === undefined ? null : structuredClone(shown);
    if (this.readGate !== null) await this.readGate;
    if (value === null || value.ticket.status === 'deleted')
      return { ok: false, failure: { kind: 'gone', message: 'RecordNotFound' } };
    const index = after === null ? -1 : value.audits.findIndex((audit) => audit.id === after);
    return ok({
      ticket: value.ticket,
      audits: value.audits.slice(index + 1),
      whole: index === -1,
      users: [...this.people.values()],
      organization: this.organizationsById.get(value.ticket.organizationId ?? '') ?? null,
    });
  }
  updateTicket(write: TicketWrite): ReturnType<Zendesk['updateTicket']> {
    const failure = this.failures.shift();
    if (failure !== undefined && failure.applied !== true) return no(failure.failure);
    this.beforeUpdate?.(write);
    const stored = this.tickets.get(write.ticketId);
    if (stored === undefined) return no({ kind: 'gone', message: 'RecordNotFound' });
    if (stored.ticket.status === 'closed') return no({ kind: 'closed', message: 'closed prevents ticket update' });
    if (stored.ticket.updatedStamp !== write.updatedStamp) return no({ kind: 'conflict', message: 'UpdateConflict' });
    this.writes.push(write);
    this.change(write.ticketId, {
      by: BOT,
      at: this.now(),
      via: 'api',
      ...(write.priority === undefined || this.ignoresPriority ? {} : { priority: write.priority }),
      ...(write.tags === undefined ? {} : { tags: write.tags }),
      ...(write.note === undefined ? {} : { comment: { public: false, text: write.note.body } }),
    });
    const last = stored.audits.length - 1;
    stored.audits[last] = { ...(stored.audits[last] as Audit), causes: write.note?.causes ?? [] };
    if (failure !== undefined) return no(failure.failure);
    return ok({ ticket: structuredClone(stored.ticket), audit: structuredClone(stored.audits[last] as Audit) });
  }
  updateMany(write: ManyWrite): ReturnType<Zendesk['updateMany']> {
    this.jobs.push(write);
    for (const id of write.ticketIds) {
      const { ticket } = this.#stored(id);
      const removed = new Set(write.removeTags);
      this.change(id, {
        by: BOT,
        at: this.now(),
        via: 'api',
        tags: [...new Set([...ticket.tags.filter((tag) => !removed.has(tag)), ...write.addTags])],
        ...(write.priority === undefined ? {} : { priority: write.priority }),
      });
    }
    return ok({ done: write.ticketIds, failed: [] });
  }
  users(ids: readonly string[]): ReturnType<Zendesk['users']> {
    this.otherReads += 1;
    return ok(ids.flatMap((id) => this.people.get(id) ?? []));
  }
  organization(id: string): ReturnType<Zendesk['organization']> {
    this.otherReads += 1;
    const found = this.organizationsById.get(id);
    return found === undefined ? no({ kind: 'gone', message: 'RecordNotFound' }) : ok(found);
  }
  restriction(userId: string): ReturnType<Zendesk['restriction']> {
    return this.away
      ? no({ kind: 'unavailable', message: 'away' })
      : ok(this.restrictions.get(userId) ?? { kind: 'none' });
  }
  /** Groups of tickets; else 60. */
  readonly groups = new Map<string, string>();
  holdersAsked = 0;
  holders(ticketIds: readonly string[]): ReturnType<Zendesk['holders']> {
    if (this.away) return no({ kind: 'unavailable', message: 'away' });
    this.holdersAsked += 1;
    const held = ticketIds.flatMap((id) => this.tickets.get(id)?.ticket ?? []);
    return ok(
      new Map(
        held.map(({ id, organizationId, requesterId }) => [
          id,
          { organizationId, requesterId, groupId: this.groups.get(id) ?? '60', assigneeId: AGENT },
        ]),
      ),
    );
  }
  ticketFields(): ReturnType<Zendesk['ticketFields']> {
    return ok(this.fields);
  }
  exportTickets(from: Parameters<Zendesk['exportTickets']>[0]): ReturnType<Zendesk['exportTickets']> {
    if ('cursor' in from && this.refusesCursors) return no({ kind: 'invalid', message: 'cursor is not valid' });
    if ('cursor' in from && this.hidesCursors)
      return no({ kind: 'unavailable', refused: true, message: 'a page was answered' });
    if (this.isQuiet) return ok({ tickets: [], cursor: null, endOfStream: true });
    const since = 'cursor' in from ? Number(from.cursor) : from.startTime;
    const tickets = [...this.tickets.values()]
      .map(({ ticket }) => ({ ...ticket, generatedAt: ticket.updatedAt }))
      .filter(({ generatedAt }) => generatedAt >= since);
    return ok({
      tickets,
      cursor: String(Math.max(since, ...tickets.map(({ generatedAt }) => generatedAt))),
      endOfStream: true,
    });
  }

  ticket(id: string): ZendeskTicket {
    return this.#stored(id).ticket;
  }
  comments(id: string): readonly Extract<AuditEvent, { kind: 'comment' }>[] {
    return this.#stored(id).audits.flatMap(({ events }) => events.filter((event) => event.kind === 'comment'));
  }
  #stored(id: string): Stored {
    const stored = this.tickets.get(id);
    if (stored === undefined) throw new Error(`no ticket ${id}`);
    return stored;
  }
  #audit(at: number, authorId: string | null, channel: string | null, events: readonly AuditEvent[]): Audit {
    return { id: String(this.#nextAudit++), at, authorId, channel, rel: null, causes: [], events };
  }
}

function stamp(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
function create(field: string, value: FieldValue): AuditEvent {
  return { kind: 'create', field, value, previous: null, byRule: false };
}
function ok<T>(value: T): Promise<Delivered<T>> {
  return Promise.resolve({ ok: true, value });
}
function no(failure: DeliveryFailure): Promise<Delivered<never>> {
  return Promise.resolve({ ok: false, failure });
}
