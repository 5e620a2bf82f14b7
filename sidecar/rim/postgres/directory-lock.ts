/** Lets one process at a time into a data directory. PGlite itself would let a second one in and spoil the files. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseRefused } from './database.ts';

/** Locked by the kernel as long as the holder lives, also from one container to another; holds no text. */
const HELD = 'tierline.held';
/** Says who holds it: process and machine. For people, never for the decision: each container has its own process 1. */
const HOLDER = 'tierline.lock';
const SQLITE_BUSY = 5;

/** A lock ends when its object is collected. */
const locks = new Set<DatabaseSync>();

/**
 * Takes the directory, or throws DatabaseRefused naming the process that holds it. The lock of a dead process is gone with it.
 * Returns what gives it back.
 */
export function lockDirectory(directory: string): () => void {
  const holder = join(directory, HOLDER);
  make(directory, holder);
  const lock = take(directory, holder);
  locks.add(lock);
  writeFileSync(holder, `${String(process.pid)} ${hostname()}\n`);
  return () => {
    if (!locks.delete(lock)) return;
    rmSync(holder, { force: true });
    lock.close();
  };
}

function make(directory: string, holder: string): void {
  let doing = 'made';
  try {
    mkdirSync(directory, { recursive: true });
    doing = 'written';
    // Not the locked file itself: closing it here would give back a lock that this process has on it.
    appendFileSync(holder, '');
  } catch (error) {
    throw new DatabaseRefused(`${cannotBe(directory, doing, error)}: set one that this user may write`);
  }
}

function cannotBe(directory: string, doing: string, error: unknown): string {
  const why = error instanceof Error && 'code' in error ? String(error.code) : 'no reason is given';
  return `DATA_DIR ${directory} cannot be ${doing} (${why})`;
}

/**
 * Why this user cannot make or write the directory; null: nothing stands in the way. It is tried, because rights alone do not
 * tell, and nothing is left there. Whether somebody holds it is not asked.
 */
export function directoryProblem(directory: string): string | null {
  const isThere = existsSync(directory);
  try {
    rmdirSync(mkdtempSync(join(isThere ? directory : nearest(directory), '.tierline-')));
    const holder = join(directory, HOLDER);
    if (existsSync(holder)) appendFileSync(holder, '');
    return null;
  } catch (error) {
    return cannotBe(directory, isThere ? 'written' : 'made', error);
  }
}

/** Of the folders round it the nearest that is there. */
function nearest(directory: string): string {
  const parent = dirname(directory);
  return parent === directory || existsSync(parent) ? parent : nearest(parent);
}

/** SQLite is the only one in Node that asks the kernel for a lock; nothing is ever written into its file. */
function take(directory: string, holder: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(directory, HELD), { timeout: 0 });
    lock.exec('pragma journal_mode = memory; begin exclusive');
    return lock;
  } catch (error) {
    if (lock?.isOpen) lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new DatabaseRefused(
        `DATA_DIR ${directory} is in use by ${nameOf(holder)}: stop it, or set another DATA_DIR (or DATABASE_URL to share one database)`,
      );
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new DatabaseRefused(`DATA_DIR ${directory} cannot be locked (${why}): set one on a disk of this machine`);
  }
}

function nameOf(holder: string): string {
  let text = '';
  try {
    text = readFileSync(holder, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error; // else it is just being given back
  }
  const [pid = '', machine = ''] = text.trim().split(' ');
  if (pid === '') return 'another process';
  return machine === '' || machine === hostname() ? `process ${pid}` : `process ${pid} of ${machine}`;
}
