/** C-09 and C-11: PostgreSQL frozen, out of connections, out of disk; the embedded database out of disk. Only 503 in the gap. */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { readiness } from '#test/faults/database-loss.ts';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import { startPostgres, type PostgresServer } from '#test/support/postgres-server.ts';

const run = promisify(execFile);
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function server(options: Parameters<typeof startPostgres>[0]): Promise<PostgresServer> {
  const postgres = await startPostgres({ durable: true, ...options });
  cleanUps.push(() => postgres.remove());
  return postgres;
}
async function drillOn(name: string, databaseUrl: string | null, directory?: string): Promise<Drill> {
  const drill = await startDrill({ name, databaseUrl, ...(directory === undefined ? {} : { directory }) });
  cleanUps.push(() => drill.close());
  return drill;
}

/** While it lasts deliveries get 503 and readiness says so; afterwards everything goes on by itself. */
async function outage(drill: Drill, begin: () => Promise<unknown>, end: () => Promise<unknown>): Promise<void> {
  const replica = await drill.start();
  const before = drill.open();
  await drill.sender.deliver(before);
  expect(await drill.settled(60_000)).toBe(true);
  await begin();
  drill.history.add({ type: 'fault' });
  const during = Array.from({ length: 5 }, () => drill.open());
  await expect.poll(() => readiness(replica), { timeout: 60_000 }).toBe(503);
  for (const id of during) expect(await drill.sender.once(id)).toBe(503);
  await end();
  await expect.poll(() => readiness(replica), { timeout: 60_000 }).toBe(200);
  await drill.sender.deliverAll(during, 5, 60_000);
  expect(await drill.settled(120_000)).toBe(true);
  expect(replica.end()).toBe(null);
  expect(await drill.finish()).toEqual([]);
}

test('frozen by SIGSTOP, and thawed', async () => {
  const postgres = await server({});
  const drill = await drillOn('frozen', postgres.url('postgres'));
  cleanUps.push(() => postgres.thaw());
  await outage(drill, postgres.freeze, postgres.thaw);
});

test('all connections taken by others', async () => {
  const postgres = await server({ settings: { max_connections: '20' } });
  const url = postgres.url('postgres');
  const drill = await drillOn('connections', url);
  const others: pg.Client[] = [];
  const free = async (): Promise<void> => {
    for (const other of others.splice(0)) await other.end();
  };
  cleanUps.push(free);
  await outage(
    drill,
    async () => {
      while (await connected(url, others));
      // Its own connections end, and others are quicker; as often as it takes.
      for (let round = 0; round < 20; round++) {
        await others[0]?.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tierline'`,
        );
        await Promise.all(Array.from({ length: 20 }, () => connected(url, others)));
      }
    },
    free,
  );
});

async function connected(url: string, others: pg.Client[]): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // ended by the server
  return client.connect().then(
    () => others.push(client) > 0,
    () => false, // none is left
  );
}

test.for(['PostgreSQL', 'embedded'])('%s: the disk is full, and has space again', async (kind, context) => {
  const folder = await mkdtemp(join(tmpdir(), 'tierline-disk-'));
  await chmod(folder, 0o755);
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  const isMounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=200m', 'tmpfs', folder]).then(
    () => true,
    () => false, // not root, or a container that may not
  );
  if (!isMounted) {
    context.skip('nothing can be mounted here: a full disk is not tried');
    return;
  }
  cleanUps.push(() => run('umount', ['--lazy', folder]));
  const ballast = join(folder, 'ballast');
  const fill = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(folder);
    await writeFile(ballast, Buffer.alloc(Number(bavail) * Number(bsize))).catch(() => undefined); // to the last byte
  };
  const postgres = kind === 'PostgreSQL' ? await server({ parent: folder }) : null;
  const drill = await drillOn(`disk-${kind}`, postgres?.url('postgres') ?? null, folder);
  await fullDisk(drill, fill, () => rm(ballast));
});

/** What was accepted while there was space is kept; the rest gets 503; with space it goes on by itself. */
async function fullDisk(drill: Drill, fill: () => Promise<void>, empty: () => Promise<void>): Promise<void> {
  const replica = await drill.start();
  await fill();
  drill.history.add({ type: 'fault' });
  const statuses = new Map<number, number>();
  const ids: number[] = [];
  // What is preallocated takes some more; it is used up by large bodies.
  for (let count = 0; count < 3_000 && (statuses.get(503) ?? 0) < 5; count++) {
    const id = count < 20 ? drill.open() : (ids[count % 20] as number);
    if (count < 20) ids.push(id);
    const status = await drill.sender.large(id);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  process.stdout.write(`full disk: ${JSON.stringify(Object.fromEntries(statuses))}\n`);
  expect(statuses.get(503)).toBeGreaterThanOrEqual(5);
  expect([...statuses.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(await readiness(replica)).toBe(503);
  await empty();
  await expect.poll(() => readiness(replica), { timeout: 120_000 }).toBe(200);
  await drill.sender.deliverAll(ids, 5, 60_000);
  expect(await drill.settled(120_000)).toBe(true);
  expect(replica.end()).toBe(null);
  expect(await drill.finish()).toEqual([]);
}
