// Policies, contracts and notices as they are kept.
import type { ContactFacts, EpochMs, FieldValue } from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Actor } from './store.ts';

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
}

export interface Policies {
  /** Every version, oldest first, without text where `withText` is false. */
  list(): Promise<readonly PolicyRecord[]>;
  find(id: string, version: number): Promise<PolicyRecord | null>;
  /** Saves the next version as a draft. */
  saveDraft(policy: { id: string; title: string; text: string }, by: Actor): Promise<PolicyRecord>;
  /** Publishes a draft; the published one before is retired. Conflict: another version was published since `latest` was read. */
  publish(
    publication: { id: string; version: number; frozen: string; note: string; latest: number | null },
    by: Actor,
  ): Promise<PolicyRecord | 'conflict' | 'missing'>;
  /** Calls back when any replica published. */
  onPublished(listener: () => void): () => void;
}

/** Published versions, compiled and kept. */
export interface PolicyRegistry {
  /** Null: no such published version. */
  get(id: string, version: number): Policy | null;
  /** The version that applies to a ticket opened then: the newest published by then, else the oldest. */
  forTicket(policyId: string | null, opened: EpochMs): Policy | null;
  /** Newest published version. */
  current(policyId: string): Policy | null;
  ids(): readonly string[];
  /** Reads versions that were published since. */
  refresh(): Promise<void>;
}

/** A contract as an admin wrote it. Dates are local dates of the policy's zone. */
export interface ContractTerms {
  readonly organizationId: string;
  readonly policyId: string;
  readonly tier: string;
  readonly status: 'active' | 'unpaid' | 'ended';
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly partner: string | null;
  readonly region: string | null;
  readonly users: number | null;
  readonly entitlements: Readonly<Record<string, number | null>>;
  readonly contacts: readonly ContactFacts[];
  readonly timeZone: string | null;
  readonly holidays: readonly string[];
  readonly extra: Readonly<Record<string, FieldValue>>;
}
export interface ContractRevision {
  readonly revision: number;
  readonly changedAt: EpochMs;
  readonly terms: ContractTerms;
}
export interface Contracts {
  /** Oldest first; empty: none. */
  revisions(organizationId: string): Promise<readonly ContractRevision[]>;
  newest(organizationId: string): Promise<ContractRevision | null>;
  /** `read`: the revision that was read; null: whatever stands. Asks for a look at all the organization's tickets. */
  put(terms: ContractTerms, read: number | null, by: Actor): Promise<ContractRevision | { readonly conflict: number }>;
}

export interface NoticeRecord {
  readonly id: string;
  readonly policyId: string;
  readonly kind: string;
  readonly text: string | null;
  readonly announced: EpochMs;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Empty: every organization of the policy. */
  readonly organizations: readonly string[];
}
export interface Notices {
  put(notice: Omit<NoticeRecord, 'announced'>, by: Actor): Promise<NoticeRecord>;
  /** Those not over yet. */
  current(): Promise<readonly NoticeRecord[]>;
}
