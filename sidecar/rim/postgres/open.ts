/** Opens the database that the environment names, with its schema brought up to date. */
import type { Database } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { openServer } from './server.ts';

/** `url` null: embedded, in `directory`. Throws DatabaseRefused or DatabaseUnavailable. */
export async function openDatabase(options: {
  readonly url: string | null;
  readonly directory: string;
}): Promise<Database> {
  const database = options.url === null ? await openEmbedded(options.directory) : openServer(options.url);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
