// Who does what under a compiled policy: duties, levels, contacts, steps, intake, exclusions, notices.
import type { Condition } from './condition-terms.ts';
import type { Cites, Within } from './promise-terms.ts';

export type OwnerWord = 'vendor' | 'partner' | 'customer';

export interface Duty {
  readonly id: string;
  readonly title: string;
  /** Asked for while it holds (of the duty's own; a level's or requester rule's asking stands beside it). Null: only asked for by those. */
  readonly when: Condition | null;
  readonly within: Within | null;
  readonly clock: string | null;
  /** Possible outcomes; the first is taken when none is given. */
  readonly outcomes: readonly string[];
  /** Field that takes the outcome. */
  readonly sets: string | null;
  /** Duties before it in an ordered list. */
  readonly after: readonly string[];
  /** Facts that do it without a click. */
  readonly doneBy: readonly DutyTrigger[];
  /** Once asked for, stays until done. */
  readonly stays: boolean;
  readonly links: readonly { readonly title: string; readonly url: string }[];
  /** Wanted tag while it is open or done; null: none. */
  readonly tag: string | null;
  readonly cites: Cites;
}

export type DutyTrigger =
  | { readonly on: 'agent_reply_with_defect' }
  | { readonly on: 'customer_comment'; readonly channel: string | null; readonly outcome: string | null }
  | { readonly on: 'agent_reply'; readonly outcome: string | null }
  | { readonly on: 'field'; readonly field: string; readonly outcome: string | null };

export interface LevelDuty {
  readonly duty: string;
  readonly when: Condition;
}

export interface HandOffRule {
  readonly to: string;
  /** Duties that must be done first. */
  readonly duties: readonly LevelDuty[];
  readonly when: Condition;
  /** Opens at once, whatever is open. Null: no such path. */
  readonly atOnceWhen: Condition | null;
  readonly cites: Cites;
}

export interface Level {
  readonly id: string;
  readonly title: string;
  readonly owner: OwnerWord;
  /** Contact ids of the policy for this level's owner. */
  readonly contacts: readonly string[];
  readonly duties: readonly LevelDuty[];
  readonly handOffs: readonly HandOffRule[];
  readonly when: Condition;
  readonly cites: Cites;
}

/** Choices of a ticket field that say more than their name: where the ticket starts, which product it is about. */
export interface Topic {
  readonly id: string;
  readonly title: string;
  readonly level: string | null;
  readonly product: string | null;
  readonly cites: Cites;
}

export interface Contact {
  readonly id: string;
  readonly title: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly region: string | null;
  /** Roles of the contract's contacts that stand for it. */
  readonly roles: readonly string[];
  readonly cites: Cites;
}

export interface RouteRule {
  readonly id: string;
  readonly when: Condition;
  readonly contact: string;
  readonly fallback: string | null;
  readonly fallbackWhen: Condition | null;
  readonly tag: string | null;
  readonly cites: Cites;
}

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly contacts: readonly string[];
  /** Contacts by contract.region; the list above where no region is known. */
  readonly byRegion: boolean;
  /** Null: always open. */
  readonly opensWhen: Condition | null;
  readonly opensText: string | null;
  readonly cites: Cites;
}

export interface IntakeTemplate {
  readonly id: string;
  readonly title: string;
  readonly when: Condition;
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly optional: boolean;
    readonly field: string | null;
    readonly cites: Cites;
  }[];
  /** With {{missing}}. */
  readonly message: string | null;
  readonly cites: Cites;
}

export interface ExclusionRule {
  readonly id: string;
  readonly title: string;
  /** Null: an agent records it. */
  readonly when: Condition | null;
  readonly cites: Cites;
}

export interface RequesterRule {
  readonly when: Condition;
  readonly verdict: 'approved' | 'emergency' | 'not_approved' | 'unrestricted';
  readonly duties: readonly string[];
  readonly cites: Cites;
}

export interface AdviceRule {
  readonly when: Condition;
  readonly text: string;
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly cites: Cites;
}

export interface TagRule {
  readonly tag: string;
  readonly when: Condition;
  readonly cites: Cites;
}

export interface NoticeRule {
  readonly kind: string;
  readonly title: string;
  readonly lead: Within | null;
  /** Too short a lead time is refused (true) or warned about (false). */
  readonly refuse: boolean;
  readonly recipients: readonly string[];
  readonly cites: Cites;
}

export interface Certification {
  /** Years and months of validity from certifiedOn. */
  readonly validMonths: number;
  readonly expiringDays: number;
  readonly cites: Cites;
}

export interface DefectTracker {
  /** GitHub repository owner/name; null: another tracker, references only. */
  readonly github: string | null;
  readonly priority: string | null;
  /** With {{reference}}. */
  readonly url: string | null;
  readonly cites: Cites;
}
