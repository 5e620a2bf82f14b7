// What happens to a claim while its holder works on, fails, or dies; on both databases.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reconcile } from '#flow/reconcile.ts';
import { startWorker } from '#flow/worker.ts';
import type { Agenda } from '#flow/ports/store.ts';
import type { Database } from '#rim/postgres/database.ts';
import { DATABASES, type TestDatabase } from './databases.ts';
import { AGENT, CUSTOMER } from './fake-zendesk.ts';
import { ADMIN, contract, startTestSidecar, type TestSidecar } from './sidecar.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let database: Database;
  let sidecar: TestSidecar;
  async function start(autostart: boolean): Promise<void> {
    home = await fresh();
    database = await home.open();
    sidecar = await startTestSidecar(database, { autostart });
    await sidecar.store.contracts.put(contract({ tier: 'custom' }), null, ADMIN);
  }
  afterEach(async () => {
    await sidecar.stop();
    await database.close();
    await home.remove();
  });
  /** A worker of its own whose agenda differs in some steps. */
  const workerWith = (agenda: Partial<Agenda>) =>
    startWorker({
      ...sidecar.ports,
      installedAt: 0,
      agenda: { ...sidecar.store.agenda, ...agenda },
      log: { ...sidecar.ports.log, error: () => undefined },
      worker: randomUUID(),
    });

  describe('alone', () => {
    beforeEach(() => start(false));

    test('a claim whose work failed is not kept on while others are', async () => {
      const kept: (readonly string[])[] = [];
      let open = (): void => undefined;
      for (const id of ['1', '2']) sidecar.zendesk.open(id, Date.now() - 60_000);
      const readTicket = sidecar.zendesk.readTicket.bind(sidecar.zendesk);
      const gate = new Promise<void>((resolve) => (open = resolve));
      sidecar.zendesk.readTicket = async (id, ...rest) => {
        if (id === '2') await gate;
        return readTicket(id, ...rest);
      };
      const worker = workerWith({
        commitLooks: (results) =>
          results.some(({ claim }) => claim.ticketId === '1')
            ? Promise.reject(new Error('the database was away'))
            : sidecar.store.agenda.commitLooks(results),
        renew: (name, ids, leaseMs) => {
          kept.push(ids);
          return sidecar.store.agenda.renew(name, ids, leaseMs);
        },
      });
      for (const id of ['1', '2']) await sidecar.webhook(sidecar.hint(id));
      await expect.poll(() => kept.at(-1)).toEqual(['2']);
      open();
      await worker.stop(5_000);
    });

    test('a look that was asked for and fails is told, although what stands is shown', async () => {
      const told: string[] = [];
      const worker = startWorker({
        ...sidecar.ports,
        agenda: { ...sidecar.store.agenda, claimOne: () => Promise.reject(new Error('its disk is full')) },
        log: { ...sidecar.ports.log, error: (_fields, message) => void told.push(message) },
        worker: randomUUID(),
      });
      await expect(worker.lookNow('1')).rejects.toThrow('its disk is full');
      expect(told).toEqual(['a look that was asked for failed']);
      await worker.stop(5_000);
    });

    test('a database that is away is told of once for each cause, and that it is back', async () => {
      const told: string[] = [];
      const tell = (_fields: unknown, message: string) => void told.push(message);
      let asked = 0;
      const CAUSES = ['', 'it is away', 'it is away', 'its disk is full'];
      const worker = startWorker({
        ...sidecar.ports,
        agenda: {
          ...sidecar.store.agenda,
          claim: () => (asked++ < 3 ? Promise.reject(new Error(CAUSES[asked])) : Promise.resolve([])),
        },
        log: { ...sidecar.ports.log, warn: tell, info: tell },
        worker: randomUUID(),
      });
      await expect.poll(() => asked).toBeGreaterThan(4);
      await worker.stop(5_000);
      const away = 'the database does not answer';
      expect(told).toEqual([away, away, 'the database answers again']);
    });

    test('a note that went out before its holder died is seen before anything is repeated', async () => {
      sidecar.zendesk.open('1', Date.now() - 20 * 86_400_000);
      // Zendesk's stamps know seconds only: its update and ours fall into one.
      const second = Math.floor(Date.now() / 1_000) * 1_000;
      sidecar.zendesk.now = () => second;
      sidecar.zendesk.change('1', { by: CUSTOMER, at: second, comment: { public: true } });
      const first = workerWith({ commitSettles: () => Promise.reject(new Error('it died here')) });
      await sidecar.webhook(sidecar.hint('1'));
      await expect.poll(() => sidecar.zendesk.writes.length).toBe(1);
      await first.stop(100);
      // As the lease's end does.
      await database.rows('update tickets set claimed_by = null, claimed_until = null, tries = 1');
      const next = workerWith({});
      const stateOf = async () => (await sidecar.store.tickets.find('1'))?.writeBack.state;
      await expect.poll(stateOf).toBe('settled');
      await next.stop(5_000);
      const noted = sidecar.zendesk.tickets.get('1')?.audits.flatMap(({ causes }) => causes) ?? [];
      expect(noted.length).toBeGreaterThan(0);
      expect(new Set(noted).size).toBe(noted.length);
    });
  });

  describe('with a worker', () => {
    beforeEach(() => start(true));
    const agenda = () => reconcile({ ...sidecar.ports, ...sidecar.store, random: () => 0.5 });

    test('a reading that is asked for during a look is made after it', async () => {
      sidecar.zendesk.open('1', Date.now() - 600_000);
      await sidecar.webhook(sidecar.hint('1'));
      await sidecar.quiet();
      sidecar.zendesk.change('1', { by: AGENT, at: Date.now() + 3_000, comment: { public: false } });
      const readTicket = sidecar.zendesk.readTicket.bind(sidecar.zendesk);
      let open = (): void => undefined;
      let reads = 0;
      const gate = new Promise<void>((resolve) => (open = resolve));
      sidecar.zendesk.readTicket = async (...asked) => {
        const answer = await readTicket(...asked);
        reads += 1;
        await gate;
        return answer;
      };
      await sidecar.webhook(sidecar.hint('1'));
      await expect.poll(() => reads).toBe(1);
      // Its webhook is lost; the export tells of it.
      sidecar.zendesk.change('1', { by: AGENT, at: Date.now() + 8_000, status: 'solved' });
      expect(await agenda()).toMatchObject({ kind: 'followed', asked: 1 });
      open();
      await sidecar.quiet();
      expect((await sidecar.store.tickets.find('1'))?.seen?.ticket.status).toBe('solved');
    });

    test('a reading older than its event leaves it to the export to tell again', async () => {
      sidecar.zendesk.open('1', Date.now() - 6_000);
      await sidecar.webhook(sidecar.hint('1'));
      await sidecar.quiet();
      const readTicket = sidecar.zendesk.readTicket.bind(sidecar.zendesk);
      const old = await readTicket('1', null);
      sidecar.zendesk.change('1', { by: AGENT, at: Date.now() + 8_000, comment: { public: true, text: 'Answer' } });
      let isStale = true;
      sidecar.zendesk.readTicket = (...asked) => {
        const answer = isStale ? Promise.resolve(old) : readTicket(...asked);
        isStale = false;
        return answer;
      };
      await sidecar.webhook(sidecar.hint('1'));
      await sidecar.quiet();
      const known = async () => (await sidecar.store.tickets.find('1'))?.history?.audits.length;
      expect(await known()).toBe((sidecar.zendesk.tickets.get('1')?.audits.length ?? 0) - 1);
      expect(await agenda()).toMatchObject({ kind: 'followed', asked: 1 });
      await sidecar.quiet();
      expect(await known()).toBe(sidecar.zendesk.tickets.get('1')?.audits.length);
    });
  });
});
