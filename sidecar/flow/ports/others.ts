// Clock, budget, defects, log.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Delivered } from './failures.ts';

/** The database's clock: the only one that decides anything. */
export interface Clock {
  now(): Promise<EpochMs>;
}

/** What a request to Zendesk counts as. */
export type BudgetKind = 'read' | 'update' | 'job' | 'export';

export type Grant =
  | { readonly granted: true }
  | {
      readonly granted: false;
      readonly retryAt: EpochMs;
      readonly of: string;
      /** Zendesk refused the credential until then. */
      readonly refused?: true;
    };

/**
 * One budget for all replicas. The Zendesk adapter takes before every request and tells what the answer's headers said.
 * A fifth of every limit stays free for people.
 */
export interface Budget {
  /**
   * `ticketId` for updates: 30 in 10 minutes each. `urgent`, e.g. an escalation: may use the last tenth of our share.
   * `of`: what has run out, in words.
   */
  take(kind: BudgetKind, ticketId?: string, urgent?: boolean): Promise<Grant>;
  /** From `x-rate-limit`, `zendesk-ratelimit-*`: the account's limit per minute and what is left of it. */
  learn(kind: BudgetKind, limit: number, remaining: number): Promise<void>;
  /**
   * After a 429 or 503: nobody sends before; with `ticketId` nobody updates that ticket. `credential`: nobody who has the same
   * one. `seconds` from now.
   */
  block(kind: BudgetKind | 'all' | 'credential', seconds: number, ticketId?: string): Promise<void>;
}

/** The policy's defect tracker. */
export interface Defects {
  /** Makes one, once for the key. */
  report(defect: {
    readonly repository: string;
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
    readonly key: string;
  }): Promise<Delivered<{ readonly reference: string; readonly url: string }>>;
}

/** Structured log; never a secret, never a ticket's text. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
