// C-12: A ticket on which work dies or fails each time: tried alone, set aside, shown with what to do next, and taken up again.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { publishPolicy, savePolicyDraft } from '#flow/publish.ts';
import { createRecentReads } from '#flow/recent-reads.ts';
import { startWorker } from '#flow/worker.ts';
import type { Worker } from '#flow/worker.ts';
import type { Database } from '#rim/postgres/database.ts';
import { DATABASES } from './databases.ts';
import type { TestDatabase } from './databases.ts';
import { servicesOn } from './services-on.ts';
import { ADMIN, contract, startTestSidecar } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';
import { reader } from '#test/support/reader.ts';

const LEASE_MS = 60_000;

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let database: Database;
  let sidecar: TestSidecar;
  let worker: Worker | undefined;

  beforeEach(async () => {
    home = await fresh();
    database = await home.open();
    sidecar = await startTestSidecar(database, { autostart: false });
    sidecar.ports.log.error = () => undefined; // that it is set aside
    await sidecar.store.contracts.put(contract({ tier: 'custom' }), null, ADMIN);
  });
  afterEach(async () => {
    await stop();
    await sidecar.stop();
    await database.close();
    await home.remove();
  });
  const start = (): void => void (worker = startWorker({ ...sidecar.ports, worker: randomUUID() }));
  async function stop(): Promise<void> {
    await worker?.stop(5_000);
    worker = undefined;
  }
  const open = async (...ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      sidecar.zendesk.open(id, Date.now() - 60_000);
      await sidecar.webhook(sidecar.hint(id));
    }
    await database.setClockOffset(1_000); // past the moment in which a burst gathers
  };
  /** A process takes what is due, begins `alone` where it waits for its turn, and is gone. */
  const die = async (alone: string): Promise<void> => {
    const claims = await sidecar.store.agenda.claim('dead', 100, LEASE_MS);
    const suspect = claims.find(({ ticketId, tries }) => ticketId === alone && tries === 3);
    if (suspect !== undefined) await sidecar.store.agenda.begin(suspect);
    await database.rows('update tickets set claimed_until = 0 where claimed_by is not null');
  };
  const written = async (id: string) => (await sidecar.store.tickets.find(id))?.writeBack;
  const state = async (id: string, wanted: string): Promise<void> => {
    await expect.poll(async () => (await written(id))?.state).toBe(wanted);
  };
  const poisoned = async (): Promise<void> => {
    await open('1');
    for (let tries = 0; tries < 3; tries++) await die('1');
    start();
    await state('1', 'failed');
    await stop();
  };

  test('after three tries that died it is set aside, at once and with what to do next; the others are done', async () => {
    await open('1', '2', '3');
    for (let tries = 0; tries < 3; tries++) await die('1');
    start();
    await state('1', 'failed');
    for (const id of ['2', '3']) await expect.poll(() => sidecar.zendesk.ticket(id).tags).toContain('tier_custom');
    expect(sidecar.zendesk.ticket('1').tags).not.toContain('tier_custom');
    const [parked, ...more] = await sidecar.store.agenda.parked(10);
    expect([parked?.ticketId, more.length]).toEqual(['1', 0]);
    expect(parked?.lastError).toMatch(/^SET_ASIDE: .*retryWriteBack/);
    expect(parked?.retryAt).toBeGreaterThan(Date.now());
    expect((await sidecar.store.agenda.backlog()).failed).toBe(1);
  });

  test('whoever asks for it sees why, and starts no look at it', async () => {
    await poisoned();
    const recent = createRecentReads(sidecar.store, () => performance.now());
    start();
    const services = servicesOn(sidecar, recent, worker === undefined ? {} : { worker });
    const view = await services.ticketSupport('1', null);
    expect(view?.judgement).toBeNull();
    expect(view?.writeBack?.state).toBe('failed');
    expect(view?.writeBack?.lastError).toMatch(/^SET_ASIDE/);
    const wish = { kind: 'duty', duty: 'verify_contact' } as const;
    expect(await services.act({ ticketId: '1', wish, by: ADMIN, key: 'k' })).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await worker?.lookNow('1')).toMatchObject({ kind: 'failed' });
    expect(sidecar.zendesk.reads).toBe(0);
    recent.close();
  });

  test.each([
    ['its next event', async () => void (await sidecar.webhook({ ...sidecar.hint('1'), nudge: 1 }))],
    ['a retry by hand', async () => void (await sidecar.store.tickets.retryWriteBack('1', ADMIN))],
    [
      'a publication of its policy',
      async () => {
        const draft = await savePolicyDraft(await changedPolicy(), ADMIN, publishing());
        if (draft.kind === 'refused') throw new Error(draft.message);
        await publishPolicy({ ...draft.value, note: 'mended' }, ADMIN, publishing());
      },
    ],
    ['the end of its pause', () => database.setClockOffset(120_000)],
  ])('%s takes it up again', async (_what, come) => {
    await poisoned();
    start();
    await come();
    await state('1', 'settled');
    expect(await written('1')).toMatchObject({ lastError: null, retryAt: null });
    expect(sidecar.zendesk.ticket('1').tags).toContain('tier_custom');
    expect(await sidecar.store.agenda.parked(10)).toEqual([]);
  });
  const publishing = () => ({ ...sidecar.store, registry: sidecar.ports.registry, reader });
  const changedPolicy = async (): Promise<string> => {
    const published = (await sidecar.store.policies.list()).find((each) => each.state === 'published');
    return `${published?.text ?? ''}\n# mended\n`;
  };

  test('looks that fail each time are shown too, and go on', async () => {
    const { zendesk } = sidecar;
    const read = zendesk.readTicket.bind(zendesk);
    zendesk.readTicket = () => Promise.reject(new TypeError('a bug'));
    await open('1');
    start();
    for (let round = 1; (await written('1'))?.state !== 'failed' && round < 50; round++) {
      await expect.poll(async () => (await sidecar.store.agenda.nextDueIn()) ?? 0).toBeGreaterThan(0);
      await database.setClockOffset(1_000 + round * 10_000);
      database.notify('tierline_due', '');
    }
    expect((await sidecar.store.agenda.parked(1))[0]?.lastError).toMatch(/^SET_ASIDE: its looks fail/);
    zendesk.readTicket = read;
    await sidecar.store.tickets.retryWriteBack('1', ADMIN);
    await state('1', 'settled');
  });
});
