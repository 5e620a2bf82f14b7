/** Vitest's global set-up: owns the one PostgreSQL server of a test run, started when a test first asks for it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startPostgres, type PostgresServer } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address that answers with the URL of the run's PostgreSQL. */
    databaseDoor: string;
  }
}

/** The tests run in other processes, so they ask by HTTP; the first request starts the server, the end of the run removes it. */
export default async function openDatabaseDoor(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<PostgresServer> | undefined;
  const door = createServer((_request, response) => {
    starting ??= startPostgres();
    starting.then(
      (server) => response.end(server.url('postgres')),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  project.provide('databaseDoor', `http://127.0.0.1:${String((door.address() as AddressInfo).port)}`);

  return async () => {
    door.closeAllConnections();
    await new Promise<void>((resolve) => door.close(() => resolve()));
    const server = await starting?.catch(() => undefined); // a failed start was told to the test that asked
    await server?.remove();
  };
}
