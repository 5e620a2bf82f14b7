/** Builds what the browser loads — the app, the agent page, the SDK — when it is missing or older than its sources. */
import { execFile } from 'node:child_process';
import { glob, mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');
const SOURCES = [
  'zendesk-app/**/*.{ts,tsx,css,html,json,svg,png}',
  'manifest.json',
  'test/sandbox/{zaf,agent-page}/**/*.{ts,tsx,css,html}',
  'test/zendesk-app/states/**/*.ts',
  'package-lock.json',
];

/** The agent page's build empties the folder, so the SDK's comes after it. */
const CONFIGS = [
  'zendesk-app/vite.config.ts',
  'test/sandbox/agent-page/vite.config.ts',
  'test/sandbox/zaf/vite.config.ts',
];

/** Folder that `npm run build` makes. */
export const APP_FOLDER = join(DIST, 'zendesk-app');
/** The agent page, the page of states and `zaf_sdk.js`. */
export const PAGE_FOLDER = join(DIST, 'agent-page');
const STAMP = join(PAGE_FOLDER, 'built');
const LOCK = join(DIST, 'building');
/** Who builds touches the lock now and then; one that is older than this was left behind by a process that died. */
const LOCK_STALE_MS = 120_000;
const TOUCH_MS = 5_000;

/** Builds if needed, once at a time over all processes of this folder. True when it did build. */
export async function ensureBuilt(): Promise<boolean> {
  if (await isCurrent()) return false;
  await mkdir(DIST, { recursive: true });
  await lock();
  const touching = setInterval(() => void utimes(LOCK, new Date(), new Date()).catch(() => undefined), TOUCH_MS);
  try {
    if (await isCurrent()) return false;
    await rm(PAGE_FOLDER, { recursive: true, force: true });
    for (const config of CONFIGS) await viteBuild(config);
    await writeFile(STAMP, '');
    return true;
  } finally {
    clearInterval(touching);
    await rm(LOCK, { recursive: true, force: true });
  }
}

async function isCurrent(): Promise<boolean> {
  const built = await changedAt(STAMP);
  if (built === null) return false;
  for await (const path of glob(SOURCES, { cwd: ROOT })) {
    if (((await changedAt(join(ROOT, path))) ?? Infinity) > built) return false;
  }
  return true;
}

async function changedAt(path: string): Promise<number | null> {
  return stat(path).then(
    (file) => file.mtimeMs,
    () => null,
  );
}

/** `mkdir` succeeds for one process only; the others wait until it is gone. */
async function lock(): Promise<void> {
  for (;;) {
    try {
      await mkdir(LOCK);
      return;
    } catch {
      const since = await changedAt(LOCK);
      if (since !== null && Date.now() - since > LOCK_STALE_MS) await rm(LOCK, { recursive: true, force: true });
      await sleep(100);
    }
  }
}

/** In a process of its own: whatever NODE_ENV is here, the page gets React as in production. */
async function viteBuild(config: string): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--config', join(ROOT, config), '--logLevel', 'warn'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
  });
}
