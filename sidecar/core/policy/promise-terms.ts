// What promises of a compiled policy are made of: how long, from what to what, on whose clock.
import type { TicketPriority } from '#schema/ticket-words.ts';
import type { FieldValue } from '#core/facts/facts.ts';
import type { Condition } from './condition-terms.ts';

export type Cites = readonly string[];

export type StrengthWord = 'contract' | 'goal' | 'best_effort';

/** How long a promise lasts. */
export type Within =
  /** Working time on the promise's clock. */
  | { readonly kind: 'working'; readonly ms: number; readonly text: string }
  /** Calendar days: the same local time in the clock's zone. */
  | { readonly kind: 'days'; readonly days: number; readonly text: string }
  | { readonly kind: 'months'; readonly months: number; readonly text: string }
  /** `close`: the end of the clock's hours on that day. `cutOff`: minutes of the local day after which a start counts as the next day's. */
  | {
      readonly kind: 'business_days';
      readonly days: number;
      readonly by: 'time' | 'close';
      readonly cutOff: number | null;
      readonly text: string;
    }
  /** As needed: no due instant. */
  | { readonly kind: 'as_needed'; readonly text: string };

export interface Priority {
  readonly id: string;
  readonly title: string;
  /** Null: it is no priority of Zendesk's, and none is written. */
  readonly zendesk: TicketPriority | null;
  readonly when: Condition;
  readonly cites: Cites;
}

/** What starts or ends a metric. */
export type Trigger =
  | {
      readonly on:
        | 'opened'
        | 'solved'
        | 'reopened'
        | 'agent_reply'
        | 'customer_reply'
        | 'request'
        | 'complete'
        | 'defect'
        | 'defect_closed'
        | 'level_entered';
    }
  | { readonly on: 'rating'; readonly value: 'good' | 'bad' | null }
  | { readonly on: 'field'; readonly field: string; readonly values: readonly FieldValue[] | null }
  | { readonly on: 'met'; readonly metric: string }
  | { readonly on: 'duty'; readonly duty: string; readonly outcomes: readonly string[] | null }
  | { readonly on: 'level'; readonly level: string }
  | { readonly on: 'step'; readonly step: string }
  | { readonly on: 'channel'; readonly channel: string }
  | { readonly on: 'intake' }
  /** The first instant at which the condition holds after it did not. */
  | { readonly on: 'when'; readonly when: Condition; readonly text: string };

/** One entry of a promise; the first whose priority and `when` hold applies. */
export interface PromiseRule {
  readonly metric: string;
  /** Only under this priority; null: under any, and under none. */
  readonly priority: string | null;
  /** Only at these levels; null: at any. A promise of a level starts on entering it. */
  readonly level: string | null;
  readonly when: Condition;
  readonly within: Within;
  /** Calendar name; null: the tier's hours. */
  readonly clock: string | null;
  /** Whose days business days count; null: the policy's businessDays, else the clock. */
  readonly businessDays: string | null;
  readonly outside: 'best_effort' | null;
  readonly strength: StrengthWord;
  /** When it warns: ms on its clock before the due instant (`before`), or a share of the target that is left. */
  readonly warn: { readonly before: Within } | { readonly left: number };
  readonly pauses: readonly Condition[];
  /** Overrides the metric's own start; null: the metric's. */
  readonly starts: readonly Trigger[] | null;
  readonly ends: readonly Trigger[] | null;
  /** An agent may record another instant that was agreed. */
  readonly agreed: boolean;
  readonly inForce: Condition;
  readonly cites: Cites;
  /** Path in the policy text, e.g. tiers.startup.promises.first_response.P1. */
  readonly path: string;
}

export interface Metric {
  readonly id: string;
  readonly title: string;
  readonly starts: readonly Trigger[];
  readonly ends: readonly Trigger[];
  /** Starts anew at each start (true), or keeps the first (false). */
  readonly repeats: boolean;
  /** Runs only where it was asked for by hand (startTimer) before or after its start. */
  readonly onRequest: boolean;
  /** Solving ends the wait as met (first_response, next_response, update, …). */
  readonly endsOnSolve: boolean;
  /** Starts only while it holds, and ends, met, when it no longer does (e.g. defect: open). Null: always. */
  readonly whileHolds: Condition | null;
  readonly cites: Cites;
}

export interface Attainment {
  readonly metric: string;
  readonly share: number;
  readonly per: string;
  readonly when: Condition;
  readonly cites: Cites;
}
