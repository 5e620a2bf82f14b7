/** The real sidecar as a child process: started from its environment, waited for, kept on the sandbox's clock, stopped. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = resolve(import.meta.dirname, '../../sidecar/main.ts');
const READY_WITHIN_MS = 180_000;
const STOP_WITHIN_MS = 60_000;

export interface SidecarOptions {
  /** The program; default: this tree's. */
  readonly main?: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Its log goes there. */
  readonly logFile: string;
}

export interface SidecarProcess {
  readonly url: string;
  readonly pid: number;
  /** Difference between the sandbox's clock and the machine's, ms. */
  setClockOffset(ms: number): void;
  /** Ends it in order; resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** Starts it and resolves when it says that it is ready. Rejects with the end of its log when it does not come up. */
export async function startSidecar({
  main = MAIN,
  port,
  environment,
  logFile,
}: SidecarOptions): Promise<SidecarProcess> {
  await mkdir(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'] ?? '', ...environment, HOST: '127.0.0.1', PORT: String(port) },
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const gone = new Promise<void>((done) => child.once('close', () => done()));
  const url = `http://127.0.0.1:${String(port)}`;
  try {
    await ready(url, child);
  } catch (fault) {
    child.kill('SIGKILL');
    await gone;
    log.end();
    throw new Error(`The sidecar did not start.\n${await tail(logFile)}`, { cause: fault });
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const late = sleep(STOP_WITHIN_MS, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
    await Promise.race([gone, late]);
    await gone;
    log.end();
  };
  return {
    url,
    pid: child.pid ?? 0,
    setClockOffset: (ms) => void child.send({ kind: 'clock', offsetMs: ms }),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with ${String(child.exitCode)}`);
    if (await isReady(url)) return;
    await sleep(100);
  }
  throw new Error('it was not ready in time');
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false, // nobody listens yet
  );
}

async function tail(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trim().split('\n').slice(-12).join('\n');
}
