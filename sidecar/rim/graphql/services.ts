/** What the resolvers ask of the sidecar: the flow's steps, whose shapes these are, and back-tests. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { Actor } from '#flow/ports.ts';
import type { Outcome } from '#flow/refused.ts';
import type { createServices } from '#flow/services.ts';

export interface BacktestView {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly tickets: number;
  readonly done: number;
  readonly rows: readonly {
    readonly metric: string;
    readonly keptBefore: number;
    readonly keptAfter: number;
    readonly moved: number;
    readonly lost: readonly string[];
  }[];
}
export interface BacktestWish {
  readonly policyId: string;
  readonly draftVersion: number;
  readonly against: number | null;
  readonly since: EpochMs;
  readonly by: Actor;
}

/** Steps that must ask an absent Zendesk reject with an Unavailable. */
export interface Services extends ReturnType<typeof createServices> {
  backtest(id: string): Promise<BacktestView | null>;
  startBacktest(wish: BacktestWish): Promise<Outcome<BacktestView>>;
}
