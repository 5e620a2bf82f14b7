/** P8: looks a second on PostgreSQL, committed with facts and judgement; and how soon a webhook is settled when idle. */
import type { Agenda } from '#flow/ports/store.ts';
import { openDatabase } from '#rim/postgres/open.ts';
import { startPostgres } from '#test/support/postgres-server.ts';
import { startDrill } from '../faults/drill.ts';
import { FakeZendesk } from '../flow/fake-zendesk.ts';
import { ADMIN, contract, startTestSidecar } from '../flow/sidecar.ts';
import { goal } from './load.ts';

const TICKETS = 2_000;
const PUBLICATIONS = 3;
const WEBHOOKS = 20;

export async function run(): Promise<boolean> {
  const postgres = await startPostgres({ durable: true });
  try {
    const perSecond = await looksPerSecond(postgres.url('postgres'));
    const latencies = await settleLatencies(postgres.url('template1'));
    const median = latencies[Math.floor(latencies.length / 2)] ?? NaN;
    return [
      goal('looks a second, at least 2,000', perSecond, perSecond >= 2_000),
      goal('from webhook to the write in Zendesk when idle, median, at most 100 ms', median, median <= 100, ' ms'),
    ].every(Boolean);
  } finally {
    await postgres.remove();
  }
}

/** Every open ticket is asked for again, as a publication does; nothing has to be read from Zendesk. */
async function looksPerSecond(url: string): Promise<number> {
  const database = await openDatabase({ url, directory: '' });
  // No limit stands between the worker and the stand-in in memory.
  const sidecar = await startTestSidecar(database, { zendesk: new FakeZendesk(() => Date.now()) });
  try {
    await sidecar.store.contracts.put(contract({ tier: 'custom' }), null, ADMIN);
    const ids = Array.from({ length: TICKETS }, (_, index) => String(index + 1));
    for (const id of ids) sidecar.zendesk.open(id, Date.now() - 60_000);
    await sidecar.store.agenda.ask(ids);
    await sidecar.quiet();
    const rates: number[] = [];
    for (let turn = 0; turn < PUBLICATIONS; turn++) {
      const before = performance.now();
      const committed = changesOf(sidecar.store.agenda, ids);
      await sidecar.store.agenda.ask(ids);
      await committed;
      rates.push((TICKETS * 1_000) / (performance.now() - before));
    }
    process.stdout.write(
      `looks a second, ${String(TICKETS)} tickets: ${rates.map((rate) => rate.toFixed(0)).join(', ')}\n`,
    );
    return rates.toSorted((a, b) => b - a)[Math.floor(rates.length / 2)] ?? 0;
  } finally {
    await sidecar.stop();
    await database.close();
  }
}

/** Resolves when each of them was committed: asking the database how far it is would be work for it. */
function changesOf(agenda: Pick<Agenda, 'onChange'>, ids: readonly string[]): Promise<void> {
  const missing = new Set(ids);
  return new Promise((resolve) => {
    const deaf = agenda.onChange((id) => {
      missing.delete(id);
      if (missing.size > 0) return;
      deaf();
      resolve();
    });
  });
}

/** From the sending of a webhook to the write that it causes, in ms, sorted. */
async function settleLatencies(url: string): Promise<readonly number[]> {
  const drill = await startDrill({ name: 'bench-looks', databaseUrl: url });
  try {
    await drill.start();
    const latencies: number[] = [];
    for (let turn = 0; turn < WEBHOOKS; turn++) {
      const id = drill.open();
      const before = performance.now();
      await drill.sender.deliver(id);
      while (!drill.isRight(id)) await new Promise((next) => setTimeout(next, 1));
      latencies.push(performance.now() - before);
      await drill.settled(10_000);
    }
    return latencies.slice(1).toSorted((a, b) => a - b);
  } finally {
    await drill.close();
  }
}
