// The database of the environment, opened for one command and closed again.
import { resolve } from 'node:path';
import { DatabaseRefused, DatabaseUnavailable, type Database } from '#rim/postgres/database.ts';
import { hasEmbedded } from '#rim/postgres/embedded.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { toolSettings } from './ask.ts';
import { NoAnswer } from './status.ts';

/** Half a minute without a word looks like a command that hangs. */
function told(reason: string): void {
  console.error(`waiting up to 30 seconds for the database: ${reason}`);
}

/**
 * Brings the schema up to date, works, closes. An embedded database is made only where `mayMake` says so.
 * @throws NoAnswer where the database is taken, newer, away or not there
 */
export async function withDatabase<T>(
  work: (database: Database) => Promise<T>,
  { mayMake = false }: { readonly mayMake?: boolean } = {},
): Promise<T> {
  const { databaseUrl: url, dataDir } = toolSettings();
  const directory = resolve(dataDir);
  if (url === null && !mayMake && !hasEmbedded(directory))
    throw new NoAnswer(`there is no database in ${directory}: set DATABASE_URL, or DATA_DIR to the sidecar's`);
  try {
    const database = await openDatabase({ url, directory, onWait: told });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof DatabaseUnavailable)
      throw new NoAnswer(`${error.message}: look at DATABASE_URL and at the database`, { cause: error });
    if (error instanceof DatabaseRefused) throw new NoAnswer(error.message, { cause: error });
    throw error;
  }
}
