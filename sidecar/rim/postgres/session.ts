/** What each connection to PostgreSQL is told when it is new, and whether it has a session of its own. */
import pg from 'pg';
import { DatabaseRefused, DatabaseUnavailable } from './database.ts';

/** No statement, lock or idle transaction outlives this, in ms. */
const STATEMENT_MS = 5_000;
/** A server that stands still ends nothing itself: so long an answer is waited for. */
export const ANSWER_MS = STATEMENT_MS + 1_000;
const LOCK_MS = 3_000;

/** Asked for by a statement: poolers refuse such parameters of a connection, or drop them silently. */
const SET_LIMITS = `select set_config('statement_timeout', '${String(STATEMENT_MS)}', false),
  set_config('lock_timeout', '${String(LOCK_MS)}', false),
  set_config('idle_in_transaction_session_timeout', '${String(STATEMENT_MS)}', false)`;

/** The limits as a query that itself waits no longer. */
export const LIMITS = { text: SET_LIMITS, query_timeout: ANSWER_MS };

export const SHARED_SESSIONS =
  'a pooler stands before it that lets connections share sessions (PgBouncer: pool_mode transaction or statement)';
/** UTF8, and SQL_ASCII, which keeps the bytes as they are. */
const KEEPS_ALL: ReadonlySet<string> = new Set(['UTF8', 'SQL_ASCII']);
const MEND = 'set pool_mode = session, or name the server itself in DATABASE_URL';
const MEND_ENCODING = `make one by: create database … encoding 'UTF8' template template0`;

/** So often each of two connections is asked for its server process. */
const ASKED = 3;

/**
 * Listening, locks that tell that a process lives, and prepared statements belong to a session: where two connections
 * are answered by one server process, or one by several, they would be lost without a word. And a database of an encoding
 * that lacks letters would refuse what people write, now and then.
 * @throws DatabaseRefused where they are, DatabaseUnavailable where no answer comes.
 */
export async function refuseUnusable(config: pg.ClientConfig): Promise<void> {
  const own = { ...config, query_timeout: ANSWER_MS };
  const clients = [new pg.Client(own), new pg.Client(own)];
  for (const client of clients) client.on('error', () => undefined); // whatever was asked of it rejects as well
  let areShared: boolean;
  let encoding = '';
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const seen = clients.map(() => new Set<number>());
    for (let turn = 0; turn < ASKED; turn++)
      for (const [index, client] of clients.entries()) {
        const about = await aboutSession(client);
        encoding = about.encoding;
        seen[index]?.add(about.pid);
      }
    const all = seen.flatMap((processes) => [...processes]);
    areShared = all.length !== clients.length || new Set(all).size !== clients.length;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseUnavailable(`no connection to the database: ${reason}`, { cause: error });
  } finally {
    for (const client of clients) client.end().catch(() => undefined); // where nobody is there any more, nobody hears it
  }
  if (areShared) throw new DatabaseRefused(`the database cannot be used: ${SHARED_SESSIONS}: ${MEND}`);
  if (KEEPS_ALL.has(encoding)) return;
  throw new DatabaseRefused(
    `the database cannot be used: its encoding ${encoding} cannot keep every text: ${MEND_ENCODING}`,
  );
}

interface AboutSession {
  /** The server process that answers. */
  readonly pid: number;
  readonly encoding: string;
}

async function aboutSession(client: pg.Client): Promise<AboutSession> {
  const about = `select pg_backend_pid() as pid, current_setting('server_encoding') as encoding`;
  const [row] = (await client.query<AboutSession>(about)).rows;
  if (row === undefined) throw new Error('the database does not say which process answers');
  return row;
}
