/** An embedded database with its schema and nothing in it, made once and then copied: PostgreSQL's very first start takes seconds. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, glob, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '#rim/postgres/open.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/tierline');

/** Lays a fresh database into `directory`, which must not exist, for a sidecar to open. */
export async function layDatabase(directory: string): Promise<void> {
  const template = join(CACHE, `empty-database-${await version()}`);
  if (!(await exists(template))) await make(template);
  await cp(template, directory, { recursive: true });
}

/** Changes with whatever the files depend on: PGlite, the way it is opened, the migrations. */
async function version(): Promise<string> {
  const hash = createHash('sha256');
  const paths = [
    'node_modules/@electric-sql/pglite/package.json',
    ...(await Array.fromAsync(glob('sidecar/rim/postgres/{embedded,durable-files,migrate}.ts', { cwd: ROOT }))),
    ...(await Array.fromAsync(glob('sidecar/rim/postgres/migrations/*', { cwd: ROOT }))),
  ];
  for (const path of paths.toSorted()) hash.update(path).update(await readFile(join(ROOT, path)));
  return hash.digest('hex').slice(0, 16);
}

/** In a process of its own, whose memory is given back; the first of several that finishes is kept. */
async function make(template: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'making-'));
  await promisify(execFile)(process.execPath, [import.meta.filename, folder]);
  await rename(folder, template).catch(() => rm(folder, { recursive: true, force: true }));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

if (import.meta.main) {
  const database = await openDatabase({ url: null, directory: resolve(process.argv[2] ?? '') });
  await database.close();
}
