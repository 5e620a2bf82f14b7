// What is known of a ticket, and when it became known. Plain data: stored as JSON, printed, replayed.
import type { TicketPriority, TicketStatus } from '#schema/ticket-words.ts';
import type { EpochMs } from '#core/time/time.ts';

export type { EpochMs } from '#core/time/time.ts';

/** Value of a ticket field: a choice's id, a checkbox, a number, a date (YYYY-MM-DD), several choices; null: not set. */
export type FieldValue = string | number | boolean | readonly string[] | null;

export type { TicketStatus };

/** A contact of the contract. `role` is the policy's word: approved, named, account_manager, partner, … */
export interface ContactFacts {
  readonly role: string;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly userId?: string | null;
  /** YYYY-MM-DD */
  readonly certifiedOn?: string | null;
  readonly agreedBy?: readonly string[];
}

export interface ContractFacts {
  readonly tier: string;
  readonly status: 'active' | 'unpaid' | 'ended';
  /** Local dates of the policy's zone, inclusive. */
  readonly startsOn?: string | null;
  readonly endsOn?: string | null;
  /** The partner organization's name; `self`: the customer provides for itself; null: none. */
  readonly partner?: string | null;
  readonly region?: string | null;
  /** Entitlement id → quantity; null: not counted. */
  readonly entitlements?: Readonly<Record<string, number | null>>;
  readonly contacts?: readonly ContactFacts[];
  /** Further values that conditions may ask for as contract.NAME. */
  readonly extra?: Readonly<Record<string, FieldValue>>;
}

export interface RequesterFacts {
  readonly approved: boolean;
  readonly role?: string | null;
  /** YYYY-MM-DD */
  readonly certifiedOn?: string | null;
  readonly extra?: Readonly<Record<string, FieldValue>>;
}

export interface OrganizationFacts {
  readonly id?: string | null;
  readonly name?: string | null;
  /** Number of users; null: not known. */
  readonly users?: number | null;
  /** IANA zone for calendars of the customer. */
  readonly timeZone?: string | null;
  /** YYYY-MM-DD, for calendars of the customer. */
  readonly holidays?: readonly string[];
  readonly extra?: Readonly<Record<string, FieldValue>>;
}

/** A notice that concerns the ticket's organization. */
export interface NoticeFacts {
  readonly id: string;
  readonly kind: string;
  readonly text?: string | null;
  readonly announced: EpochMs;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly organizations?: readonly string[];
}

/** What counts against allowances: how much was used in the period before this ticket. */
export interface UsageFacts {
  readonly allowance: string;
  readonly used: number;
  /** How much was used in each earlier period of the contract, the first one first; absent or empty: there is none. */
  readonly earlier?: readonly number[];
}

/**
 * The facts of one ticket. The outer fields are as of `opened`; `events` say what changed afterwards,
 * in order of `at` (equal instants keep their order). What is later than the judged instant is not looked at.
 */
export interface Facts {
  readonly ticketId: string;
  readonly opened: EpochMs;
  readonly channel: string | null;
  readonly status: TicketStatus;
  readonly type?: string | null;
  /** Zendesk's priority at opening, set by a person; null: none. */
  readonly priority?: string | null;
  readonly tags?: readonly string[];
  /** Keyed by the policy's field ids. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly contract: ContractFacts | null;
  readonly requester: RequesterFacts;
  readonly organization: OrganizationFacts;
  readonly notices?: readonly NoticeFacts[];
  readonly usage?: readonly UsageFacts[];
  /** Stands in for the policy's date of review (scenarios). */
  readonly reviewed?: string | null;
  readonly events: readonly FactEvent[];
}

export interface CommentFact {
  readonly by: 'agent' | 'customer';
  readonly public: boolean;
  /** Only where a rule of the policy reads it (a defect's reference); else absent. */
  readonly text?: string;
  /** Channel by which it came; default: the ticket's. */
  readonly channel?: string | null;
}

/** One update of the ticket in Zendesk: the comment counts before the new status. */
export interface UpdateEvent {
  readonly at: EpochMs;
  readonly kind: 'update';
  readonly comment?: CommentFact;
  readonly status?: TicketStatus;
  readonly type?: string | null;
  readonly set?: Readonly<Record<string, FieldValue>>;
  /** A priority set by a person; null: cleared. `by` is that person's role. */
  readonly priority?: { readonly value: TicketPriority | null; readonly by: string };
  readonly tags?: readonly string[];
  readonly channel?: string;
}

/** What people do in the sidebar, by the API, or beside the ticket. */
export type ActEvent =
  | {
      readonly at: EpochMs;
      readonly kind: 'duty';
      readonly duty: string;
      readonly outcome?: string | null;
      readonly note?: string | null;
    }
  | { readonly at: EpochMs; readonly kind: 'intake'; readonly item: string; readonly value?: string | null }
  | {
      readonly at: EpochMs;
      readonly kind: 'handOff';
      readonly to: string;
      readonly note?: string | null;
      readonly supposed?: boolean;
    }
  | {
      readonly at: EpochMs;
      readonly kind: 'attempt';
      readonly step: string;
      readonly outcome: 'reached' | 'not_reached';
    }
  | { readonly at: EpochMs; readonly kind: 'escalate'; readonly step: string; readonly reason?: string | null }
  | { readonly at: EpochMs; readonly kind: 'exclusion'; readonly exclusion: string; readonly reason?: string | null }
  | {
      readonly at: EpochMs;
      readonly kind: 'withdrawExclusion';
      readonly exclusion: string;
      readonly reason?: string | null;
    }
  | { readonly at: EpochMs; readonly kind: 'start'; readonly metric: string }
  | { readonly at: EpochMs; readonly kind: 'complete'; readonly metric: string }
  | { readonly at: EpochMs; readonly kind: 'agree'; readonly metric: string; readonly due: EpochMs }
  | { readonly at: EpochMs; readonly kind: 'work'; readonly service: string | null; readonly ms: number }
  | {
      readonly at: EpochMs;
      readonly kind: 'defect';
      readonly reference: string;
      readonly url?: string | null;
      readonly state?: 'open' | 'closed';
      readonly expectedRelease?: string | null;
    }
  | { readonly at: EpochMs; readonly kind: 'session'; readonly url: string };

/** What changes around the ticket. */
export type WorldEvent =
  | { readonly at: EpochMs; readonly kind: 'rating'; readonly value: 'good' | 'bad' }
  | { readonly at: EpochMs; readonly kind: 'contract'; readonly contract: ContractFacts | null }
  | { readonly at: EpochMs; readonly kind: 'requester'; readonly requester: RequesterFacts }
  | { readonly at: EpochMs; readonly kind: 'organization'; readonly organization: OrganizationFacts };

export type FactEvent = UpdateEvent | ActEvent | WorldEvent;
