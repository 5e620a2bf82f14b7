// What Zendesk says of a ticket, in our words: the snapshot, its audits, the people and organization round it. Plain data.
import type { TicketPriority } from '#schema/ticket-words.ts';
import type { EpochMs, FieldValue, TicketStatus } from './facts.ts';

export type ZendeskPriority = TicketPriority;

/** The ticket as Zendesk shows it now. Ids are decimal strings, never numbers. */
export interface ZendeskTicket {
  readonly id: string;
  readonly status: TicketStatus;
  readonly priority: ZendeskPriority | null;
  /** problem, incident, question, task; null: none. */
  readonly type: string | null;
  /** Lower case, each once. */
  readonly tags: readonly string[];
  readonly organizationId: string | null;
  readonly requesterId: string | null;
  /** Zendesk's `via.channel`. */
  readonly channel: string | null;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  /** `updated_at` exactly as sent: what `updated_stamp` must repeat. */
  readonly updatedStamp: string;
  /** Keyed by the ticket field's number. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly rating: 'good' | 'bad' | null;
}

/** Who made an update, and how. */
export interface Audit {
  readonly id: string;
  readonly at: EpochMs;
  /** Null or `-1`: the system. */
  readonly authorId: string | null;
  /** `via.channel` of the whole update: web, email, api, rule, … */
  readonly channel: string | null;
  /** `via.source.rel`: trigger, automation, merge, follow_up, …; null: none. */
  readonly rel: string | null;
  /** `via.source.from.ticket_id`: the closed ticket that a follow-up follows. */
  readonly from?: string;
  /** Causes that the sidecar put into the update's metadata (`custom.tierline.causes`): its own notes. */
  readonly causes: readonly string[];
  readonly events: readonly AuditEvent[];
}

export type AuditEvent =
  /** `field`: status, priority, type, tags, organization_id, requester_id, satisfaction_score or a ticket field's number. */
  | {
      readonly kind: 'create' | 'change';
      readonly field: string;
      readonly value: FieldValue;
      readonly previous: FieldValue;
      /** Made by a trigger or automation inside this update. */
      readonly byRule: boolean;
    }
  | {
      readonly kind: 'comment';
      readonly public: boolean;
      readonly authorId: string | null;
      /** `via.channel` of the comment; null: the update's. */
      readonly channel: string | null;
      readonly text: string;
    };

export interface ZendeskUser {
  readonly id: string;
  readonly name: string | null;
  /** Lower case. */
  readonly email: string | null;
  readonly role: 'end-user' | 'agent' | 'admin';
  /** An agent who may only read and write internal notes. */
  readonly light: boolean;
  readonly suspended: boolean;
  readonly organizationId: string | null;
  /** What the role was before it went over between end users and agents, oldest first; absent: no change was seen. */
  readonly earlier?: readonly { readonly role: ZendeskUser['role']; readonly until: EpochMs }[];
}

export interface ZendeskOrganization {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  /** `organization_fields`, keyed by their key. */
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** A ticket field of the account: which number has which title. */
export interface ZendeskField {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly active: boolean;
}
