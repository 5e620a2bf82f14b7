/** The real sidecar as a child process whose end, output and signals a fault test sees. */
import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '#test/support/free-port.ts';

const MAIN = resolve(import.meta.dirname, '../../sidecar/main.ts');

/** Starts are many: what Node compiled for the first serves the others. */
const COMPILED = resolve('dist/compile-cache');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Replica {
  readonly url: string;
  readonly pid: number;
  /** Everything that it printed. */
  output(): string;
  readonly ended: Promise<Ended>;
  /** Null while it runs. */
  end(): Ended | null;
  signal(name: NodeJS.Signals): void;
  /** Resolves when `/readyz` is 200. Rejects with its output when it ends before, or takes too long. */
  ready(withinMs?: number): Promise<void>;
  setClockOffset(ms: number): void;
}

export interface Launch {
  readonly environment: Readonly<Record<string, string>>;
  /** Modules that Node loads first. */
  readonly imports?: readonly string[];
  readonly main?: string;
  readonly port?: number;
}

/** Starts it and returns at once. */
export async function launch({ environment, imports = [], main = MAIN, port }: Launch): Promise<Replica> {
  const at = port ?? (await freePort());
  const child = spawn(process.execPath, [...imports.flatMap((module) => ['--import', module]), main], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: COMPILED,
      ...environment,
      HOST: '127.0.0.1',
      PORT: String(at),
    },
  });
  return watched(child, `http://127.0.0.1:${String(at)}`);
}

function watched(child: ChildProcess, url: string): Replica {
  const texts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  }
  let end: Ended | null = null;
  const ended = new Promise<Ended>((done) => {
    child.once('close', (code, signal) => {
      end = { code, signal };
      done(end);
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    output: () => texts.join(''),
    ended,
    end: () => end,
    signal: (name) => void child.kill(name),
    async ready(withinMs = 90_000) {
      const until = performance.now() + withinMs;
      let said = 'no answer';
      while (performance.now() < until) {
        if (end !== null)
          throw new Error(
            `the sidecar ended (${String(end.code ?? end.signal)}) before it was ready\n${texts.join('').slice(-4_000)}`,
          );
        const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
          async (response) => (response.ok ? null : await response.text()),
          (error: unknown) => String(error), // nobody listens yet
        );
        if (answer === null) return;
        said = answer;
        await pause(25);
      }
      throw new Error(`the sidecar was not ready in time: ${said}\n${texts.join('').slice(-4_000)}`);
    },
    setClockOffset(ms) {
      if (child.connected) child.send({ kind: 'clock', offsetMs: ms });
    },
  };
}
