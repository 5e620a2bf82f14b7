/** Back-tests pages of recorded tickets in threads, while this one reads the next pages. */
import { Worker } from 'node:worker_threads';
import { merged, type Page, type PageResult, type Pair } from '#flow/backtest-page.ts';

export interface CrewOptions {
  readonly threads: number;
  /** Aborted: no further page is judged, and the back-test rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told of each page that is judged: how many tickets it had. */
  readonly onPage?: (tickets: number) => void;
}

/** MB of each thread: two of them stay under the budget of a back-test, however many tickets there are. */
const MEMORY = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 };
/** Pages that are under way at one thread: enough that it never waits. */
const AHEAD = 2;

/**
 * Judges every page under both versions. Tickets that were lost are named in the order of the pages.
 * @throws what the pages or a thread fail with
 */
export async function backtestPages(
  pair: Pair,
  pages: AsyncGenerator<Page>,
  { threads: size, signal, onPage }: CrewOptions,
): Promise<PageResult> {
  signal?.throwIfAborted();
  const threads = Array.from({ length: size }, () => new Thread(pair));
  const results: PageResult[] = [];
  let next = 0;
  const lane = async (thread: Thread): Promise<void> => {
    for (;;) {
      const page = await pages.next(); // answered in the order in which the lanes ask
      if (page.done === true) return;
      const index = next++;
      const result = await thread.judge(page.value);
      results[index] = result;
      onPage?.(result.tickets);
    }
  };
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(asError(signal?.reason));
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const lanes = threads.flatMap((thread) => Array.from({ length: AHEAD }, () => lane(thread)));
    await Promise.race([Promise.all(lanes), aborted.promise]);
    return merged(results);
  } finally {
    signal?.removeEventListener('abort', abort);
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

interface Waiting {
  resolve(result: PageResult): void;
  reject(error: Error): void;
}

class Thread {
  private readonly worker: Worker;
  /** Pages are answered in the order in which they were given. */
  private readonly waiting: Waiting[] = [];
  private failure: Error | null = null;

  constructor(pair: Pair) {
    this.worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: pair, resourceLimits: MEMORY });
    this.worker.on('message', (result: PageResult) => this.waiting.shift()?.resolve(result));
    this.worker.on('error', (error) => this.fail(asError(error)));
    this.worker.on('exit', () => this.fail(new Error('a thread of the back-test ended before its pages')));
  }

  judge(page: Page): Promise<PageResult> {
    if (this.failure !== null) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(page);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }
}
