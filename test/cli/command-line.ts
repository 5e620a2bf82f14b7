/** The command line as people run it: in this process, which is quick, or in one of its own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { runCommandLine } from '../../sidecar/commands/run.ts';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** `tierline …words` in this process; one at a time. */
export async function tierline(...words: string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void out.push(`${text}\n`));
  const error = vi.spyOn(console, 'error').mockImplementation((text: string) => void err.push(`${text}\n`));
  try {
    return { status: await runCommandLine(words), out: out.join(''), err: err.join('') };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}

/** The same in a process of its own, with this environment and standard input. */
export function tierlineProcess(
  words: readonly string[],
  {
    environment = {},
    input = '',
  }: { readonly environment?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Ran> {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['sidecar/cli.ts', ...words], { env }, (error, out, err) => {
      resolve({ status: error ? Number(error.code) : 0, out, err });
    });
    child.stdin?.end(input);
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
