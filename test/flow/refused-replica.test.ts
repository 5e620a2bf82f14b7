/** A replica whose OAuth secret is an old one: those with the new one go on, and take what it cannot do. */
import { expect, test } from 'vitest';
import { startWorker } from '#flow/worker.ts';
import type { Database } from '#rim/postgres/database.ts';
import { createStore } from '#rim/postgres/store.ts';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';
import { embedded } from './databases.ts';
import type { TestSidecar } from './sidecar.ts';

let database: Database;
let sidecar: TestSidecar;
sidecarForEachTest(embedded, (...begun) => void ([sidecar, database] = begun), { autostart: false });

test('a refused credential stops those who have the same one, for as long as it was said', async () => {
  const [one, same, other] = ['old', 'old', 'new'].map((credential) => createStore(database, credential).budget);
  await one?.block('credential', 60);
  expect(await other?.take('read')).toEqual({ granted: true });
  expect(await same?.take('read')).toMatchObject({ granted: false, refused: true });
  await database.setClockOffset(61_000);
  expect(await same?.take('read')).toEqual({ granted: true });
});

test('what is due is left to others for five seconds', async () => {
  const { ports, zendesk } = sidecar;
  zendesk.open('1', Date.now() - 60_000);
  const claims: string[] = [];
  const agenda: typeof ports.agenda = {
    ...ports.agenda,
    async claim(worker, ...wish) {
      const taken = await ports.agenda.claim(worker, ...wish);
      claims.push(...taken.map(({ ticketId }) => `${worker} took ${ticketId}`));
      return taken;
    },
  };
  const late = startWorker({ ...ports, agenda, worker: 'refused', isRefused: () => true });
  const good = startWorker({ ...ports, agenda, worker: 'good' });
  await sidecar.webhook({ ticket_id: '1' });
  await expect.poll(() => zendesk.writes.length).toBe(1);
  expect(claims).toEqual(['good took 1']);
  await good.stop(5_000);
  // Nobody else is there: then it is judged all the same.
  await sidecar.webhook({ ticket_id: '1' });
  await expect.poll(() => claims.at(-1)).toBe('refused took 1');
  await late.stop(5_000);
});
