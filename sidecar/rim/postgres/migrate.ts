/** Brings the schema up to this program's: numbered files of plain SQL, each run once, whoever starts first. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DatabaseRefused } from './database.ts';
import type { Database } from './database.ts';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** Any fixed number: it names the lock under which one process migrates and the others wait. */
const LOCK = 7_164_091;
/** A table of years is changed in minutes, not within the time limit of the statements that serve people. */
const ANSWER_MS = 60 * 60_000;
const FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url));

/** The migrations that this program knows, in order. */
export function migrations(folder = FOLDER): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{6}_.+\.sql$/.test(name))
    .toSorted()
    .map((name) => ({ number: Number(name.slice(0, 6)), name, sql: readFileSync(`${folder}/${name}`, 'utf8') }));
}

/**
 * Runs what is missing, each file in a transaction of its own. Throws DatabaseRefused where the schema is newer than
 * this program: an old program must not write into tables that it does not know.
 */
export async function migrate(database: Database, known = migrations()): Promise<{ readonly ran: readonly string[] }> {
  const newest = known.at(-1)?.number ?? 0;
  const ran: string[] = [];
  for (;;) {
    const next = await database.transaction(async (session) => {
      // A transaction's lock: gone with its holder, and asked for without waiting beyond the lock's time limit.
      await session.rows('select pg_advisory_xact_lock($1)', [LOCK]);
      // A user who may not make tables must still be able to start on a schema that is up to date.
      const [there] = await session.rows<{ there: boolean }>(
        `select to_regclass('schema_migrations') is not null as there`,
      );
      if (there?.there !== true) {
        await session.rows(
          `create table if not exists schema_migrations (
             number integer primary key, name text not null, ran_at timestamptz not null default now())`,
        );
      }
      const [row] = await session.rows<{ newest: number | null }>(
        'select max(number) as newest from schema_migrations',
      );
      const stands = row?.newest ?? 0;
      if (stands > newest) {
        throw new DatabaseRefused(
          `the database's schema is version ${String(stands)}, this program knows ${String(newest)}: start the newer version of tierline`,
        );
      }
      const migration = known.find(({ number }) => number > stands);
      if (migration === undefined) return null;
      await session.rows('set local statement_timeout = 0');
      for (const statement of statementsOf(migration.sql)) await session.rows(statement, [], ANSWER_MS);
      await session.rows('insert into schema_migrations (number, name) values ($1, $2)', [
        migration.number,
        migration.name,
      ]);
      return migration.name;
    });
    if (next === null) return { ran };
    ran.push(next);
  }
}

/** Splits at semicolons at line ends, outside of `$$` bodies; comments stay with their statement. */
export function statementsOf(sql: string): readonly string[] {
  const statements: string[] = [];
  let current = '';
  let inBody = false;
  for (const line of sql.split('\n')) {
    current += `${line}\n`;
    if (((line.match(/\$\$/g) ?? []).length & 1) === 1) inBody = !inBody;
    if (!inBody && /;\s*(--.*)?$/.test(line)) {
      statements.push(current);
      current = '';
    }
  }
  if (current.replaceAll(/--.*$/gm, '').trim() !== '') statements.push(current);
  return statements;
}
