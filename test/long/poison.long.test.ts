/** C-12: an event that crashes or hangs the process each time is set aside; the others finish; an admin sees it and retries. */
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { startDrill, type Drill } from '#test/faults/drill.ts';
import type { Replica } from '#test/faults/process.ts';
import { freshDatabase } from '#test/support/postgres.ts';

const BUILD = resolve('test/faults/poison.ts');
const SILENT_MS = 5_000;
const OTHERS = 40;

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

test.each(['crash', 'hang'])('an event that makes it %s', async (kind) => {
  drill = await startDrill({ name: `poison-${kind}`, databaseUrl: (await freshDatabase()).url });
  const running = drill;
  await running.stop(await running.start()); // contracts are there now
  const poison = running.open();
  running.forget(poison);
  const others = Array.from({ length: OTHERS }, () => running.open());
  const delivering = running.sender.deliverAll([...others.slice(0, 20), poison, ...others.slice(20)], 8, 300_000);
  delivering.catch(() => undefined); // told below
  let starts = 0;
  // As a supervisor does: whoever ended or no longer answers is started again.
  let parked: Parked | undefined;
  const isDone = async (): Promise<boolean> => {
    if (!others.every(running.isRight)) return false;
    parked = await parkedTicket(running);
    return parked !== undefined;
  };
  for (; parked === undefined && starts < 20; starts++) {
    const replica = await running.start({
      imports: [BUILD],
      environment: { POISON: String(poison), POISON_KIND: kind },
      mayEnd: true,
    });
    await endOrDone(replica, isDone);
    if (replica.end() === null) await running.kill(replica);
  }
  process.stdout.write(`${kind}: the others were done after ${String(starts)} starts\n`);
  expect(others.filter((id) => !running.isRight(id))).toEqual([]);
  await delivering;

  process.stdout.write(`${kind}: shown as ${JSON.stringify(parked)}\n`);
  expect(parked?.ticketId).toBe(String(poison));
  expect(parked?.lastError).toMatch(/^SET_ASIDE/);
  await running.start();
  await running.graphql('mutation ($id: ID!) { retryWriteBack(ticketId: $id) { __typename } }', { id: String(poison) });
  expect(await running.right(poison, 120_000)).toBe(true);
  expect(await running.settled(120_000)).toBe(true);
  expect(await running.finish()).toEqual([]);
});

interface Parked {
  readonly ticketId: string;
  readonly lastError: string | null;
}
/** What an admin is shown; undefined: nothing, or nobody answers now. */
async function parkedTicket(drill: Drill): Promise<Parked | undefined> {
  const query = '{ health { backlog { parkedTickets { ticketId lastError } } } }';
  type Answer = { health: { backlog: { parkedTickets: readonly Parked[] } | null } };
  const asking = drill.graphql<Answer>(query).catch(() => null); // it is just ending
  const answer = await Promise.race([asking, pause(1_000, null)]); // one that hangs never answers
  return answer?.health.backlog?.parkedTickets[0];
}

/** Resolves when it has ended, has been silent for a while, or there is nothing left to wait for. */
async function endOrDone(replica: Replica, isDone: () => Promise<boolean>): Promise<void> {
  let heard = performance.now();
  while (replica.end() === null && performance.now() - heard < SILENT_MS) {
    if (await isDone()) return;
    const isAlive = await fetch(`${replica.url}/healthz`, { signal: AbortSignal.timeout(1_000) }).then(
      ({ ok }) => ok,
      () => false, // a hung process answers nothing
    );
    if (isAlive) heard = performance.now();
    await pause(100);
  }
}
