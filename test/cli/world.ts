/** The command line as people run it: a process of its own, its output and its exit status; and a small world to run it against. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DEFAULT_APP_SECRET, DEFAULT_OAUTH_CLIENT, DEFAULT_WEBHOOK_SECRET } from '#test/sandbox/options.ts';
import { startSandbox, type Sandbox } from '#test/sandbox/sandbox.ts';
import { startSidecar, type SidecarProcess } from '#test/sandbox/sidecar-process.ts';
import { freePort } from '#test/support/free-port.ts';

const CLI = resolve(import.meta.dirname, '../../sidecar/cli.ts');
export const ADMIN_TOKEN = 'an-admin-token-for-tests-only';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `tierline …` with exactly this environment, and this text on standard input. */
export async function tierline(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ran> {
  const child = spawn(process.execPath, [CLI, ...words], {
    stdio: 'pipe',
    env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...environment },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.on('error', () => undefined); // it may have ended before it read
  child.stdin.end(input);
  const status = await new Promise<number>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code ?? -1));
  });
  return { status, out, err };
}

export interface World {
  readonly sandbox: Sandbox;
  readonly sidecar: SidecarProcess;
  /** What commands need to reach both. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The environment that reaches a sandbox. */
export function accountOf(sandbox: Sandbox): Record<string, string> {
  return {
    ZENDESK_URL: sandbox.url,
    ZENDESK_SUBDOMAIN: sandbox.state.account.subdomain,
    ZENDESK_OAUTH_CLIENT_ID: DEFAULT_OAUTH_CLIENT.id,
    ZENDESK_OAUTH_CLIENT_SECRET: DEFAULT_OAUTH_CLIENT.secret,
    ZENDESK_WEBHOOK_SECRET: DEFAULT_WEBHOOK_SECRET,
    ZENDESK_APP_SECRET: DEFAULT_APP_SECRET,
  };
}

/** A sandbox and a real sidecar on its embedded database, with the sample policies published. */
export async function startWorld(): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'tierline-cli-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const sandbox = await startSandbox({
    webhook: { endpoint: `${url}/webhooks/zendesk`, secret: DEFAULT_WEBHOOK_SECRET },
  });
  const settings = { ...accountOf(sandbox), ADMIN_TOKEN, DATA_DIR: join(directory, 'database') };
  try {
    const sidecar = await startSidecar({
      port,
      logFile: join(directory, 'sidecar.log'),
      environment: { ...settings, POLICIES_DIR: resolve('sidecar/policies'), LOG_LEVEL: 'warn' },
    });
    return {
      sandbox,
      sidecar,
      environment: { ...settings, SIDECAR_URL: url },
      async close() {
        await sidecar.stop();
        await sandbox.close();
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}
