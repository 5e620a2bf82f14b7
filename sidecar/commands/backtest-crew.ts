// Back-tests pages of recorded tickets in threads, while this one reads the next pages.
import { Worker } from 'node:worker_threads';
import { mergedRows, type BacktestRow } from '#core/judge/backtest.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import type { VersionText } from './version-text.ts';

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

const THREADS = 2;
/** MB: the two together stay under the budget of a back-test, however many tickets there are. */
const MEMORY = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 };
/** Pages that wait in one thread: enough that it never waits itself. */
const AHEAD = 2;

interface Waiting {
  resolve(result: PageResult): void;
  reject(error: unknown): void;
}

/** Judges every page under both versions. Tickets that were lost are named in the order of the pages. */
export async function backtestPages(pair: Pair, pages: AsyncIterable<Page>): Promise<PageResult> {
  const threads = Array.from({ length: THREADS }, () => new Thread(pair));
  try {
    const results: Promise<PageResult>[] = [];
    const underWay = new Set<Promise<unknown>>();
    for await (const page of pages) {
      const result = leastBusy(threads).judge(page);
      results.push(result);
      const ended = result.finally(() => underWay.delete(ended));
      underWay.add(ended);
      if (underWay.size >= THREADS * AHEAD) await Promise.race(underWay);
    }
    const all = await Promise.all(results);
    return {
      tickets: all.reduce((sum, { tickets }) => sum + tickets, 0),
      rows: mergedRows(all.map(({ rows }) => rows)),
    };
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

function leastBusy(threads: readonly Thread[]): Thread {
  return threads.reduce((best, thread) => (thread.load < best.load ? thread : best));
}

class Thread {
  private readonly worker: Worker;
  /** Pages are answered in the order in which they were given. */
  private readonly waiting: Waiting[] = [];

  constructor(pair: Pair) {
    this.worker = new Worker(new URL('./backtest-thread.ts', import.meta.url), {
      workerData: pair,
      resourceLimits: MEMORY,
    });
    this.worker.on('message', (result: PageResult) => this.waiting.shift()?.resolve(result));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('a thread of the back-test ended before its pages')));
  }

  get load(): number {
    return this.waiting.length;
  }

  judge(page: Page): Promise<PageResult> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(page);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: unknown): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
