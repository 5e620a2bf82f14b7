/** A thread that back-tests pages of recorded tickets. Run by backtest-crew.ts, imported by nobody. */
import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Facts } from '#core/facts/facts.ts';
import type { Page, Pair, PageResult } from './backtest-crew.ts';

enableCompileCache(); // what follows is compiled once and kept: most of the time that a new thread takes
const { Backtest } = await import('#core/judge/backtest.ts');
const { compileVersion } = await import('./version-text.ts');

const pair = workerData as Pair;
const [before, draft] = [await compileVersion(pair.before), await compileVersion(pair.draft)];

parentPort?.on('message', ({ packed, at }: Page) => {
  const backtest = new Backtest(before, draft);
  for (const line of packed.split('\n')) backtest.add(JSON.parse(line) as Facts, at);
  parentPort?.postMessage({ tickets: backtest.tickets, rows: backtest.rows } satisfies PageResult);
});
