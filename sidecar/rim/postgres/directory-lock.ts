/** Lets one process at a time into a data directory. PGlite itself would let a second one in and spoil the files. */
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseRefused } from './database.ts';

const NAME = 'tierline.lock';

/**
 * Takes the directory, or throws DatabaseRefused naming the process that holds it. A lock whose process is dead is taken over.
 * Returns what gives it back.
 */
export function lockDirectory(directory: string): () => void {
  make(directory);
  const path = join(directory, NAME);
  const mine = `${String(process.pid)} ${startOf(process.pid) ?? ''}\n`;
  for (let tries = 0; tries < 5; tries++) {
    if (created(path, mine)) return () => giveBack(path, mine);
    const holder = read(path);
    if (holder !== null && isAlive(holder)) {
      throw new DatabaseRefused(
        `DATA_DIR ${directory} is in use by process ${holder.pid}: stop it, or set another DATA_DIR (or DATABASE_URL to share one database)`,
      );
    }
    discard(path);
  }
  throw new DatabaseRefused(`DATA_DIR ${directory} is being taken by another process: start again`);
}

function make(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'no reason is given';
    throw new DatabaseRefused(`DATA_DIR ${directory} cannot be made (${why}): set one that this user may write`);
  }
}

interface Holder {
  readonly pid: string;
  readonly start: string;
}

function created(path: string, text: string): boolean {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, text);
    closeSync(file);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function read(path: string): Holder | null {
  try {
    const [pid = '', start = ''] = readFileSync(path, 'utf8').trim().split(' ');
    return { pid, start };
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** A process id is used again after a restart of the machine, so its start time must fit too, where the system tells it. */
function isAlive({ pid, start }: Holder): boolean {
  if (!/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (!isCode(error, 'EPERM')) return false;
  }
  const now = startOf(Number(pid));
  return now === null || start === '' || now === start;
}

/** Start time of a process in ticks since boot (Linux); null where the system does not tell. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null; // no /proc here, or the process has just gone
  }
}

/** Renamed first: of two that find a dead lock, one moves it away and the other finds nothing to move. */
function discard(path: string): void {
  const aside = `${path}.${String(process.pid)}`;
  try {
    renameSync(path, aside);
    unlinkSync(aside);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

function giveBack(path: string, mine: string): void {
  try {
    if (readFileSync(path, 'utf8') === mine) unlinkSync(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
