/**
 * P6, P7 and a burst: accepting webhooks durably, on both databases, beside servers that only verify, that store row by
 * row, or that store all that waits in one statement and do nothing else: what any server can reach on the machine.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '#rim/postgres/open.ts';
import { startPostgres } from '#test/support/postgres-server.ts';
import { signWebhook } from '#test/sandbox/webhooks/signature.ts';
import { SECRETS, startDrill, type Drill } from '../faults/drill.ts';
import { goal, loadOf, printFigures, rounds, type Load } from './load.ts';
import { startMeasured, type Measured } from './measured.ts';

const MAIN = resolve('sidecar/main.ts');
const PEER = resolve(import.meta.dirname, 'webhooks/peer.ts');
const SECONDS = 3;
const ROUNDS = 2;
const BURST = 10_000;
const BURST_CONNECTIONS = 64;
const QUIET_MS = 2_000;
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
    servers['limit: verify, one statement for all that waits'] = await startMeasured(PEER, {
      ...peer,
      DATA_DIR: join(folder, 'limit'),
      MODE: url === null ? 'pglite-batch' : 'postgres-batch',
    });
    const figures = await rounds(servers, () => deliveries(drill), ROUNDS);
    process.stdout.write(`\n${kind}\n`);
    printFigures(figures);
    const [limit, ours, rowEach, together] = Object.values(figures);
    const burst = await burstMet(servers, drill);
    for (const server of Object.values(servers)) await server.stop();
    if (limit === undefined || ours === undefined || rowEach === undefined || together === undefined) return false;
    const kept = await storedDeliveries(url, drill);
    const times = ours.perSecond / rowEach.perSecond;
    const share = ours.perSecond / limit.perSecond;
    const ofReachable = ours.perSecond / together.perSecond;
    const [leastTimes, leastShare] = url === null ? [8, 0.33] : [3, 0.45];
    process.stdout.write(
      `what any server can reach here: ${(together.perSecond / rowEach.perSecond).toFixed(2)} x the row-each server, ` +
        `${(together.perSecond / limit.perSecond).toFixed(2)} of verify-only, p99 ${together.p99.toFixed(0)} ms\n`,
    );
    return [
      goal(`times the row-each server, at least ${String(leastTimes)}`, times, times >= leastTimes, ' x'),
      goal(`of verify-only, at least ${String(leastShare)}`, share, share >= leastShare),
      ...(url === null ? [] : [goal('p99 at 50 connections, at most 15 ms', ours.p99, ours.p99 <= 15, ' ms')]),
      goal('of what any server can reach, at least 0.6', ofReachable, ofReachable >= 0.6),
      goal('answered 2xx and lost', Math.max(0, ours.answered - kept), kept >= ours.answered),
      goal('answers that were no success', ours.faults, ours.faults === 0),
      burst,
    ].every(Boolean);
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
    await drill.close();
  }
}

/** 10,000 deliveries over 64 connections: each accepted, hardly later than by a server that does nothing else, and looked at soon. */
async function burstMet(servers: Readonly<Record<string, Measured>>, drill: Drill): Promise<boolean> {
  const [, ours, rowEach] = Object.values(servers);
  if (ours === undefined || rowEach === undefined) return false;
  const burst = (): Load => ({ ...deliveries(drill), amount: BURST, connections: BURST_CONNECTIONS });
  const bare = await loadOf(rowEach, burst());
  await drained(ours);
  const before = await ours.usage();
  const figures = await loadOf(ours, burst());
  const seconds = await drained(ours);
  const after = await ours.usage();
  process.stdout.write(`\n${String(BURST)} at ${String(BURST_CONNECTIONS)} connections\n`);
  printFigures({ 'a row each': bare, tierline: figures });
  return [
    goal('answers to the burst that were no success', figures.faults, figures.faults === 0),
    goal("p99 as a part of the row-each server's, at most 2", figures.p99 / bare.p99, figures.p99 <= 2 * bare.p99),
    goal('looked at all of it within 120 s', seconds, seconds <= 120, ' s'),
    goal('memory after it as a part of before, at most 1.25', after.rss / before.rss, after.rss <= 1.25 * before.rss),
  ].every(Boolean);
}

/** Seconds until no ticket is due any more, for as long as a crowd is waited for. */
async function drained(server: Measured): Promise<number> {
  const from = performance.now();
  let since: number | null = null;
  while (performance.now() - from < 300_000) {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const isQuiet = /^tierline_backlog\S* 0$/m.test(text);
    since = isQuiet ? (since ?? performance.now()) : null;
    if (since !== null && performance.now() - since > QUIET_MS) break;
    await pause(100);
  }
  return ((since ?? performance.now()) - from) / 1_000;
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
