// What happens within the second that was read, which no stamp of Zendesk's tells apart, on both databases.
import { describe, expect, test } from 'vitest';
import { DATABASES } from './databases.ts';
import { AGENT } from './fake-zendesk.ts';
import { faultsWorld } from './faults-world.ts';

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
});
