/** L-01: 10,000 webhooks over 64 connections: all accepted, none lost or doubled, drained within two minutes; also where the database is 1 ms away. */
import { afterEach, expect, test } from 'vitest';
import { DATABASES } from '#test/faults/databases.ts';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import { freshDatabase } from '#test/support/postgres.ts';
import { slowWay, type SlowWay } from '#test/support/slow-way.ts';

const WEBHOOKS = 10_000;
const CONNECTIONS = 64;
const TICKETS = 500;

let drill: Drill | undefined;
let way: SlowWay | undefined;
afterEach(async () => {
  await drill?.close();
  await way?.close();
  [drill, way] = [undefined, undefined];
});

const PLACES = [...DATABASES, ['PostgreSQL 1 ms away', farAway] as const];

test.each(PLACES)('10,000 webhooks at once, %s', async (place, fresh) => {
  const running = (drill = await startDrill({ name: `burst-${place}`, databaseUrl: await fresh() }));
  await running.start();
  const ids = Array.from({ length: TICKETS }, () => running.open());
  await running.sender.deliverAll(
    Array.from({ length: WEBHOOKS }, (_, index) => ids[index % ids.length] ?? 0),
    CONNECTIONS,
  );
  const answers = running.history.lines.filter((line) => line.type === 'answered');
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  console.log(`${place}: p99 ${p99Of(running).toFixed(0)} ms (goal: 2 s)`);
  expect(await running.settled(120_000)).toBe(true);
  expect(await running.finish()).toEqual([]);
});

async function farAway(): Promise<string> {
  const { url } = await freshDatabase();
  const far = new URL(url);
  way = await slowWay({ host: far.hostname, port: Number(far.port) }, 1);
  far.port = String(way.port);
  return far.href;
}

/** From sending to the answer, in ms. */
function p99Of({ history }: Drill): number {
  const sent = new Map<string, number>();
  const waits: number[] = [];
  for (const line of history.lines) {
    if (line.type === 'sent') sent.set(line.id, line.monotonicMs ?? NaN);
    if (line.type === 'answered') waits.push((line.monotonicMs ?? NaN) - (sent.get(line.id) ?? NaN));
  }
  return waits.toSorted((one, other) => one - other)[Math.floor(waits.length * 0.99)] ?? NaN;
}
