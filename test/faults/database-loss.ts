/** PostgreSQL crashes and comes back, and ends every connection, while deliveries go on. */
import pg from 'pg';
import { expect } from 'vitest';
import type { PostgresServer } from '#test/support/postgres-server.ts';
import { startDrill, type Drill } from './drill.ts';
import type { Replica } from './process.ts';

export interface Loss {
  readonly postgres: PostgresServer;
  readonly database: string;
  readonly crashes: number;
  readonly tickets: number;
}

/** Ends with one replica and everything settled. */
export async function loseDatabase({ postgres, database, crashes, tickets }: Loss): Promise<Drill> {
  const drill = await startDrill({ name: 'database', databaseUrl: postgres.url(database) });
  try {
    const replica = await drill.start();
    const ids = Array.from({ length: tickets }, () => drill.open());
    const delivering = drill.sender.deliverAll([...ids, ...ids, ...ids], 4, 300_000);
    delivering.catch(() => undefined); // told below, when it is waited for
    for (let turn = 0; turn < crashes; turn++) {
      await postgres.stop('immediate');
      drill.history.add({ type: 'fault' });
      await expect.poll(() => readiness(replica)).toBe(503);
      expect(await drill.sender.once(ids[turn % ids.length] as number)).toBe(503);
      await postgres.start();
      await expect.poll(() => readiness(replica)).toBe(200);
      await terminateAll(postgres.url(database));
    }
    await delivering;
    expect(await drill.settled(120_000)).toBe(true);
    return drill;
  } catch (error) {
    await drill.close();
    throw error;
  }
}

/** Status of `/readyz`; 0: no answer. */
export function readiness(replica: Replica): Promise<number> {
  return fetch(`${replica.url}/readyz`, { signal: AbortSignal.timeout(12_000) }).then(
    ({ status }) => status,
    () => 0, // `expect.poll` says so when it stays
  );
}

/** `pg_terminate_backend` on every other connection of the server. */
export async function terminateAll(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`,
  );
  await client.end();
}
