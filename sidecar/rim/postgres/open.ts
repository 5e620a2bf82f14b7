/** Opens the database that the environment names, with its schema brought up to date. */
import { DatabaseUnavailable } from './database.ts';
import type { Database } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { openServer, refuseSharing } from './server.ts';

/** `url` null: embedded, in `directory`. Throws DatabaseRefused or DatabaseUnavailable. */
export async function openDatabase(options: {
  readonly url: string | null;
  readonly directory: string;
  /** How long a statement waits for a connection to PostgreSQL; tests on busy machines have more patience. */
  readonly connectMs?: number;
  /** Called once when the database is not there yet and is waited for. */
  readonly onWait?: (reason: string) => void;
}): Promise<Database> {
  const database =
    options.url === null ? await openEmbedded(options.directory) : openServer(options.url, options.connectMs);
  try {
    const { url } = options;
    await patiently(async () => {
      if (url !== null) await refuseSharing(url);
      await migrate(database);
    }, options.onWait);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** A database that is just starting, or a schema that another replica is just changing, is waited for. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 500;

async function patiently(work: () => Promise<unknown>, onWait?: (reason: string) => void): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (let tries = 1; ; tries++) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || performance.now() > until) throw error;
      if (tries === 1) onWait?.(error.message);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
