/**
 * L-02: twenty minutes of fifty webhooks a second and reads beside them: memory, open files and tables do not grow, and what
 * is a day old goes. MINUTES: how long, default 20; the first five are for warming up, a quarter where it is shorter.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import type { Replica } from '#test/faults/process.ts';
import { freshDatabase } from '#test/support/postgres.ts';
import { steadily } from './steady.ts';

const MINUTES = Number(process.env['MINUTES'] ?? 20);
const WARM_MINUTES = Math.min(5, MINUTES / 4);
const TICKETS = 300;
const WEBHOOKS_A_SECOND = 50;
const CHANGES_A_SECOND = 4;
const READS_A_SECOND = 5;
const EVERY_MS = 5_000;
/** The row's figures; files: more when all is quiet again than the fewest while it was not. */
const MB_A_MINUTE = 1;
const FILES = 5;
/** A table that is vacuumed as it should be keeps its size. */
const GROWN = 1.5;

interface Sample {
  readonly minute: number;
  readonly megabytes: number;
  readonly files: number;
  /** Of the tickets' table with its indexes, bytes. */
  readonly size: number;
}

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

test(
  `${String(MINUTES)} minutes of steady work`,
  async () => {
    const { url } = await freshDatabase();
    const drill = await startDrill({ name: 'soak', databaseUrl: url, timersRun: true });
    cleanUps.push(() => drill.close());
    const watcher = new pg.Client({ connectionString: url });
    await watcher.connect();
    cleanUps.push(() => watcher.end());
    const replica = await drill.start();
    const ids = Array.from({ length: TICKETS }, () => drill.open());
    await drill.sender.deliverAll(ids, 16);
    expect(await drill.settled(120_000)).toBe(true);

    const samples: Sample[] = [];
    const from = performance.now();
    const until = pause(MINUTES * 60_000).then(() => 'over' as const);
    const watching = (async () => {
      while ((await Promise.race([until, pause(EVERY_MS)])) !== 'over')
        samples.push(await sampleOf(replica, watcher, (performance.now() - from) / 60_000));
    })();
    const [webhooks, reads] = await Promise.all([sendOn(drill, ids, until), readOn(drill, ids, until), watching]);

    const warm = samples.filter(({ minute }) => minute >= WARM_MINUTES);
    const slope = slopeOf(lowest(warm));
    const files = warm.map((sample) => sample.files);
    const fewest = Math.min(...files);
    const [first, last] = [warm[0]?.size ?? NaN, warm.at(-1)?.size ?? NaN];
    console.log(
      `${String(webhooks)} webhooks and ${String(reads)} reads in ${String(MINUTES)} minutes: memory ${slope.toFixed(2)} MB a minute (goal: 1), files ${String(fewest)} to ${String(Math.max(...files))}, tickets' table ${(last / first).toFixed(2)} times what it was`,
    );
    expect(slope).toBeLessThanOrEqual(MB_A_MINUTE);
    expect(last).toBeLessThanOrEqual(GROWN * first);
    expect(await drill.settled(120_000)).toBe(true);
    // While callers come, as many are open as a busy machine lets wait; then they close.
    const open = async (): Promise<number> => (await sampleOf(replica, watcher, MINUTES)).files;
    await expect.poll(open, { timeout: 300_000, interval: EVERY_MS }).toBeLessThanOrEqual(fewest + FILES);

    const count = async (): Promise<number> =>
      (await watcher.query<{ count: number }>('select count(*)::int as count from events')).rows[0]?.count ?? NaN;
    expect(await count()).toBeGreaterThan(webhooks / 2);
    drill.sandbox.clock.forward(25 * 3_600_000);
    await expect.poll(count, { timeout: 180_000, interval: 1_000 }).toBe(0);
    expect(await drill.settled(240_000)).toBe(true);
    for (const id of ids) drill.forget(id); // their events are gone, which the check would miss
    expect((await drill.finish()).filter(({ invariant }) => invariant !== 'I1')).toEqual([]);
  },
  (MINUTES + 20) * 60_000,
);

async function sendOn(drill: Drill, ids: readonly number[], until: Promise<unknown>): Promise<number> {
  let turn = 0;
  const { statuses, waits } = await steadily(WEBHOOKS_A_SECOND, until, () => {
    const id = ids[Math.floor(drill.random() * ids.length)] ?? 0;
    if (turn++ % Math.round(WEBHOOKS_A_SECOND / CHANGES_A_SECOND) === 0) drill.change(id);
    return drill.sender.once(id);
  });
  expect(Object.keys(statuses)).toEqual(['200']);
  return waits.length;
}

async function readOn(drill: Drill, ids: readonly number[], until: Promise<unknown>): Promise<number> {
  const { waits } = await steadily(READS_A_SECOND, until, async () => {
    const id = String(ids[Math.floor(drill.random() * ids.length)]);
    await drill.graphql(
      'query ($id: ID!) { ticketSupport(ticketId: $id) { timers { metric dueAt reasons { text } } } queue(first: 20) { nodes { ticketId } } }',
      { id },
    );
    return 200;
  });
  return waits.length;
}

async function sampleOf(replica: Replica, watcher: pg.Client, minute: number): Promise<Sample> {
  const text = await (await fetch(`${replica.url}/metrics`)).text();
  const of = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  const { rows } = await watcher.query<{ size: string }>(`select pg_total_relation_size('tickets') as size`);
  return {
    minute,
    megabytes: of('tierline_process_resident_memory_bytes') / 1e6,
    files: of('tierline_process_open_fds'),
    size: Number(rows[0]?.size ?? NaN),
  };
}

/** The lowest of each minute: what stays when the collector has been. */
function lowest(samples: readonly Sample[]): readonly Sample[] {
  return [...Map.groupBy(samples, ({ minute }) => Math.floor(minute)).values()].flatMap(
    (one) => one.toSorted((a, b) => a.megabytes - b.megabytes)[0] ?? [],
  );
}

/** MB a minute, by least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [x, y] = [mean(samples.map(({ minute }) => minute)), mean(samples.map(({ megabytes }) => megabytes))];
  const rise = samples.reduce((sum, { minute, megabytes }) => sum + (minute - x) * (megabytes - y), 0);
  return rise / samples.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
}
