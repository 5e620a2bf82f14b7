/** Load from autocannon against one measured server, and tables of what came of it. */
import autocannon from 'autocannon';
import type { Measured } from './measured.ts';

export interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** The server's own, µs a request. */
  readonly cpu: number;
  readonly rss: number;
  /** Answers that were not 2xx, and requests without an answer. */
  readonly faults: number;
  readonly answered: number;
}

export interface Load {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body; a function makes each request's own, ahead of the load: signing them meanwhile would cost the server its core. */
  readonly body: string | (() => { readonly body: string; readonly headers: Readonly<Record<string, string>> });
  readonly seconds: number;
  readonly connections?: number;
  /** Ends after so many requests instead of after `seconds`. */
  readonly amount?: number;
}

/** Runs it; the server's CPU is measured over the same time. */
export async function loadOf(server: Measured, load: Load): Promise<Figures> {
  const body = typeof load.body === 'string' ? load.body : madeAhead(load.body, load.amount ?? load.seconds * AHEAD);
  const before = await server.usage();
  const result = await autocannon({
    url: `${server.url}${load.path}`,
    connections: load.connections ?? 50,
    ...(load.amount === undefined ? { duration: load.seconds } : { amount: load.amount }),
    timeout: 30,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...load.headers },
        ...(typeof body === 'string'
          ? { body }
          : {
              setupRequest: (request: object) => {
                const made = body();
                return {
                  ...request,
                  body: made.body,
                  headers: { 'content-type': 'application/json', ...made.headers },
                };
              },
            }),
      },
    ],
  });
  const after = await server.usage();
  const answered = result['2xx'];
  return {
    perSecond: answered / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpu: (after.cpuMicros - before.cpuMicros) / Math.max(1, answered),
    rss: after.rss,
    faults: result.non2xx + result.errors + result.timeouts,
    answered,
  };
}

/** Requests a second that are made ahead; whoever is faster has the rest made meanwhile. */
const AHEAD = 12_000;

function madeAhead<Made>(make: () => Made, count: number): () => Made {
  const made = Array.from({ length: count }, make);
  return () => made.pop() ?? make();
}

/** The middle one of several runs, field by field. */
export function medianOf(runs: readonly Figures[]): Figures {
  const middle = (pick: (one: Figures) => number): number =>
    runs.map(pick).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)] ?? NaN;
  return {
    perSecond: middle((one) => one.perSecond),
    p50: middle((one) => one.p50),
    p99: middle((one) => one.p99),
    cpu: middle((one) => one.cpu),
    rss: middle((one) => one.rss),
    faults: runs.reduce((sum, one) => sum + one.faults, 0),
    answered: runs.reduce((sum, one) => sum + one.answered, 0),
  };
}

/** So many requests until the engine has compiled what is hot, however slow the machine is. */
const WARM = 6_000;

/** Measures all in turn, `rounds` times over, after one round of warming up. */
export async function rounds(
  servers: Readonly<Record<string, Measured>>,
  load: (name: string) => Load,
  count: number,
): Promise<Readonly<Record<string, Figures>>> {
  const runs = new Map<string, Figures[]>();
  for (let round = 0; round <= count; round++) {
    for (const [name, server] of Object.entries(servers)) {
      const figures = await loadOf(server, { ...load(name), ...(round === 0 ? { amount: WARM } : {}) });
      if (round > 0) runs.set(name, [...(runs.get(name) ?? []), figures]);
    }
  }
  return Object.fromEntries([...runs].map(([name, list]) => [name, medianOf(list)]));
}

/** A table, with each row's requests a second as a ratio of the first row's. */
export function printFigures(figures: Readonly<Record<string, Figures>>): void {
  const [first] = Object.values(figures);
  const line = (...cells: readonly string[]): void => {
    const [name = '', ...rest] = cells;
    process.stdout.write(`${name.padEnd(52)}${rest.map((cell) => cell.padStart(11)).join('')}\n`);
  };
  line('', 'a second', 'x first', 'p50 ms', 'p99 ms', 'CPU µs', 'RSS MB', 'faults');
  for (const [name, one] of Object.entries(figures)) {
    line(
      name,
      one.perSecond.toFixed(0),
      (one.perSecond / (first?.perSecond ?? NaN)).toFixed(2),
      String(one.p50),
      String(one.p99),
      one.cpu.toFixed(1),
      (one.rss / 1e6).toFixed(0),
      String(one.faults),
    );
  }
}

/** One goal: printed with its figure; true where it is met. */
export function goal(name: string, figure: number, met: boolean, unit = ''): boolean {
  process.stdout.write(`${met ? 'met   ' : 'MISSED'} ${name}: ${figure.toFixed(2)}${unit}\n`);
  return met;
}
