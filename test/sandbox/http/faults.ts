// Scripted faults: the next answers to matching requests.
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

export type FaultAnswer =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  /** A body of that many bytes, or that text, one byte every `everyMs`. */
  | { status: number; headers?: Record<string, string>; bytes: number }
  | { status: number; headers?: Record<string, string>; body: string; everyMs: number }
  /** The head of an answer, and never its body. */
  | 'headers-only'
  /** The connection breaks before anything is done. */
  | 'reset'
  /** The connection breaks after the write was applied. */
  | 'apply-then-reset'
  /** The answer comes after `delayMs`. */
  | 'slow'
  /** Nothing is ever answered. */
  | 'hang';

export interface Fault {
  /** `METHOD /path`, with the route's parameters (`PUT /api/v2/tickets/:id`) or a real path, without `.json`; or a pattern over the same. */
  match: string | RegExp;
  answer: FaultAnswer;
  /** How many requests it meets; default 1. */
  times?: number;
  delayMs?: number;
}

export interface Faults {
  next(fault: Fault): void;
  clear(): void;
  /** Answers, breaks or delays a request by script. `silent`: no whole answer will come; `passed`: nothing stands in its way. */
  meet(request: FastifyRequest, reply: FastifyReply): Promise<'passed' | 'answered' | 'silent'>;
  /** Breaks the connection when that was ordered for after the write. */
  meetAnswer(request: FastifyRequest): void;
  close(): void;
}

/** Makes an empty script. */
export function createFaults(): Faults {
  const script: { fault: Fault; left: number }[] = [];
  const breakAfter = new WeakSet<FastifyRequest>();
  const sleepers = new Set<() => void>();

  const matches = (fault: Fault, request: FastifyRequest) => {
    const path = request.url.split('?')[0] ?? '';
    const names = [`${request.method} ${path}`, `${request.method} ${request.routeOptions.url ?? path}`];
    const { match } = fault;
    return names.some((name) => (typeof match === 'string' ? match === name : match.test(name)));
  };

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        sleepers.delete(done);
        resolve();
      }
      sleepers.add(done);
    });

  return {
    next: (fault) => void script.push({ fault, left: fault.times ?? 1 }),
    clear: () => void script.splice(0),
    async meet(request, reply) {
      const found = script.find((entry) => entry.left > 0 && matches(entry.fault, request));
      if (!found) return 'passed';
      found.left -= 1;
      const { answer, delayMs = 10_000 } = found.fault;
      switch (answer) {
        case 'slow':
          await sleep(delayMs);
          return 'passed';
        case 'apply-then-reset':
          breakAfter.add(request);
          return 'passed';
        case 'reset':
          reply.hijack();
          request.raw.socket.destroy();
          return 'silent';
        case 'hang':
          reply.hijack();
          return 'silent';
        case 'headers-only':
          reply.hijack();
          reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
          reply.raw.flushHeaders();
          return 'silent';
        default:
          await reply
            .code(answer.status)
            .headers(answer.headers ?? {})
            .send(bodyOf(answer, sleep));
          return 'answered';
      }
    },
    meetAnswer(request) {
      if (breakAfter.delete(request)) request.raw.socket.destroy();
    },
    close() {
      script.splice(0);
      for (const done of sleepers) done();
    },
  };
}

function bodyOf(answer: Exclude<FaultAnswer, string>, sleep: (ms: number) => Promise<void>): unknown {
  if ('bytes' in answer) return Readable.from(zeros(answer.bytes));
  if ('everyMs' in answer) return Readable.from(drops(answer.body, () => sleep(answer.everyMs)));
  return answer.body ?? '';
}

function* zeros(bytes: number): Generator<Buffer> {
  const block = Buffer.alloc(64 * 1024, '0');
  for (let left = bytes; left > 0; left -= block.length) yield left < block.length ? block.subarray(0, left) : block;
}

async function* drops(text: string, pause: () => Promise<void>): AsyncGenerator<Buffer> {
  for (const byte of Buffer.from(text)) {
    yield Buffer.of(byte);
    await pause();
  }
}
