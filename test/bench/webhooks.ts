/** P6 and P7: accepting webhooks durably, on PostgreSQL and embedded, beside servers that only verify or that store row by row. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDatabase } from '#rim/postgres/open.ts';
import { startPostgres } from '#test/support/postgres-server.ts';
import { signWebhook } from '#test/sandbox/webhooks/signature.ts';
import { SECRETS, startDrill, type Drill } from '../faults/drill.ts';
import { goal, printFigures, rounds, type Load } from './load.ts';
import { startMeasured, type Measured } from './measured.ts';

const MAIN = resolve('sidecar/main.ts');
const PEER = resolve(import.meta.dirname, 'webhooks/peer.ts');
const SECONDS = 3;
const ROUNDS = 2;
/** Tickets that the events are about: nobody waits for looks here, but they run meanwhile. */
const TICKETS = 100;

export async function run(): Promise<boolean> {
  const postgres = await startPostgres({ durable: true });
  const folder = await mkdtemp(join(tmpdir(), 'tierline-bench-'));
  try {
    const onServer = await onDatabase('PostgreSQL', postgres.url('postgres'), folder);
    const onEmbedded = await onDatabase('embedded', null, folder);
    return onServer && onEmbedded;
  } finally {
    await postgres.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function onDatabase(kind: string, url: string | null, folder: string): Promise<boolean> {
  const drill = await startDrill({ name: `bench-webhooks-${kind}`, databaseUrl: url });
  const servers: Record<string, Measured> = {};
  try {
    const peer = {
      SECRET: SECRETS.webhook,
      DATA_DIR: join(folder, 'peer'),
      ...(url === null ? {} : { DATABASE_URL: url }),
    };
    servers['limit: verify, no row'] = await startMeasured(PEER, { ...peer, MODE: 'verify' });
    servers[`tierline, ${kind}`] = await startMeasured(MAIN, drill.environment);
    servers[url === null ? 'a durable row each, PGlite' : 'a row each, pool of 10'] = await startMeasured(PEER, {
      ...peer,
      MODE: url === null ? 'pglite' : 'postgres',
    });
    const figures = await rounds(servers, () => deliveries(drill), ROUNDS);
    process.stdout.write(`\n${kind}\n`);
    printFigures(figures);
    const [limit, ours, rowEach] = Object.values(figures);
    for (const server of Object.values(servers)) await server.stop();
    if (limit === undefined || ours === undefined || rowEach === undefined) return false;
    const kept = await storedDeliveries(url, drill);
    const times = ours.perSecond / rowEach.perSecond;
    const share = ours.perSecond / limit.perSecond;
    const [leastTimes, leastShare] = url === null ? [8, 0.33] : [3, 0.45];
    return [
      goal(`times the row-each server, at least ${String(leastTimes)}`, times, times >= leastTimes, ' x'),
      goal(`of verify-only, at least ${String(leastShare)}`, share, share >= leastShare),
      ...(url === null ? [] : [goal('p99 at 50 connections, at most 15 ms', ours.p99, ours.p99 <= 15, ' ms')]),
      goal('answered 2xx and lost', Math.max(0, ours.answered - kept), kept >= ours.answered),
      goal('answers that were no success', ours.faults, ours.faults === 0),
    ].every(Boolean);
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
    await drill.close();
  }
}

function deliveries(drill: Drill): Load {
  const timestamp = `${new Date(drill.sandbox.clock.now()).toISOString().slice(0, 19)}Z`;
  let count = 0;
  return {
    path: '/webhooks/zendesk',
    headers: {},
    seconds: SECONDS,
    body() {
      count += 1;
      const body = JSON.stringify({
        event: 'ticket.updated',
        ticket_id: String(900_000 + (count % TICKETS)),
        status: 'open',
        tags: 'a b c',
        updated_at: timestamp,
        padding: 'x'.repeat(800),
      });
      return {
        body,
        headers: {
          'x-zendesk-webhook-invocation-id': randomUUID(),
          'x-zendesk-webhook-signature': signWebhook(SECRETS.webhook, timestamp, body),
          'x-zendesk-webhook-signature-timestamp': timestamp,
        },
      };
    },
  };
}

async function storedDeliveries(url: string | null, drill: Drill): Promise<number> {
  const database = await openDatabase({ url, directory: drill.home.directory });
  try {
    const [row] = await database.rows<{ count: number }>('select count(*) as count from events');
    return row?.count ?? 0;
  } finally {
    await database.close();
  }
}
