/** Brings the schema up to this program's: numbered files of plain SQL, each run once, whoever starts first. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DatabaseRefused } from './database.ts';
import type { Database, Session } from './database.ts';

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
      const done = await session.rows<Done>('select number, name from schema_migrations order by number');
      if (done.some((each) => !known.some((one) => isSame(one, each)))) {
        throw new DatabaseRefused(
          `the database's schema is version ${String(done.at(-1)?.number)}, this program knows ${String(newest)}: start the newer version of tierline`,
        );
      }
      await renumber(session, done, known);
      const migration = known.find((one) => !done.some((each) => isSame(one, each)));
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

/** A migration as the table keeps it. */
type Done = Pick<Migration, 'number' | 'name'>;

/** Known by what it is called: a number may have been another one in a build between two releases. */
function isSame(one: Done, other: Done): boolean {
  return withoutNumber(one.name) === withoutNumber(other.name);
}

function withoutNumber(name: string): string {
  return name.replace(/^\d+_/, '');
}

/** Gives those that ran under another number the one that they have here. */
async function renumber(session: Session, done: readonly Done[], known: readonly Migration[]): Promise<void> {
  const moved = done.flatMap((before) => {
    const now = known.find((one) => isSame(one, before));
    return now === undefined || now.number === before.number ? [] : [{ before, now }];
  });
  // Below zero first: a number may still be another's.
  for (const { before, now } of moved) {
    const values = [before.number, -now.number, now.name];
    await session.rows('update schema_migrations set number = $2, name = $3 where number = $1', values);
  }
  if (moved.length > 0) await session.rows('update schema_migrations set number = -number where number < 0');
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
