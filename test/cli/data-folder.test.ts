/** The doctor on a folder for the data that a start would refuse; it looks without leaving anything there. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tierline } from './world.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tierline-doctor-'));
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'empty'));
  await mkdir(join(folder, 'taken', 'tierline.lock'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Finding {
  readonly name: string;
  readonly state: string;
  readonly text: string;
  readonly next: string | null;
}

async function databaseFinding(dataDir: string): Promise<Finding | undefined> {
  const { out } = await tierline(['doctor', '--json'], { DATA_DIR: dataDir, SIDECAR_URL: 'http://127.0.0.1:1' });
  return (JSON.parse(out) as { findings: readonly Finding[] }).findings.find(({ name }) => name === 'database');
}

test.each([
  ['below a file', () => join(folder, 'file', 'data'), /cannot be made \(ENOTDIR\)/],
  ['that takes no lock file', () => join(folder, 'taken'), /cannot be written \(EISDIR\)/],
])('%s', async (_name, dataDir, text) => {
  expect(await databaseFinding(dataDir())).toMatchObject({
    state: 'fault',
    text: expect.stringMatching(text) as string,
    next: expect.stringMatching(/^set DATA_DIR to a folder that the sidecar's user may write/) as string,
  });
});

test.each([
  ['that is there', () => join(folder, 'empty')],
  ['that a start would make', () => join(folder, 'new', 'data')],
])('one %s is fine, and stays as it is', async (_name, dataDir) => {
  expect(await databaseFinding(dataDir())).toMatchObject({ state: 'fine', next: null });
  expect(await readdir(folder)).toEqual(['empty', 'file', 'taken']);
  expect(await readdir(join(folder, 'empty'))).toEqual([]);
});
