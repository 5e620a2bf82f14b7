// What a tier of a compiled policy gives: services and fees, channels, credits, allowances, products.
import type { Condition, Test } from './condition-terms.ts';
import type { Attainment, Cites, PromiseRule, Within } from './promise-terms.ts';

export interface ServiceTerm {
  readonly service: string;
  readonly kind: 'included' | 'billable' | 'limited' | 'not_included';
  readonly rate: Rate | null;
  /** Calendar in which the service is offered; null: always. */
  readonly during: string | null;
  /** ms of work: the sum on the ticket is rounded once. */
  readonly roundUpTo: number | null;
  /** ms of work. */
  readonly atLeast: number | null;
  readonly when: Condition;
  readonly inForce: Condition;
  readonly cites: Cites;
}

/** Money in minor steps is not needed: amounts are decimal numbers of the currency. */
export interface Rate {
  readonly amount: number;
  readonly currency: string;
  readonly per: 'hour' | 'day' | 'ticket' | 'incident' | 'month' | 'year';
  readonly text: string;
}

/** By the hour or day: of the work in its window. Else: once, and its window is a part of `when` (the opening's). */
export interface FeeRule {
  /** Service it is charged for; null: any. */
  readonly service: string | null;
  readonly rate: Rate | null;
  /** Factor on the service's rate. */
  readonly times: number | null;
  readonly during: string | null;
  readonly outside: string | null;
  /** ms of work. */
  readonly atLeast: number | null;
  /** ms of work. */
  readonly roundUpTo: number | null;
  readonly when: Condition;
  readonly cites: Cites;
}

export interface Service {
  readonly id: string;
  readonly title: string;
  /** Default: the first service is the one that applies where no other's `when` holds. */
  readonly when: Condition | null;
  readonly cites: Cites;
}

export interface ChannelTerm {
  readonly channel: string;
  readonly allowed: boolean;
  readonly when: Condition;
}

export interface Channels {
  /** Empty: the tier names no channels and all are allowed. */
  readonly terms: readonly ChannelTerm[];
  readonly preferred: string | null;
  /** Whether channels that no term names are allowed: none is named, or only refusals. */
  readonly others: boolean;
  readonly cites: Cites;
}

export interface Tier {
  readonly id: string;
  readonly title: string;
  /** Calendar name. */
  readonly hours: string;
  readonly channels: Channels;
  readonly services: readonly ServiceTerm[];
  readonly fees: readonly FeeRule[];
  /** In order; of one metric, the first whose priority and condition hold. Holds those of levels and of `metrics` too. */
  readonly promises: readonly PromiseRule[];
  /** Entitlements that every contract of the tier has. */
  readonly entitlements: readonly string[];
  readonly attainment: readonly Attainment[];
  readonly credits: readonly CreditRule[];
  readonly allowances: readonly AllowanceRule[];
  readonly silence: readonly SilenceRule[];
  readonly inForce: Condition;
  readonly cites: Cites;
}

export interface CreditRule {
  readonly metric: string;
  readonly text: string;
  readonly atLeast: number;
  readonly per: string | null;
  readonly claimWithin: Within | null;
  readonly when: Condition;
  readonly cites: Cites;
}

export interface AllowanceRule {
  readonly id: string;
  readonly number: number;
  readonly per: string;
  /** The most of those left that stays for the next period; 0: nothing does. */
  readonly carryOver: number | 'all';
  /** What coverage is once it is used up. */
  readonly then: 'billable' | 'limited' | 'not_covered';
  readonly when: Condition;
  readonly cites: Cites;
}

export interface SilenceRule {
  readonly after: Within;
  readonly clock: string | null;
  readonly do: string;
  readonly when: Condition;
  readonly cites: Cites;
}

export interface Entitlement {
  readonly id: string;
  readonly title: string;
  readonly products: readonly string[];
  /** Covers only where the quantity stands this test, e.g. at least organization.users. */
  readonly quantity: Test | null;
  readonly when: Condition;
  readonly cites: Cites;
}

export interface Product {
  readonly id: string;
  readonly title: string;
  /** Covered by any entitlement. */
  readonly anyEntitlement: boolean;
  readonly versions: readonly { readonly pattern: string; readonly endOfLife: string | null; readonly cites: Cites }[];
  /** Field that holds the version. */
  readonly versionField: string | null;
  readonly cites: Cites;
}
