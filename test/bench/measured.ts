/** Servers under measurement: each a process of its own that tells its CPU and memory when asked. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '#test/support/free-port.ts';

export interface Usage {
  readonly cpuMicros: number;
  readonly rss: number;
}

export interface Measured {
  readonly url: string;
  usage(): Promise<Usage>;
  /** Sends a word to the program, e.g. the data that it shall answer with. */
  tell(message: object): void;
  stop(): Promise<void>;
}

const PRELOAD = resolve(import.meta.dirname, 'usage-preload.ts');

/** Starts a program that listens at PORT; resolves when `readyPath` is answered. */
export async function startMeasured(
  program: string,
  environment: Readonly<Record<string, string>> = {},
  readyPath = '/readyz',
): Promise<Measured> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', PRELOAD, program], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: resolve('dist/compile-cache'),
      LOG_LEVEL: 'error',
      ...environment,
      HOST: '127.0.0.1',
      PORT: String(port),
    },
  });
  const url = `http://127.0.0.1:${String(port)}`;
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 1_000) throw new Error(`${program} did not start`);
    const isReady = await fetch(`${url}${readyPath}`).then(
      (response) => response.status < 500,
      () => false, // nobody listens yet
    );
    if (isReady) break;
    await pause(30);
  }
  return {
    url,
    tell: (message) => void child.send(message),
    usage: () =>
      new Promise((done) => {
        child.once('message', (usage) => done(usage as Usage));
        child.send({ kind: 'usage' });
      }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
