// A ticket's one row, and the events that wait for its next look.
import type { EpochMs, Facts, FactEvent, FieldValue } from '#core/facts/facts.ts';
import type { Judgement } from '#core/judge/judgement.ts';
import type { Audit, ZendeskPriority, ZendeskTicket } from '#core/facts/zendesk-ticket.ts';

/** What a webhook's body says; null: it does not say. Only `ticketId` is certain. */
export interface Hint {
  readonly ticketId: string;
  readonly status: string | null;
  readonly priority: string | null;
  readonly type: string | null;
  readonly tags: readonly string[] | null;
  readonly organizationId: string | null;
  readonly requesterId: string | null;
  readonly updatedAt: EpochMs | null;
  /** It was given to the second; without it a whole minute may be any second of it. */
  readonly bySecond?: true;
  /** Keyed by the `zendesk` names of the policy's fields. */
  readonly fields: Readonly<Record<string, FieldValue>> | null;
  readonly comment: { readonly public: boolean; readonly authorId: string | null } | null;
  readonly actorId: string | null;
  /** Whether every state above was said, so that an unchanged ticket need not be read. */
  readonly complete: boolean;
}

/** What Zendesk showed when it was last read or written. */
export interface Seen {
  readonly ticket: ZendeskTicket;
  /** False after a write whose resulting stamp is not known: read before the next write. */
  readonly fresh: boolean;
  /** It was read within the very second of its stamp: what somebody did in the rest of that second changes no stamp. */
  readonly within?: true;
  /** When a job was asked to write it: the stamp of that write is not known. */
  readonly jobAt?: EpochMs;
}

/** What Zendesk told of a ticket so far, without texts that no rule reads. */
export interface History {
  /** Oldest first, from the ticket's first. */
  readonly audits: readonly Audit[];
}

export type WriteBackState = 'settled' | 'pending' | 'failed';

/** What the ticket should show, and how far the write-back is. */
export interface WriteBack {
  readonly state: WriteBackState;
  readonly wantedPriority: ZendeskPriority | null;
  readonly wantedTags: readonly string[];
  /** Tags that we wrote and that still stand: only these are ever removed. */
  readonly writtenTags: readonly string[];
  readonly writtenPriority: ZendeskPriority | null;
  /** Failed tries since the last success. */
  readonly attempts: number;
  /** Rounds in which another hand undid ours. */
  readonly rounds: number;
  readonly lastError: string | null;
  /** When it is tried again by itself; null: now or never. */
  readonly retryAt: EpochMs | null;
  /** The audit of our last update, where that undid what we had not seen: a reading without it is older. */
  readonly overwroteIn?: string;
  /** An event since the last reading may have told of something new, though most likely it did not. */
  readonly unsure?: true;
  /** When the ticket is read although its events seem to tell nothing new. */
  readonly readBy?: EpochMs;
  /** Causes of notes that still have to be written, with their words. */
  readonly notes: readonly WantedNote[];
}
export interface WantedNote {
  readonly cause: string;
  readonly text: string;
}

export interface TicketRow {
  readonly ticketId: string;
  readonly seen: Seen | null;
  readonly history: History | null;
  readonly facts: Facts | null;
  readonly judgement: Judgement | null;
  readonly policy: { readonly id: string; readonly version: number } | null;
  readonly writeBack: WriteBack;
  /** Causes whose notes were sent or are too old to be sent. */
  readonly firedCauses: readonly string[];
  /** Deleted, merged or closed: nothing is looked at or written any more. */
  readonly ended: boolean;
  /** Must be read from Zendesk at the next look, whatever the hints say. */
  readonly mustRead: boolean;
  /** A look is due that nobody has taken yet, or that is under way. */
  readonly isDue: boolean;
  /** Grows with every change of the row's answer. */
  readonly revision: number;
  /** Updated instant of the newest hint that changed nothing. */
  readonly heardAt: EpochMs | null;
}

/** An act of a person in the sidebar, merged into the facts by its time. */
export interface StoredAct {
  readonly id: number;
  readonly event: FactEvent;
  readonly actor: string;
  /** Two acts with one key are one act. */
  readonly key: string;
}

/** Columns that the queue and the pages sort and filter by. */
export interface QueueColumns {
  readonly organizationId: string | null;
  readonly tier: string | null;
  readonly priority: string | null;
  readonly priorityRank: number;
  readonly level: string | null;
  readonly owner: string | null;
  readonly status: string;
  readonly openedAt: EpochMs;
  readonly nextDueAt: EpochMs | null;
  readonly nextMetric: string | null;
  readonly atRisk: boolean;
  readonly breached: boolean;
}
