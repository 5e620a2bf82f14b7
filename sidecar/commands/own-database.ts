// The database of the environment, opened for one command and closed again.
import { resolve } from 'node:path';
import { DatabaseRefused, DatabaseUnavailable, type Database } from '#rim/postgres/database.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { toolSettings } from './ask.ts';
import { NoAnswer } from './status.ts';

/** Brings the schema up to date, works, closes. @throws NoAnswer where the database is taken, newer or away. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const { databaseUrl: url, dataDir } = toolSettings();
  try {
    const database = await openDatabase({ url, directory: resolve(dataDir) });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof DatabaseRefused || error instanceof DatabaseUnavailable)
      throw new NoAnswer(error.message, { cause: error });
    throw error;
  }
}
