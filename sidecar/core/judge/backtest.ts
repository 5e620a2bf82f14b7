// What a draft would have done on recorded tickets: each one's story is told under both versions, and its waits are compared metric by metric.
import type { EpochMs, Facts } from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { State } from './state.ts';
import { tell } from './story.ts';
import { dueAt, ruleFor } from './runs.ts';

export interface BacktestRow {
  readonly metric: string;
  /** Tickets whose promise of this metric was kept under the version compared with. */
  readonly keptBefore: number;
  /** Tickets on which it would have been kept under the draft. */
  readonly keptAfter: number;
  /** Tickets on which a due instant moves, comes or goes. */
  readonly moved: number;
  /** Tickets, the first 100, on which it was kept and would have been broken. */
  readonly lost: readonly string[];
}

const MOST_LOST = 100;

interface Counts {
  keptBefore: number;
  keptAfter: number;
  moved: number;
  readonly lost: string[];
}

/** Counts tickets given one by one; none of them is kept. */
export class Backtest {
  private readonly before: Policy;
  private readonly draft: Policy;
  private readonly counts = new Map<string, Counts>();
  private judged = 0;

  constructor(before: Policy, draft: Policy) {
    this.before = before;
    this.draft = draft;
  }

  /** `at`: the instant up to which the ticket is known. */
  add(facts: Facts, at: EpochMs): void {
    this.judged += 1;
    const before = promisesOf(tell(this.before, facts, at));
    const after = promisesOf(tell(this.draft, facts, at));
    for (const [metric, kept] of before) this.count(facts.ticketId, metric, kept, after.get(metric) ?? NOTHING);
    for (const [metric, kept] of after) if (!before.has(metric)) this.count(facts.ticketId, metric, NOTHING, kept);
  }

  get tickets(): number {
    return this.judged;
  }

  /** By metric, in the order in which tickets first had one. */
  get rows(): readonly BacktestRow[] {
    return [...this.counts].map(([metric, counts]) => ({ metric, ...counts }));
  }

  private count(ticketId: string, metric: string, before: Kept, after: Kept): void {
    let counts = this.counts.get(metric);
    if (counts === undefined) this.counts.set(metric, (counts = { keptBefore: 0, keptAfter: 0, moved: 0, lost: [] }));
    if (isKept(before)) counts.keptBefore += 1;
    if (isKept(after)) counts.keptAfter += 1;
    if (!areSame(before.told, after.told) || !areSame(before.running, after.running)) counts.moved += 1;
    if (isKept(before) && after.broken && counts.lost.length < MOST_LOST) counts.lost.push(ticketId);
  }
}

/** Rows of several back-tests as one; of the lost tickets the first ones are kept. */
export function mergedRows(parts: readonly (readonly BacktestRow[])[]): readonly BacktestRow[] {
  const merged = new Map<string, Counts & { readonly metric: string }>();
  for (const { metric, keptBefore, keptAfter, moved, lost } of parts.flat()) {
    const row = merged.get(metric) ?? { metric, keptBefore: 0, keptAfter: 0, moved: 0, lost: [] };
    merged.set(metric, row);
    row.keptBefore += keptBefore;
    row.keptAfter += keptAfter;
    row.moved += moved;
    row.lost.push(...lost.slice(0, MOST_LOST - row.lost.length));
  }
  return [...merged.values()];
}

/** All waits of one metric on one ticket. Best effort is never kept nor broken. */
interface Kept {
  met: boolean;
  broken: boolean;
  /** The due instants in order, to compare: of waits that ended or were broken, and of those that still run. */
  readonly told: Due[];
  readonly running: Due[];
}
type Due = EpochMs | null;

const NOTHING: Readonly<Kept> = { met: false, broken: false, told: [], running: [] };

function areSame(some: readonly Due[], others: readonly Due[]): boolean {
  if (some.length !== others.length) return false;
  for (let i = 0; i < some.length; i += 1) if (some[i] !== others[i]) return false;
  return true;
}

function isKept({ met, broken }: Kept): boolean {
  return met && !broken;
}

/** The waits that ended or were broken, and those that still run. No other verdict is asked for: a million tickets are many. */
function promisesOf(state: State): ReadonlyMap<string, Kept> {
  const promises = new Map<string, Kept>();
  const of = (metric: string): Kept => {
    let promise = promises.get(metric);
    if (promise === undefined) promises.set(metric, (promise = { met: false, broken: false, told: [], running: [] }));
    return promise;
  };
  for (const { metric, strength, state: how, dueAt: due } of state.waits) {
    const promise = of(metric);
    promise.told.push(due);
    if (strength === 'best_effort') continue;
    if (how === 'met') promise.met = true;
    else promise.broken = true;
  }
  if (!state.standing.owed) return promises;
  for (const run of state.runs) {
    if (run === null || run.endedAt !== null || run.settled !== null) continue;
    const rule = ruleFor(state, run);
    if (rule !== null) of(rule.metric).running.push(dueAt(state, run, rule));
  }
  return promises;
}
