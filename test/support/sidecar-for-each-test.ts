/** A database and a sidecar of its own for each test of a file or a group, and their end. */
import { afterEach, beforeEach } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import type { TestDatabase } from '#test/flow/databases.ts';
import { startTestSidecar } from '#test/flow/sidecar.ts';
import type { TestSidecar } from '#test/flow/sidecar.ts';

/** To be called where hooks may be registered. `begun`: told of each before its test. */
export function sidecarForEachTest(
  fresh: () => Promise<TestDatabase>,
  begun: (sidecar: TestSidecar, database: Database) => void | Promise<void>,
  options: Parameters<typeof startTestSidecar>[1] = {},
): void {
  let home: TestDatabase;
  let database: Database;
  let sidecar: TestSidecar;
  beforeEach(async () => {
    home = await fresh();
    database = await home.open();
    sidecar = await startTestSidecar(database, options);
    await begun(sidecar, database);
  });
  afterEach(async () => {
    await sidecar.stop();
    await database.close();
    await home.remove();
  });
}
