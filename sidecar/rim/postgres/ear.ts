/**
 * The listening connection. Lost, it is opened again; meanwhile polling keeps everything right. It also holds locks by
 * which others see that this process lives: PostgreSQL lets go of them at once when the connection ends.
 */
import pg from 'pg';
import { CHANNELS } from './database.ts';
import { LIMITS } from './session.ts';

const RECONNECT_MS = 1_000;
/** A connection that the network has dropped without a word says nothing of it: it is asked so often. */
const ASK_EVERY_MS = 5_000;
/** Shared, so that a connection that is not yet known to be dead never stands in the way of the next. */
const HOLD = 'select pg_advisory_lock_shared(hashtextextended($1::text, 0))';

export interface Ear {
  /** Whether `name` is held now; asked for the first time, it is taken, now and after each loss. */
  holds(name: string): boolean;
  close(): Promise<void>;
}

/**
 * @param config with a time limit for answers (`query_timeout`): without an answer in it the connection counts as lost.
 * @param hear is told of every notification, also of this process's own.
 */
export function openEar(
  config: pg.ClientConfig,
  hear: (notification: pg.Notification) => void,
  askEveryMs = ASK_EVERY_MS,
): Ear {
  let client: pg.Client | undefined;
  /** Ends when all that `client` was asked is answered: the driver takes one statement at a time. Each has its own. */
  let turn: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const wanted = new Set<string>();
  const held = new Set<string>();

  function again(lost: pg.Client): void {
    if (client !== lost) return; // told of it before
    client = undefined;
    held.clear();
    if (closed) return;
    timer = setTimeout(open, RECONNECT_MS);
    timer.unref();
  }
  function open(): void {
    const opened = new pg.Client(config);
    client = opened;
    opened.on('error', () => again(opened));
    opened.on('end', () => again(opened));
    opened.on('notification', hear);
    turn = Promise.resolve(opened).then(begin);
  }
  async function begin(opened: pg.Client): Promise<void> {
    try {
      await opened.connect();
      await opened.query(LIMITS);
      for (const channel of CHANNELS) await opened.query(`listen ${channel}`);
      for (const name of wanted) await hold(opened, name);
    } catch {
      again(opened);
      await opened.end().catch(() => undefined); // already gone
    }
  }
  async function hold(connection: pg.Client, name: string): Promise<void> {
    await connection.query(HOLD, [name]);
    if (client === connection) held.add(name);
  }
  /** One that is lost before its turn comes is replaced by one that takes the name itself; so does one that is just opening. */
  function takeNow(name: string): void {
    const asked = client;
    if (asked === undefined) return;
    turn = turn
      .then(() => (client === asked && !held.has(name) ? hold(asked, name) : undefined))
      .catch(() => undefined); // lost, or taken when it is opened again
  }
  function askNow(): void {
    const asked = client;
    if (asked === undefined) return;
    turn = turn
      .then(() => (client === asked ? asked.query('select 1').then(() => undefined) : undefined))
      .catch(() => {
        again(asked);
        void asked.end().catch(() => undefined); // nobody may be there to hear it
      });
  }
  open();
  const opening = turn;
  const asking = setInterval(askNow, askEveryMs);
  asking.unref();
  return {
    holds(name) {
      if (!wanted.has(name)) {
        wanted.add(name);
        takeNow(name);
      }
      return held.has(name);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(asking);
      await opening;
      await client?.end().catch(() => undefined); // already gone
    },
  };
}
