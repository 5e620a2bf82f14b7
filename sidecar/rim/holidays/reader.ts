/** Reads and checks policy texts in a thread of its own, so that no text, however made, stalls anybody. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createReader, refusedEarly, type CheckedText, type PolicyReader, type ReadText } from '#flow/policy-text.ts';
import type { Problem } from '#core/policy/problem.ts';
import { loadHolidays } from './holidays.ts';

export type Question =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'check'; readonly text: string; readonly today: string; readonly frozen: string | null };

export interface ThreadLimits {
  /** Time at work after which a text is given up, in ms; a busy machine may leave the thread waiting for much longer. */
  readonly withinMs: number;
  /** After which a thread is given up that neither works nor answers, in ms. */
  readonly waitMs: number;
  /** Without a question for so long the thread ends, in ms. */
  readonly idleMs: number;
  readonly memoryMb: number;
}
const LIMITS: ThreadLimits = { withinMs: 20_000, waitMs: 600_000, idleMs: 60_000, memoryMb: 256 };
/** How often a thread's time at work is asked for while it answers: at each quarter of its limit. */
const PARTS = 4;
/** Characters whose shape is read in a few milliseconds: every start reads what is published. */
const SHORT = 12_000;
/** Answers kept: a draft is checked when it is saved, when it is published and when its page is opened. */
const MOST_KEPT = 16;

/** Time at work of a thread since it started, in ms. */
type WorkOf = (worker: Worker) => Promise<number>;

/**
 * One question at a time; the thread starts with the first one. A text that takes too long or too much memory is refused
 * as `too-costly`. `close` ends the thread.
 */
export function createThreadReader(
  limits: ThreadLimits = LIMITS,
  workOf: WorkOf = workedMs,
): PolicyReader & { close(): Promise<void> } {
  const thread = new Thread(limits, workOf);
  const here = createReader(loadHolidays);
  const kept = new Map<string, Promise<CheckedText>>();
  return {
    check(text, today, frozen) {
      const early = refusedEarly(text);
      if (early !== null) return Promise.resolve({ policy: null, problems: [early], cover: [] });
      const key = `${today}\n${frozen ?? ''}\n${text}`;
      const answer =
        kept.get(key) ??
        thread.ask<CheckedText>({ kind: 'check', text, today, frozen }, (problem) => ({
          policy: null,
          problems: [problem],
          cover: [],
        }));
      kept.delete(key);
      kept.set(key, answer);
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? key);
      answer.catch(() => kept.delete(key));
      return answer;
    },
    read: (text) =>
      text.length <= SHORT
        ? here.read(text)
        : thread.ask<ReadText>({ kind: 'read', text }, (problem) => ({ document: null, problems: [problem] })),
    close: () => thread.end(),
  };
}

class Thread {
  private readonly limits: ThreadLimits;
  private readonly workOf: WorkOf;
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(limits: ThreadLimits, workOf: WorkOf) {
    this.limits = limits;
    this.workOf = workOf;
  }

  /** @param costly the answer to a text that takes more than there is. @throws what goes wrong inside the thread. */
  ask<Answer>(question: Question, costly: (problem: Problem) => Answer): Promise<Answer> {
    const answer = this.turn.then(() => this.put(question, costly));
    this.turn = answer.catch(() => null); // the next one comes after it, however it ended
    return answer;
  }

  async end(): Promise<void> {
    clearTimeout(this.idle);
    const worker = this.worker;
    this.worker = null;
    await worker?.terminate();
  }

  private async put<Answer>(question: Question, costly: (problem: Problem) => Answer): Promise<Answer> {
    clearTimeout(this.idle);
    const kept = this.worker;
    const worker = (this.worker ??= this.start());
    worker.ref();
    const over = new AbortController();
    try {
      const before = kept === null ? 0 : await this.workOf(worker);
      worker.postMessage(question);
      const answering = once(worker, 'message', { signal: over.signal });
      const watch = this.watch(worker, before, over);
      const answered = await answering.finally(() => clearInterval(watch));
      this.rest(worker);
      return answered[0] as Answer;
    } catch (error) {
      await this.end();
      if (isNamed(error, 'ABORT_ERR')) return costly(tooCostly('checking it takes too long'));
      if (isNamed(error, 'ERR_WORKER_OUT_OF_MEMORY')) return costly(tooCostly('checking it takes too much memory'));
      throw error;
    }
  }

  /** Gives up what takes more than its share of work, however long the machine takes over it. */
  private watch(worker: Worker, before: number, over: AbortController): NodeJS.Timeout {
    const { withinMs, waitMs } = this.limits;
    const until = performance.now() + waitMs;
    return setInterval(
      () => {
        if (performance.now() > until) over.abort();
        // One that has ended meanwhile has told so already.
        void this.workOf(worker).then(
          (worked) => (worked - before >= withinMs ? over.abort() : null),
          () => null,
        );
      },
      Math.max(1, withinMs / PARTS),
    );
  }

  private start(): Worker {
    const worker = new Worker(new URL('./reader-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memoryMb },
    });
    // One that dies between two questions is replaced; during one, the question hears of it too.
    return worker.on('error', () => (this.worker = this.worker === worker ? null : this.worker));
  }

  /** Nothing to do: keeps no process alive, and ends after a while. */
  private rest(worker: Worker): void {
    worker.unref();
    this.idle = setTimeout(() => void this.end(), this.limits.idleMs).unref();
  }
}

async function workedMs(worker: Worker): Promise<number> {
  const { user, system } = await worker.cpuUsage();
  return (user + system) / 1_000;
}

function isNamed(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function tooCostly(message: string): Problem {
  return {
    severity: 'error',
    rule: 'too-costly',
    message,
    mend: 'make it smaller',
    path: '',
    line: 1,
    column: 1,
  };
}
