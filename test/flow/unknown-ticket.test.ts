// A ticket that Zendesk does not have: who asks for it leaves no trace; what a webhook tells of it is kept until it is old.
import { describe, expect, test } from 'vitest';
import { createRecentReads } from '#flow/recent-reads.ts';
import { countBefore } from '#rim/postgres/retention.ts';
import { DATABASES } from './databases.ts';
import { faultsWorld, HOUR } from './faults-world.ts';
import { servicesOn } from './services-on.ts';
import { ADMIN } from './sidecar.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  const rows = async (): Promise<readonly unknown[]> =>
    (await world.database.rows<{ ticket_id: string }>('select ticket_id from tickets order by ticket_id')).map(
      ({ ticket_id }) => ticket_id,
    );
  /** `pass` lets what was answered a moment ago be forgotten. */
  async function asking(
    work: (services: ReturnType<typeof servicesOn>, pass: (ms?: number) => void) => Promise<void>,
  ): Promise<void> {
    let elapsed = 0;
    const recent = createRecentReads(world.sidecar.store, () => elapsed);
    try {
      await work(servicesOn(world.sidecar, recent), (ms = HOUR) => void (elapsed += ms));
    } finally {
      recent.close();
    }
  }

  test('questions and acts leave no row, whoever asks at the same time', async () => {
    await asking(async (services) => {
      const wish = { kind: 'session', url: 'https://example.com/a' } as const;
      const answers = await Promise.all([
        services.ticketSupport('404', null),
        services.ticketSupport('404', null),
        services.whatIf('404', { priority: 'P1' }),
        services.ticketSupport('405', null),
      ]);
      expect(answers).toEqual([null, null, null, null]);
      const { reads } = world.sidecar.zendesk;
      expect(await services.act({ ticketId: '404', wish, by: ADMIN, key: 'k' })).toMatchObject({ code: 'NOT_FOUND' });
      expect(await services.retryWriteBack('404', ADMIN)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await services.ticketSupport('404', null)).toBeNull();
      expect(world.sidecar.zendesk.reads).toBe(reads); // it has just been asked
    });
    await world.sidecar.quiet();
    expect(await rows()).toEqual([]);
  });

  test('one that is made after it was asked for is shown two seconds later, without a webhook', async () => {
    await asking(async (services, pass) => {
      expect(await services.ticketSupport('404', null)).toBeNull();
      world.sidecar.zendesk.open('404', world.now() - 1_000);
      pass(2_000);
      expect(await services.ticketSupport('404', null)).not.toBeNull();
    });
  });

  test('a question that Zendesk could not answer at first leaves none either', async () => {
    world.sidecar.zendesk.readFailures.push({ kind: 'unavailable', message: 'Zendesk answered 502' });
    await asking(async (services) => {
      await expect(services.ticketSupport('404', null)).rejects.toThrow('502');
    });
    await world.sidecar.quiet();
    expect(await rows()).toEqual([]);
  });

  test('a webhook that comes while the question is asked keeps its row', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    let open: () => void = () => undefined;
    zendesk.readGate = new Promise((resolve) => (open = resolve));
    await asking(async (services, pass) => {
      const answer = services.ticketSupport('7', null);
      await expect.poll(() => rows()).toEqual(['7']);
      await expect.poll(() => zendesk.reads).toBe(1);
      zendesk.readGate = null;
      await sidecar.webhook({ ticket_id: '7' });
      open();
      await answer;
      pass();
      zendesk.open('7', world.now() - 60_000);
      await world.forward(60_000); // past the pauses until Zendesk shows it
      await sidecar.quiet();
      expect((await services.ticketSupport('7', null))?.judgement?.priority?.id).toBe('P1');
    });
  });

  test('a ticket that a webhook named, or one that was kept aside, stays as ended and is removed when it is old', async () => {
    const { sidecar } = world;
    await sidecar.webhook({ ticket_id: '404' });
    await sidecar.webhook({ ticket_id: '405', status: ['open'] });
    await world.forward(HOUR);
    await sidecar.quiet();
    await asking(async (services) => {
      expect([await services.ticketSupport('404', null), await services.ticketSupport('405', null)]).toEqual([
        null,
        null,
      ]);
    });
    expect(await rows()).toEqual(['404', '405']);
    expect((await sidecar.store.tickets.find('404'))?.ended).toBe(true);
    expect((await countBefore(world.database, world.now() + HOUR)).tickets).toBe(2);
  });
});
