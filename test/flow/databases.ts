/** The two databases that every integration test runs on. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '#rim/postgres/database.ts';
import { migrations } from '#rim/postgres/migrate.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { freshDatabase } from '#test/support/postgres.ts';

/** A busy machine may take this long to hand a connection over. */
export const PATIENT_MS = 30_000;

export interface TestDatabase {
  readonly url: string | null;
  readonly directory: string;
  /** Opens it, migrated; again after a close. */
  open(): Promise<Database>;
  remove(): Promise<void>;
}

/** Making a cluster takes seconds, copying one does not: one is kept for each version of PGlite and of the schema. */
let embeddedTemplate: Promise<string> | undefined;
async function makeTemplate(): Promise<string> {
  const version = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const text = [version, ...migrations().map(({ sql }) => sql)].join('\n');
  const template = join(tmpdir(), `tierline-template-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`);
  if (existsSync(template)) return template;
  const directory = await mkdtemp(join(tmpdir(), 'tierline-template-'));
  const database = await openDatabase({ url: null, directory });
  await database.close();
  // Of several processes that make it at once the first keeps its own.
  await rename(directory, template).catch(() => rm(directory, { recursive: true, force: true }));
  return template;
}
let serverTemplate: Promise<string> | undefined;
async function makeServerTemplate(): Promise<string> {
  const { url } = await freshDatabase();
  const database = await openDatabase({ url, directory: '', connectMs: PATIENT_MS });
  await database.close();
  return new URL(url).pathname.slice(1);
}

export async function embedded(): Promise<TestDatabase> {
  embeddedTemplate ??= makeTemplate();
  const directory = join(tmpdir(), `tierline-${randomUUID()}`);
  await cp(await embeddedTemplate, directory, { recursive: true });
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
