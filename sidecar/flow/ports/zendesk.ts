// Zendesk, as the steps see it.
import type {
  Audit,
  ZendeskField,
  ZendeskOrganization,
  ZendeskPriority,
  ZendeskTicket,
  ZendeskUser,
} from '#core/facts/zendesk-ticket.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import type { Delivered } from './failures.ts';

/** One reading of a ticket: as few requests as possible (one, where `audits?include=tickets,users,organizations` gives all). */
export interface TicketReading {
  readonly ticket: ZendeskTicket;
  /** Oldest first: all of them, or, where `after` was given and is still there, those after it. */
  readonly audits: readonly Audit[];
  /** True: `audits` starts with the ticket's first. */
  readonly whole: boolean;
  /** Who came along (authors, requester); others are asked for by `users`. */
  readonly users: readonly ZendeskUser[];
  /** The ticket's organization where it came along. */
  readonly organization: ZendeskOrganization | null;
}

/** The ticket that these audits leave behind, and those known before them; null: that cannot be said for certain. Oldest first. */
export type TicketGuess = (audits: readonly Audit[]) => Promise<ZendeskTicket | null>;

/** One write: what differs, under the stamp of what was read. A note is always internal. */
export interface TicketWrite {
  readonly ticketId: string;
  readonly updatedStamp: string;
  /** Absent: not touched. */
  readonly priority?: ZendeskPriority;
  /** The whole list of tags; absent: not touched. */
  readonly tags?: readonly string[];
  /** Absent: no comment. Sent with `public: false`, and `metadata: { tierline: { causes } }`. */
  readonly note?: { readonly body: string; readonly causes: readonly string[] };
}

/** The ticket after the write, and the audit of it (null where the answer held none). */
export interface Written {
  readonly ticket: ZendeskTicket;
  readonly audit: Audit | null;
}

/** One equal change for up to 100 tickets, sent as update_many with `ids`; tags are added and removed, never replaced. */
export interface ManyWrite {
  readonly ticketIds: readonly string[];
  readonly priority?: ZendeskPriority;
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
}

export interface ManyWritten {
  /** Ticket ids whose change was applied, and why others' were not. */
  readonly done: readonly string[];
  readonly failed: readonly { readonly ticketId: string; readonly message: string; readonly conflict: boolean }[];
}

/** A page of the incremental cursor export. */
export interface ExportPage {
  readonly tickets: readonly ExportedTicket[];
  /** Null: none was given, because nothing has changed; what was asked is asked again. */
  readonly cursor: string | null;
  readonly endOfStream: boolean;
}
/** Only what tells whether the ticket must be looked at. */
export interface ExportedTicket extends ZendeskTicket {
  readonly generatedAt: EpochMs;
}

/** Which tickets Zendesk shows a user; `own`: those that the user asked for or is assigned to. */
export type TicketRestriction =
  | { readonly kind: 'none' }
  | { readonly kind: 'organizations' | 'groups'; readonly ids: readonly string[] }
  | { readonly kind: 'own' };

/** To whom a ticket belongs. */
export interface TicketHolders {
  readonly organizationId: string | null;
  readonly groupId: string | null;
  readonly assigneeId: string | null;
  readonly requesterId: string | null;
}

export interface Zendesk {
  /** The user as whom we act: its writes are never a person's. */
  me(): Promise<Delivered<{ readonly userId: string }>>;
  /**
   * `after`: the last audit that is known. `guess` is asked where an account sends the audits without the ticket: what it
   * makes of them, if anything, stands for the ticket and saves a second request. `expected`: about how many audits are new.
   */
  readTicket(
    ticketId: string,
    after: string | null,
    guess?: TicketGuess | null,
    expected?: number,
  ): Promise<Delivered<TicketReading>>;
  updateTicket(write: TicketWrite): Promise<Delivered<Written>>;
  /** Resolves when the job has ended. */
  updateMany(write: ManyWrite): Promise<Delivered<ManyWritten>>;
  /** Up to 100 ids; those that do not exist are absent. */
  users(ids: readonly string[]): Promise<Delivered<readonly ZendeskUser[]>>;
  organization(id: string): Promise<Delivered<ZendeskOrganization>>;
  restriction(userId: string): Promise<Delivered<TicketRestriction>>;
  /** Up to 100 tickets by id; those that do not exist are absent. */
  holders(ticketIds: readonly string[]): Promise<Delivered<ReadonlyMap<string, TicketHolders>>>;
  ticketFields(): Promise<Delivered<readonly ZendeskField[]>>;
  /** From `startTime` (at least a minute ago) or from a saved cursor. */
  exportTickets(from: { readonly startTime: EpochMs } | { readonly cursor: string }): Promise<Delivered<ExportPage>>;
}
