/**
 * The listening connection. Lost, it is opened again; meanwhile polling keeps everything right. It also holds locks by
 * which others see that this process lives: PostgreSQL lets go of them at once when the connection ends.
 */
import pg from 'pg';
import { CHANNELS } from './database.ts';

const RECONNECT_MS = 1_000;
/** Shared, so that a connection that is not yet known to be dead never stands in the way of the next. */
const HOLD = 'select pg_advisory_lock_shared(hashtextextended($1::text, 0))';

export interface Ear {
  /** Whether `name` is held now; asked for the first time, it is taken, now and after each loss. */
  holds(name: string): boolean;
  close(): Promise<void>;
}

/** @param hear is told of every notification, also of this process's own. */
export function openEar(config: pg.ClientConfig, hear: (notification: pg.Notification) => void): Ear {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const wanted = new Set<string>();
  const held = new Set<string>();

  function again(): void {
    client = undefined;
    held.clear();
    if (!closed && timer === undefined) {
      timer = setTimeout(() => {
        timer = undefined;
        void open();
      }, RECONNECT_MS);
      timer.unref();
    }
  }
  async function open(): Promise<void> {
    const opened = new pg.Client(config);
    client = opened;
    opened.on('error', again);
    opened.on('end', again);
    opened.on('notification', hear);
    try {
      await opened.connect();
      for (const channel of CHANNELS) await opened.query(`listen ${channel}`);
      for (const name of wanted) await hold(opened, name);
    } catch {
      await opened.end().catch(() => undefined); // `again` was called by the error or the end
      again();
    }
  }
  async function hold(connection: pg.Client, name: string): Promise<void> {
    await connection.query(HOLD, [name]);
    if (client === connection) held.add(name);
  }
  async function takeNow(name: string): Promise<void> {
    if (client !== undefined && !held.has(name)) await hold(client, name);
  }
  const opening = open();
  return {
    holds(name) {
      if (!wanted.has(name)) {
        wanted.add(name);
        // A connection that is just being opened takes it itself; one that fails comes back and takes it then.
        void opening.then(() => takeNow(name)).catch(() => undefined);
      }
      return held.has(name);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await opening;
      await client?.end().catch(() => undefined); // already gone
    },
  };
}
