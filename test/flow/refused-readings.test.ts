// Readings that Zendesk refuses for good: asked for more and more seldom, shown, and no trouble for other tickets.
import { describe, expect, test } from 'vitest';
import type { DeliveryFailure } from '#flow/ports/failures.ts';
import { DATABASES } from './databases.ts';
import { faultsWorld } from './faults-world.ts';

const MINUTE = 60_000;

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  /** Every reading fails from now on; answers the way back. */
  function refuse(failure: DeliveryFailure): () => void {
    const { zendesk } = world.sidecar;
    const read = zendesk.readTicket.bind(zendesk);
    zendesk.readTicket = () => Promise.resolve({ ok: false, failure });
    return () => void (zendesk.readTicket = read);
  }
  /** Goes from try to try; the pauses before them, in whole minutes. */
  async function pauses(tries: number): Promise<readonly number[]> {
    const minutes: number[] = [];
    for (let each = 0; each < tries; each++) {
      const wait = (await world.sidecar.store.agenda.nextDueIn()) ?? 0;
      minutes.push(Math.round(wait / MINUTE / 0.875)); // the share that chance leaves
      await world.forward(wait);
      await world.sidecar.quiet();
    }
    return minutes;
  }

  test.each(['forbidden', 'invalid'] as const)(
    '%s: seldom, then shown, and taken up by its next event',
    async (kind) => {
      const { agenda } = world.sidecar.store;
      world.sidecar.ports.log.error = () => undefined; // that it is set aside
      const mend = refuse({ kind, message: 'Zendesk answered 4xx' });
      await world.openAndSettle('1');
      expect(await pauses(1)).toEqual([1]);
      expect(await agenda.parked(10)).toEqual([]);
      expect(await pauses(7)).toEqual([2, 4, 8, 16, 32, 60, 60]);
      const parked = await agenda.parked(10);
      expect(parked).toMatchObject([{ ticketId: '1' }]);
      expect(parked[0]?.lastError).toMatch(
        /^SET_ASIDE: Zendesk refuses its reading: Zendesk answered 4xx\. .*retryWriteBack/,
      );
      expect(await world.sidecar.worker.lookNow('1')).toMatchObject({ kind: 'failed', failure: { kind } });
      mend();
      await world.sidecar.webhook({ ...world.sidecar.hint('1'), nudge: 1 });
      await world.sidecar.quiet();
      expect(await world.rowOf('1')).toMatchObject({ state: 'settled', lastError: null });
      expect(await agenda.parked(10)).toEqual([]);
    },
  );

  test('whoever asks for it again and again makes it no more frequent, and sees it shown', async () => {
    const { store, worker } = world.sidecar;
    refuse({ kind: 'forbidden', message: 'Zendesk answered 403' });
    await world.openAndSettle('1');
    const minutes: number[] = [];
    for (let asked = 0; asked < 3; asked++) {
      await worker.lookNow('1');
      minutes.push(Math.round(((await store.agenda.nextDueIn()) ?? 0) / MINUTE / 0.875));
    }
    expect(minutes).toEqual([2, 4, 8]);
    for (let asked = 0; asked < 4; asked++) await worker.lookNow('1');
    expect(await store.agenda.parked(10)).toMatchObject([{ ticketId: '1' }]);
  });

  test('a dead credential is no trouble of a ticket', async () => {
    refuse({ kind: 'unauthorized', message: 'Zendesk answered 401' });
    await world.openAndSettle('1');
    for (let tries = 0; tries < 5; tries++) await pauses(1);
    const wait = (await world.sidecar.store.agenda.nextDueIn()) ?? Infinity;
    expect(wait).toBeLessThanOrEqual(MINUTE);
    expect(await world.sidecar.store.agenda.parked(10)).toEqual([]);
  });
});
