// Contracts and notices as an admin wrote them, with the instants at which they became known. Plain data.
import type { ContactFacts, EpochMs, FieldValue } from './facts.ts';

/** Dates are local dates of the policy's zone, YYYY-MM-DD, inclusive. */
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
  /** Entitlement → quantity; null: not counted. */
  readonly entitlements: Readonly<Record<string, number | null>>;
  readonly contacts: readonly ContactFacts[];
  /** IANA zone of the customer. */
  readonly timeZone: string | null;
  /** Holidays of the customer, YYYY-MM-DD. */
  readonly holidays: readonly string[];
  readonly extra: Readonly<Record<string, FieldValue>>;
}

export interface ContractRevision {
  readonly revision: number;
  readonly changedAt: EpochMs;
  readonly terms: ContractTerms;
}

export interface NoticeRecord {
  readonly id: string;
  readonly policyId: string;
  readonly kind: string;
  readonly text: string | null;
  readonly announced: EpochMs;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Ids; empty: every organization of the policy. */
  readonly organizations: readonly string[];
}
