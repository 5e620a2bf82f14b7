/** A page of recorded tickets judged under two versions, each given as text: what a thread can be handed and do by itself. */
import type { EpochMs, Facts } from '#core/facts/facts.ts';
import { Backtest, mergedRows, type BacktestRow } from '#core/judge/backtest.ts';
import { compilePolicy } from '#core/policy/compile.ts';
import type { Policy } from '#core/policy/policy.ts';
import { readPolicy } from '#core/policy/read.ts';
import { frozenHolidays } from './frozen-holidays.ts';

export interface VersionText {
  /** As it is told to people: a file's name, or a version. */
  readonly name: string;
  readonly text: string;
  readonly version: number;
  /** Its public holidays, as they are kept with a publication. */
  readonly frozen: string;
}
export interface Pair {
  readonly before: VersionText;
  readonly draft: VersionText;
}
/** Facts as JSON, a line a ticket; `at`: the instant up to which they are known. */
export interface Page {
  readonly packed: string;
  readonly at: EpochMs;
}
export interface PageResult {
  readonly tickets: number;
  readonly rows: readonly BacktestRow[];
}

/** What judges pages by a pair. @throws Error where this program cannot read one of the two */
export function pageJudge(pair: Pair): (page: Page) => PageResult {
  const [before, draft] = [policyOf(pair.before), policyOf(pair.draft)];
  return ({ packed, at }) => {
    const backtest = new Backtest(before, draft);
    for (const line of packed.split('\n')) backtest.add(JSON.parse(line) as Facts, at);
    return { tickets: backtest.tickets, rows: backtest.rows };
  };
}

/** The pages' results as one, in their order: of the tickets that were lost the first ones are named. */
export function merged(results: readonly PageResult[]): PageResult {
  return {
    tickets: results.reduce((sum, { tickets }) => sum + tickets, 0),
    rows: mergedRows(results.map(({ rows }) => rows)),
  };
}

/** Null: this program cannot read it, or no longer. */
export function compileVersion({ name, text, version, frozen }: VersionText): Policy | null {
  const read = readPolicy(text, { file: name });
  if (read.kind === 'faults') return null;
  const compiled = compilePolicy(read.document, { holidays: frozenHolidays(frozen), version });
  return compiled.kind === 'faults' ? null : compiled.policy;
}

function policyOf(version: VersionText): Policy {
  const policy = compileVersion(version);
  if (policy === null) throw new Error(`${version.name} can no longer be read`);
  return policy;
}
