/** O-05: the app that is built twice is the same, byte by byte. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';

const run = promisify(execFile);
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Path and digest of every file. */
async function build(): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tierline-build-'));
  folders.push(folder);
  await run(resolve('node_modules/.bin/vite'), [
    ...['build', '--config', 'zendesk-app/vite.config.ts', '--outDir', folder, '--logLevel', 'error'],
  ]);
  const files: string[] = [];
  for await (const file of glob('**/*.*', { cwd: folder }))
    files.push(
      `${file} ${createHash('sha256')
        .update(await readFile(join(folder, file)))
        .digest('hex')}`,
    );
  return files.toSorted();
}

test('two builds', async () => {
  const first = await build();
  expect(first.length).toBeGreaterThan(2);
  expect(await build()).toEqual(first);
});
