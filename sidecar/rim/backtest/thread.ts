/** A thread that back-tests pages of recorded tickets. Run by crew.ts, imported by nobody. */
import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Page, Pair } from '#flow/backtest-page.ts';

enableCompileCache(); // what follows is compiled once and kept: most of the time that a new thread takes
const { pageJudge } = await import('#flow/backtest-page.ts');

const judged = pageJudge(workerData as Pair);
parentPort?.on('message', (page: Page) => parentPort?.postMessage(judged(page)));
