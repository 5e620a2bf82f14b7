/** Builds what the browser loads — the app, the agent page, the SDK — when it is missing or older than its sources. */
import { glob, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, type InlineConfig } from 'vite';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');
const SOURCES = [
  'zendesk-app/**/*.{ts,tsx,css,html,json,svg,png}',
  'manifest.json',
  'test/sandbox/{zaf,agent-page}/**/*.{ts,tsx,css,html}',
  'test/zendesk-app/states/**/*.ts',
  'package-lock.json',
];

/** Folder that `npm run build` makes. */
export const APP_FOLDER = join(DIST, 'zendesk-app');
/** The agent page, the page of states and `zaf_sdk.js`. */
export const PAGE_FOLDER = join(DIST, 'agent-page');
const STAMP = join(PAGE_FOLDER, 'built');
const LOCK = join(DIST, 'building');
/** A build takes seconds; a lock older than this was left behind by a process that died. */
const LOCK_STALE_MS = 120_000;

/** Builds if needed, once at a time over all processes of this folder. True when it did build. */
export async function ensureBuilt(): Promise<boolean> {
  if (await isCurrent()) return false;
  await mkdir(DIST, { recursive: true });
  await lock();
  try {
    if (await isCurrent()) return false;
    await rm(PAGE_FOLDER, { recursive: true, force: true });
    await build({ configFile: join(ROOT, 'zendesk-app/vite.config.ts'), logLevel: 'warn' });
    await build({ configFile: join(ROOT, 'test/sandbox/agent-page/vite.config.ts'), logLevel: 'warn' });
    await build(sdkBuild());
    await writeFile(STAMP, '');
    return true;
  } finally {
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

function sdkBuild(): InlineConfig {
  return {
    configFile: false,
    root: join(ROOT, 'test/sandbox/zaf'),
    logLevel: 'warn',
    build: {
      outDir: PAGE_FOLDER,
      emptyOutDir: false,
      lib: { entry: 'sdk.ts', formats: ['iife'], name: 'ZafSdk', fileName: () => 'zaf_sdk.js' },
    },
  };
}
