/** Runs the command line as people do: its own process, with its output and exit status. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** `tierline …words`, in `folder` where one is given. */
export function tierline(
  words: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['sidecar/cli.ts', ...words],
      { env: { PATH: process.env['PATH'] ?? '', ...options.env } },
      (error, out, err) => {
        resolve({ status: error ? Number(error.code) : 0, out, err });
      },
    );
    child.stdin?.end(options.input ?? '');
  });
}

/** Files in a new folder that is gone after the test; their paths in the order of the names. */
export async function files(texts: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tierline-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return Promise.all(
    Object.entries(texts).map(async ([name, text]) => {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    }),
  );
}
