// Scripted faults: the next answers to matching requests.
import type { FastifyReply, FastifyRequest } from 'fastify';

export type FaultAnswer =
  | { status: number; headers?: Record<string, string>; body?: unknown }
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
  /** Answers, breaks or delays a request by script. True: it is dealt with. */
  meet(request: FastifyRequest, reply: FastifyReply): Promise<boolean>;
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
      if (!found) return false;
      found.left -= 1;
      const { answer, delayMs = 10_000 } = found.fault;
      if (answer === 'slow') {
        await sleep(delayMs);
        return false;
      }
      if (answer === 'apply-then-reset') {
        breakAfter.add(request);
        return false;
      }
      if (answer === 'reset') {
        reply.hijack();
        request.raw.socket.destroy();
        return true;
      }
      if (answer === 'hang') {
        reply.hijack();
        return true;
      }
      await reply
        .code(answer.status)
        .headers(answer.headers ?? {})
        .send(answer.body ?? '');
      return true;
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
