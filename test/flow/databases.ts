/** The two databases that every integration test runs on. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '#rim/postgres/database.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { layDatabase } from '#test/sandbox/empty-database.ts';
import { freshDatabase } from '#test/support/postgres.ts';

/** A busy machine may take this long to hand a connection over. */
export const PATIENT_MS = 60_000;

export interface TestDatabase {
  readonly url: string | null;
  readonly directory: string;
  /** Opens it, migrated; again after a close. */
  open(): Promise<Database>;
  remove(): Promise<void>;
}

/** Migrating takes seconds, copying a migrated database does not. */
let serverTemplate: Promise<string> | undefined;
async function makeServerTemplate(): Promise<string> {
  const { url } = await freshDatabase();
  const database = await openDatabase({ url, directory: '', connectMs: PATIENT_MS });
  await database.close();
  return new URL(url).pathname.slice(1);
}

export async function embedded(): Promise<TestDatabase> {
  const directory = join(tmpdir(), `tierline-${randomUUID()}`);
  await layDatabase(directory);
  return {
    url: null,
    directory,
    open: () => openDatabase({ url: null, directory }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

export async function server(): Promise<TestDatabase> {
  serverTemplate ??= makeServerTemplate();
  const { url, drop } = await freshDatabase(await serverTemplate);
  return { url, directory: '', open: () => openDatabase({ url, directory: '', connectMs: PATIENT_MS }), remove: drop };
}

export const DATABASES = [
  ['embedded', embedded],
  ['PostgreSQL', server],
] as const;
