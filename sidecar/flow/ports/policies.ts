// Policies, contracts and notices as they are kept.
import type { EpochMs } from '#core/facts/facts.ts';
import type { ContractRevision, ContractTerms, NoticeRecord } from '#core/facts/contract.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Actor } from './store.ts';

export type { ContractRevision, ContractTerms, NoticeRecord } from '#core/facts/contract.ts';

export type PolicyStateWord = 'draft' | 'published' | 'retired';

/** One version of a policy: immutable once published. */
export interface PolicyRecord {
  readonly id: string;
  readonly version: number;
  readonly state: PolicyStateWord;
  readonly title: string;
  readonly text: string;
  /** Holidays by country resolved at publication, as JSON; null: a draft. */
  readonly frozen: string | null;
  readonly savedAt: EpochMs;
  readonly publishedAt: EpochMs | null;
  readonly note: string | null;
  /** True: tickets that were open at its publication went over to it. */
  readonly movesOpen: boolean;
}

export interface Policies {
  /** Every version, oldest first, without text where `withText` is false. */
  list(): Promise<readonly PolicyRecord[]>;
  find(id: string, version: number): Promise<PolicyRecord | null>;
  /** Saves the next version as a draft. */
  saveDraft(policy: { id: string; title: string; text: string }, by: Actor): Promise<PolicyRecord>;
  /**
   * Publishes a draft; the published one before is retired. Conflict: another version was published since `latest` was
   * read. Which tickets have to be looked at for it is kept in the same transaction: `Agenda.askPublished` asks for them.
   */
  publish(
    publication: {
      id: string;
      version: number;
      frozen: string;
      note: string;
      latest: number | null;
      /** Default: false. */
      movesOpen?: boolean;
    },
    by: Actor,
  ): Promise<PolicyRecord | 'conflict' | 'missing'>;
  /** Calls back when any replica published. */
  onPublished(listener: () => void): () => void;
}

/** Published versions, compiled and kept. */
export interface PolicyRegistry {
  /** Null: no such published version. */
  get(id: string, version: number): Policy | null;
  /** The version that applies to a ticket opened then: the newest that was published by then or moves open tickets, else the oldest. `at`: as it was then. */
  forTicket(policyId: string | null, opened: EpochMs, at?: EpochMs): Policy | null;
  /** Newest published version. */
  current(policyId: string): Policy | null;
  /** When and with which words a version was published; null: it was not. */
  publication(id: string, version: number): { readonly publishedAt: EpochMs; readonly note: string | null } | null;
  ids(): readonly string[];
  /** Policies whose published version this program cannot read, e.g. `nextplane version 2`: their tickets keep their last answer. */
  unread(): readonly string[];
  /** Reads versions that were published since. */
  refresh(): Promise<void>;
}

export interface Contracts {
  /** Oldest first; empty: none. */
  revisions(organizationId: string): Promise<readonly ContractRevision[]>;
  newest(organizationId: string): Promise<ContractRevision | null>;
  /** `read`: the revision that was read; null: whatever stands. Asks for a look at all the organization's tickets. */
  put(terms: ContractTerms, read: number | null, by: Actor): Promise<ContractRevision | { readonly conflict: number }>;
  /** Calls back with the organization whose contract any replica changed. Returns the end of it. */
  onPut(listener: (organizationId: string) => void): () => void;
}

export interface Notices {
  put(notice: NoticeRecord, by: Actor): Promise<NoticeRecord>;
  /** Those not over yet. */
  current(): Promise<readonly NoticeRecord[]>;
}
