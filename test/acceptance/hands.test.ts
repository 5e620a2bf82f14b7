// What people do in Zendesk while the sidecar reads and writes: their hand wins, and a ticket that is gone owes nothing.
import { describe, expect, test } from 'vitest';
import { reconcile } from '#flow/reconcile.ts';
import { DATABASES } from '#test/flow/databases.ts';
import { AGENT } from '#test/flow/fake-zendesk.ts';
import { ADMIN, contract } from '#test/flow/sidecar.ts';
import type { TestSidecar } from '#test/flow/sidecar.ts';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  let sidecar: TestSidecar;
  sidecarForEachTest(fresh, async (begun) => {
    sidecar = begun;
    await sidecar.store.contracts.put(contract(), null, ADMIN);
  });

  test('a priority that an agent sets in the same second as our write comes back, though no webhook tells of it', async () => {
    const { zendesk, store } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    zendesk.beforeUpdate = () => {
      zendesk.beforeUpdate = null;
      // The stamp does not change within a second, so the safe update does not notice.
      zendesk.change('1', { by: AGENT, at: zendesk.ticket('1').updatedAt, priority: 'low' });
    };
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect(zendesk.ticket('1').priority).toBe('low');
    expect((await store.tickets.find('1'))?.judgement?.priority?.overriddenBy).toBe('agent');
  });

  test('a ticket that was deleted owes nothing any more: what ran is gone, what was met stays', async () => {
    const { zendesk, store } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    zendesk.change('1', { by: AGENT, at: Date.now(), status: 'open', comment: { public: true } });
    await sidecar.webhook(sidecar.hint('1', { comment: { public: true, author_id: AGENT }, actor_id: AGENT }));
    await sidecar.quiet();
    zendesk.change('1', { by: AGENT, at: Date.now(), status: 'deleted' });
    await sidecar.webhook({ ticket_id: '1' });
    await sidecar.quiet();
    const row = await store.tickets.find('1');
    const states = row?.judgement?.timers.map(({ metric, state }) => [metric, state]);
    expect([row?.ended, states]).toEqual([true, [['first_response', 'met']]]);
  });

  test('a reply counts at once though the clock of Zendesk is four minutes ahead', async () => {
    const { zendesk, store } = sidecar;
    const ahead = 240_000;
    zendesk.now = () => Date.now() + ahead;
    zendesk.open('1', zendesk.now());
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    zendesk.change('1', { by: AGENT, at: zendesk.now(), status: 'open', comment: { public: true } });
    await sidecar.webhook(sidecar.hint('1', { comment: { public: true, author_id: AGENT }, actor_id: AGENT }));
    await sidecar.quiet();
    const row = await store.tickets.find('1');
    expect(row?.judgement?.timers.find(({ metric }) => metric === 'first_response')?.state).toBe('met');
  });

  test('a webhook that names an instant to come hides no later change from the export', async () => {
    const { zendesk, store, ports } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    await sidecar.webhook(sidecar.hint('1', { updated_at: '2099-01-01T00:00:00Z' }));
    await sidecar.quiet();
    zendesk.change('1', { by: AGENT, at: Date.now() + 2_000, status: 'pending' });
    expect(await reconcile({ ...ports, ...store })).toMatchObject({ asked: 1 });
    await sidecar.quiet();
    expect((await store.tickets.find('1'))?.seen?.ticket.status).toBe('pending');
  });

  test('the export shows a change of the second that was read, though its webhook never came', async () => {
    const { zendesk, store, ports } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    const follow = () => reconcile({ ...ports, ...store });
    expect(await follow()).toMatchObject({ asked: 0 });
    zendesk.change('1', { by: AGENT, at: zendesk.ticket('1').updatedAt, status: 'pending' });
    expect(await follow()).toMatchObject({ asked: 1 });
    await sidecar.quiet();
    expect((await store.tickets.find('1'))?.seen?.ticket.status).toBe('pending');
    expect(await follow()).toMatchObject({ asked: 0 });
  });
});
