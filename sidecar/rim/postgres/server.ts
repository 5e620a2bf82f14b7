/** PostgreSQL: a pool whose every wait has an end, and one listening connection that comes back by itself. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { DatabaseRefused, DatabaseUnavailable, Listeners } from './database.ts';
import type { Channel, Database, Value } from './database.ts';
import { openEar } from './ear.ts';
import { ANSWER_MS, LIMITS, refuseUnusable, SHARED_SESSIONS } from './session.ts';

const CONNECT_MS = 3_000;
/** From when on the network is asked whether the other side is still there; the system's own is two hours. */
const KEEP_ALIVE_MS = 10_000;
const POOL = 10;

/** Where PostgreSQL says that it, not the statement, is the trouble. */
const UNAVAILABLE_CODES = new Map([
  // A connection to what has become a standby stays there: a new one may find the server that takes writes.
  ['25006', 'it takes no writes'],
  // What was prepared, or is not known, belongs to another connection's session.
  ['26000', SHARED_SESSIONS],
  ['42P05', SHARED_SESSIONS],
  ['53000', 'insufficient resources'],
  ['53100', 'disk full'],
  ['53200', 'out of memory'],
  ['53300', 'too many connections'],
  ['55P03', 'lock not available'],
  ['57014', 'statement cancelled by its time limit'],
  ['57P01', 'server is shutting down'],
  ['57P02', 'server crashed'],
  ['57P03', 'server is starting up'],
  ['58030', 'input or output error'],
]);
/** Worth running again as it is: nothing of it happened. */
const RETRY_CODES = new Set(['40001', '40P01']);

const numbers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary'): ((text: string) => unknown) =>
    oid === 20
      ? Number
      : (pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown)) as typeof pg.types.getTypeParser,
};

/** Refuses a server whose connections have no session of their own, and one that cannot keep every text: see session.ts. */
export function refuseSharing(url: string): Promise<void> {
  return refuseUnusable(connectionOf(url, CONNECT_MS));
}

function connectionOf(url: string, connectMs: number): pg.ClientConfig {
  return {
    connectionString: url,
    types: numbers,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: 'tierline',
  };
}

/** `connectMs`: how long a statement waits for one of the pool's connections. */
export function openServer(url: string, connectMs = CONNECT_MS): Database {
  const listeners = new Listeners();
  const config = connectionOf(url, connectMs);
  const pool = new pg.Pool({
    ...config,
    max: POOL,
    verify: (client, told) => client.query(LIMITS, (error) => told(error)),
  });
  // An idle connection that dies is replaced at its next use; without a listener the process would end.
  pool.on('error', () => undefined);
  // The same of one that is in use: its statement rejects, and the connection then tells it once more as an event.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const offset = { ms: 0, applied: new WeakMap<object, number>() };
  // What this process says itself its own listeners have heard already.
  const own = new Set<number | null>();
  pool.on('connect', (client) => void own.add(processIdOf(client)));
  pool.on('remove', (client) => void own.delete(processIdOf(client)));
  const ear = openEar({ ...config, query_timeout: ANSWER_MS }, ({ processId, channel, payload }) => {
    if (!own.has(processId)) listeners.tell(channel as Channel, payload ?? '');
  });
  const notifier = openNotifier((values) => connected((client) => run(client, NOTIFY, values)));

  async function connected<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      throw new DatabaseUnavailable(`no connection to the database: ${messageOf(error)}`, { cause: error });
    });
    try {
      // It may change once more while this connection is told.
      const { ms } = offset;
      if ((offset.applied.get(client) ?? 0) !== ms) {
        await ask(client, { text: `select set_config('tierline.clock_offset_ms', $1, false)`, values: [String(ms)] });
        offset.applied.set(client, ms);
      }
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(isUnavailable(error));
      throw translated(error);
    }
  }

  return {
    kind: 'server',
    rows: (statement, values = []) => retried(() => connected((client) => run(client, statement, values))),
    transaction: (work) =>
      retried(() =>
        connected(async (client) => {
          await ask(client, { text: 'begin' });
          try {
            const result = await work({
              rows: (statement, values = [], answerMs) => run(client, statement, values, answerMs),
            });
            await ask(client, { text: 'commit' });
            return result;
          } catch (error) {
            await ask(client, { text: 'rollback' }).catch(() => undefined); // the first error is the one to tell
            throw error;
          }
        }),
      ),
    notify(channel, payload) {
      listeners.tell(channel, payload);
      notifier.send(channel, payload);
    },
    tell: (channel, payload) => listeners.tell(channel, payload),
    listen: (channel, listener) => listeners.add(channel, listener),
    holds: (name) => ear.holds(name),
    async setClockOffset(ms) {
      offset.ms = ms;
    },
    clockOffset: () => offset.ms,
    async close() {
      await ear.close();
      await notifier.idle();
      await pool.end();
    },
  };
}

/** Of the connection's server process; the driver's types do not know it. */
function processIdOf(client: pg.PoolClient): number | null {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : null;
}

async function run<Row extends object>(
  client: pg.PoolClient,
  statement: string,
  values: readonly Value[],
  answerMs = ANSWER_MS,
): Promise<Row[]> {
  return (await ask<Row>(client, { name: nameOf(statement), text: statement, values: [...values] }, answerMs)).rows;
}

/**
 * By a callback and with a limit of our own. Where the driver makes the promise or keeps the time, what was sent lives until
 * the next full collection under load, and every small one copies it: in a loop of large statements 4 ms in place of 0.6.
 */
function ask<Row extends object>(
  client: pg.PoolClient,
  query: pg.QueryConfig,
  answerMs = ANSWER_MS,
): Promise<pg.QueryResult<Row>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DatabaseUnavailable('the database gave no answer in time')), answerMs);
    // The driver's types leave out that one of the two is missing.
    client.query<Row>(query, (error: Error | null, result: pg.QueryResult<Row> | undefined) => {
      clearTimeout(timer);
      if (result === undefined) reject(error ?? new Error('the database gave neither rows nor an error'));
      else resolve(result);
    });
  });
}

/** Statements are constants of the program, so each is prepared once per connection. */
const names = new Map<string, string>();
function nameOf(statement: string): string {
  let name = names.get(statement);
  if (name === undefined) {
    name = createHash('sha256').update(statement).digest('base64url').slice(0, 20);
    names.set(statement, name);
  }
  return name;
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries >= 4 || !RETRY_CODES.has(codeOf(error))) throw error;
    }
  }
}

// A lost wake-up costs little: nobody waits for the disk.
const NOTIFY = `select set_config('synchronous_commit', 'off', true), pg_notify(c, p) from unnest($1::text[], $2::text[]) as n(c, p)`;

/** Sends what other processes should hear: one statement under way, what comes meanwhile goes with the next. */
function openNotifier(tell: (values: readonly Value[]) => Promise<unknown>): {
  send(channel: Channel, payload: string): void;
  idle(): Promise<void>;
} {
  let waiting = new Map<string, [Channel, string]>();
  let sending: Promise<void> | undefined;
  async function drain(): Promise<void> {
    while (waiting.size > 0) {
      const batch = [...waiting.values()].slice(0, 500);
      waiting = new Map([...waiting].slice(500));
      const words = [batch.map(([channel]) => channel), batch.map(([, payload]) => payload)];
      await tell(words).catch(() => undefined); // a lost wake-up costs one polling interval
    }
    sending = undefined;
  }
  return {
    send(channel, payload) {
      waiting.set(`${channel} ${payload}`, [channel, payload]);
      sending ??= Promise.resolve().then(drain);
    },
    idle: async () => sending,
  };
}

function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const code = codeOf(error);
  if (UNAVAILABLE_CODES.has(code) || code.startsWith('08')) return true;
  // Errors of the socket and of the driver's own limits carry no SQLSTATE.
  return (
    /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN/.test(code) ||
    (code === '' && /connection|timeout/i.test(messageOf(error)))
  );
}
function translated(error: unknown): unknown {
  if (codeOf(error) === '42501') return notAllowed(error);
  if (!isUnavailable(error) || error instanceof DatabaseUnavailable) return error;
  const reason = UNAVAILABLE_CODES.get(codeOf(error)) ?? messageOf(error);
  return new DatabaseUnavailable(`the database is not available: ${reason}`, { cause: error });
}
function notAllowed(error: unknown): DatabaseRefused {
  return new DatabaseRefused(
    `the user of DATABASE_URL may not do this (${messageOf(error)}): name the owner of the tables for migrate, retain and erase; ` +
      `the sidecar's own user gets its rights by sidecar/deploy/roles.sql, after tierline migrate`,
    { cause: error },
  );
}
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
