// Accept, look, settle: the main job on both databases.
import { describe, expect, test } from 'vitest';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';
import { DATABASES } from './databases.ts';
import { ADMIN, contract } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';
import { AGENT, STRANGER } from './fake-zendesk.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  let sidecar: TestSidecar;
  sidecarForEachTest(fresh, async (begun) => {
    sidecar = begun;
    await sidecar.store.contracts.put(contract(), null, ADMIN);
  });

  test('a webhook ends in priority and tags on the ticket, by one reading and one write', async () => {
    const { zendesk, store } = sidecar;
    zendesk.open('35436', Date.now() - 60_000);
    expect(await sidecar.webhook(sidecar.hint('35436'))).toBe('accepted');
    await sidecar.quiet();

    expect(zendesk.ticket('35436')).toMatchObject({
      priority: 'urgent',
      tags: ['priority_p1', 'tier_business', 'info_missing'].sort(),
    });
    expect([zendesk.reads, zendesk.writes.length]).toEqual([1, 1]);
    const row = await store.tickets.find('35436');
    expect(row?.writeBack.state).toBe('settled');
    expect(row?.judgement?.timers.map(({ metric, state }) => [metric, state])).toContainEqual([
      'first_response',
      'running',
    ]);
  });

  test('an event that changes nothing costs no request', async () => {
    const { zendesk } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    const echo = sidecar.hint('1', { comment: { public: true, author_id: AGENT }, actor_id: '900' });
    await sidecar.webhook(echo, 'same');
    expect(await sidecar.webhook(echo, 'same')).toBe('duplicate');
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length, zendesk.otherReads]).toEqual([1, 1, 0]);
  });

  test('a burst of a hundred events is one look', async () => {
    const { zendesk } = sidecar;
    zendesk.open('1', Date.now() - 60_000);
    // How long a look is put off while more come is tested with a clock that stands still; here all have come.
    await sidecar.worker.stop(5_000);
    await Promise.all(Array.from({ length: 100 }, () => sidecar.webhook({ ticket_id: '1' })));
    sidecar.another();
    await sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length]).toEqual([1, 1]);
  });

  test('an agent’s reply meets the first response and starts the update', async () => {
    const { zendesk, store } = sidecar;
    const opened = Date.now() - 120_000;
    zendesk.open('1', opened);
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    zendesk.change('1', { by: AGENT, at: Date.now(), status: 'open', comment: { public: true } });
    await sidecar.webhook(sidecar.hint('1', { comment: { public: true, author_id: AGENT }, actor_id: AGENT }));
    await sidecar.quiet();
    const row = await store.tickets.find('1');
    const states = Object.fromEntries(row?.judgement?.timers.map(({ metric, state }) => [metric, state]) ?? []);
    expect(states).toMatchObject({ first_response: 'met', update: 'running' });
  });

  test('a priority set by hand stays and is shown as overridden', async () => {
    const { zendesk, store } = sidecar;
    zendesk.open('1', Date.now() - 120_000);
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    zendesk.change('1', { by: AGENT, at: Date.now(), priority: 'high' });
    await sidecar.webhook(sidecar.hint('1', { actor_id: AGENT }));
    await sidecar.quiet();
    expect(zendesk.ticket('1').priority).toBe('high');
    expect((await store.tickets.find('1'))?.judgement?.priority).toMatchObject({
      id: 'P2',
      overriddenBy: 'agent',
      derived: 'P1',
    });
    expect(zendesk.ticket('1').tags).toContain('priority_p2');
    expect(zendesk.ticket('1').tags).not.toContain('priority_p1');
  });

  test('a stranger with an emergency is tagged; foreign tags stay', async () => {
    const { zendesk } = sidecar;
    zendesk.open('1', Date.now() - 60_000, { requesterId: STRANGER, tags: ['vip'] });
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect(zendesk.ticket('1').tags).toEqual(expect.arrayContaining(['contact_unverified', 'vip']));
  });
});
