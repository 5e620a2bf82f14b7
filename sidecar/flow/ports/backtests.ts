// Back-tests as they are kept, recorded tickets, and who judges them.
import type { EpochMs } from '#core/facts/facts.ts';
import type { BacktestRow } from '#core/judge/backtest.ts';
import type { Page, PageResult, Pair } from '../backtest-page.ts';
import type { Actor } from './store.ts';

export type BacktestStateWord = 'running' | 'done' | 'failed';

/** One back-test, however far it is. */
export interface BacktestRecord {
  readonly id: string;
  readonly state: BacktestStateWord;
  readonly policyId: string;
  readonly draftVersion: number;
  readonly against: number;
  readonly since: EpochMs;
  /** How many there are to judge, and how many of them are judged. */
  readonly tickets: number;
  readonly done: number;
  /** None until it is done. */
  readonly rows: readonly BacktestRow[];
  /** Why it failed; null: it did not. One whose process died says so by itself. */
  readonly problem: string | null;
}

export type BacktestBegun = Pick<BacktestRecord, 'id' | 'policyId' | 'draftVersion' | 'against' | 'since'>;

/** Any replica finds a back-test; the one that began it writes down how far it is. */
export interface Backtests {
  /** Counts the tickets, keeps the back-test as running, and audits it. */
  begin(begun: BacktestBegun, by: Actor): Promise<BacktestRecord>;
  /** Says that it is alive. False: it was not heard of for too long and counts as failed. */
  progress(id: string, done: number): Promise<boolean>;
  finish(id: string, result: PageResult): Promise<void>;
  fail(id: string, problem: string): Promise<void>;
  find(id: string): Promise<BacktestRecord | null>;
  /** Facts of a policy's tickets opened since an instant: pages of JSON, a line a ticket. */
  recorded(policyId: string, since: EpochMs): AsyncGenerator<string>;
}

/** Judges pages away from this thread. @throws what a page or the judging fails with, and the signal's reason */
export type Replay = (
  pair: Pair,
  pages: AsyncGenerator<Page>,
  options: { readonly signal: AbortSignal; readonly onPage: (tickets: number) => void },
) => Promise<PageResult>;
