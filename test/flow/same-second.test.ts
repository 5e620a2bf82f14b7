// What happens within the second that was read, which no stamp of Zendesk's tells apart, on both databases.
import { describe, expect, test } from 'vitest';
import { DATABASES } from './databases.ts';
import { AGENT, BOT } from './fake-zendesk.ts';
import { faultsWorld, HOUR } from './faults-world.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  test('a reply in the second that was read, before our own write, is heard by its webhook', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    zendesk.open('1', world.now() - 60_000);
    let reply: object = {};
    zendesk.beforeUpdate = () => {
      zendesk.beforeUpdate = null;
      // The stamp does not change within a second, so the safe update does not notice.
      zendesk.change('1', { by: AGENT, at: zendesk.ticket('1').updatedAt, comment: { public: true } });
      reply = sidecar.hint('1', { comment: { public: true, author_id: AGENT }, actor_id: AGENT });
    };
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length]).toEqual([1, 1]);
    await sidecar.webhook(reply);
    await sidecar.quiet();
    const timers = (await sidecar.store.tickets.find('1'))?.judgement?.timers ?? [];
    expect(timers.find(({ metric }) => metric === 'first_response')?.state).toBe('met');
    expect(zendesk.reads).toBe(2);
    await sidecar.webhook(reply);
    await sidecar.quiet();
    expect(zendesk.reads).toBe(2);
  });

  test.each([
    ['a limit', { kind: 'rate_limited', retryAt: 0, message: 'Zendesk answered 503' }],
    ['a refused credential', { kind: 'unauthorized', message: 'Zendesk answered 401' }],
  ] as const)('a note whose write was answered by %s, though it was done, is written once', async (_, failure) => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await world.openAndSettle('1');
    const { updatedAt } = zendesk.ticket('1');
    zendesk.now = () => updatedAt;
    zendesk.failures.push({ failure, applied: true });
    await world.forward(5 * HOUR); // first response of custom P1 is due after an hour
    await expect.poll(() => zendesk.failures.length, { timeout: 20_000 }).toBe(0);
    // Its pending state was committed before it was sent.
    await world.forward(60_000);
    await expect.poll(async () => (await world.rowOf('1'))?.state, { timeout: 20_000 }).toBe('settled');
    expect(zendesk.comments('1').filter(({ authorId }) => authorId === BOT)).toHaveLength(1);
    expect(await world.rowOf('1')).toMatchObject({ notes: [], lastError: null });
    expect(zendesk.reads).toBe(2);
  });

  test('what our own budget held back is not read again before it is sent', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await world.openAndSettle('1');
    zendesk.failures.push({ failure: { kind: 'rate_limited', unsent: true, retryAt: 0, message: 'our share' } });
    await world.forward(5 * HOUR);
    await expect.poll(() => zendesk.writes.length, { timeout: 20_000 }).toBe(2);
    expect(zendesk.reads).toBe(1);
  });
});
