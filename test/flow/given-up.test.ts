// Z-01: a write that Zendesk fails to take again and again is given up after eight tries within ten minutes, shown, and comes once in the end.
import { expect, test } from 'vitest';
import { DATABASES } from './databases.ts';
import { faultsWorld } from './faults-world.ts';
import { ADMIN } from './sidecar.ts';

const [[, embedded]] = DATABASES;
const world = faultsWorld(embedded);
const TRIES = 8;

test('eight tries', async () => {
  const { sidecar } = world;
  const { zendesk, store } = sidecar;
  const began = world.now();
  for (let count = 0; count < 3 * TRIES; count++)
    zendesk.failures.push({ failure: { kind: 'unavailable', message: 'Zendesk answered 502' } });
  zendesk.open('1', began - 60_000);
  await sidecar.webhook(sidecar.hint('1'));
  await expect
    .poll(
      async () => {
        const isParked = (await world.rowOf('1'))?.state === 'failed';
        const wait = await store.agenda.nextDueIn();
        if (!isParked && sidecar.worker.isIdle() && wait !== null && wait > 0) await world.forward(wait);
        return isParked;
      },
      { timeout: 300_000, interval: 50 },
    )
    .toBe(true);
  expect(3 * TRIES - zendesk.failures.length).toBe(TRIES);
  expect(world.now() - began).toBeLessThan(600_000);
  const [parked] = await store.agenda.parked(10);
  expect(parked).toMatchObject({ ticketId: '1', lastError: 'unavailable: Zendesk answered 502' });
  zendesk.failures.length = 0;
  await store.tickets.retryWriteBack('1', ADMIN);
  await sidecar.quiet();
  expect(zendesk.ticket('1').priority).toBe('urgent');
  expect(zendesk.writes).toHaveLength(1);
});
