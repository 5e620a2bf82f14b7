// S-03: A reply in the very second in which a promise falls due: Zendesk's stamps tell seconds, so it is kept until that second is over.
import { describe, expect, test } from 'vitest';
import { DATABASES } from './databases.ts';
import { AGENT, BOT } from './fake-zendesk.ts';
import { faultsWorld } from './faults-world.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  test('a reply in the second of its due instant is in time, and nothing tells of a breach', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await world.openAndSettle('1');
    const timers = (await sidecar.store.tickets.find('1'))?.judgement?.timers ?? [];
    const due = timers.find(({ metric }) => metric === 'first_response')?.dueAt ?? 0;
    await world.standing(due + 5, async () => {
      await sidecar.worker.lookNow('1');
      await expect.poll(() => sidecar.worker.isIdle()).toBe(true);
      // Zendesk hears of it as the last thing in that second, after whatever was written by then.
      zendesk.change('1', { by: AGENT, at: due + 900, comment: { public: true } });
    });
    await sidecar.webhook(sidecar.hint('1', { comment: { public: true, author_id: AGENT }, actor_id: AGENT }));
    await sidecar.quiet();
    await world.forward(60_000);
    await sidecar.quiet();
    const after = (await sidecar.store.tickets.find('1'))?.judgement?.timers ?? [];
    expect(after.find(({ metric }) => metric === 'first_response')?.state).toBe('met');
    expect(zendesk.comments('1').filter(({ authorId }) => authorId === BOT)).toEqual([]);
    expect(zendesk.writes.flatMap(({ tags }) => tags ?? [])).not.toContain('sla_breached');
  });
});
