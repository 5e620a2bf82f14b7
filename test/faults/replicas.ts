/** Two replicas share a burst; one dies with tickets in its hands, and the other takes them up. */
import { expect } from 'vitest';
import { startDrill, type Drill } from './drill.ts';

export interface Sharing {
  readonly databaseUrl: string;
  /** Of the burst. */
  readonly tickets: number;
  readonly deliveries: number;
  /** Tickets that the first holds when it dies. */
  readonly held: number;
}

/** Ends with one replica and everything settled. Prints how long the taking up took. */
export async function shareAndTakeUp({ databaseUrl, tickets, deliveries, held }: Sharing): Promise<Drill> {
  const drill = await startDrill({ name: 'replicas', databaseUrl });
  try {
    const first = await drill.start();
    drill.sandbox.faults.next({ match: 'GET /api/v2/tickets/:id/audits', answer: 'hang', times: held });
    const holding = Array.from({ length: held }, () => drill.open());
    await drill.sender.deliverAll(holding, held);
    const hanging = (): number =>
      drill.sandbox.requests.find({ kind: 'read' }).filter(({ status }) => status === null).length;
    await expect.poll(hanging).toBe(held);

    await drill.start();
    const ids = Array.from({ length: tickets }, () => drill.open());
    const burst = Array.from({ length: deliveries }, (_, index) => ids[index % ids.length] as number);
    await drill.sender.deliverAll(burst, 64);
    for (const id of ids) expect(await drill.right(id, 60_000)).toBe(true);

    await drill.kill(first);
    drill.history.add({ type: 'kill' });
    const before = performance.now();
    expect(await drill.settled(120_000)).toBe(true);
    process.stdout.write(`taken up in ${((performance.now() - before) / 1_000).toFixed(1)} s\n`);
    const written = drill.sandbox.writes.filter(({ created }) => !created).map(({ ticketId }) => ticketId);
    expect(written.toSorted()).toEqual([...holding, ...ids].toSorted());
    return drill;
  } catch (error) {
    await drill.close();
    throw error;
  }
}
