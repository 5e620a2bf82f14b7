// Who spoke as an agent, and who as a customer: by the role of then, on somebody else's ticket.
import { describe, expect, test } from 'vitest';
import type { ZendeskUser } from '#core/facts/zendesk-ticket.ts';
import { erasePerson } from '#flow/erase.ts';
import { createErasure } from '#rim/postgres/erasure.ts';
import { DATABASES } from './databases.ts';
import { AGENT, BOT, STRANGER } from './fake-zendesk.ts';
import { faultsWorld, HOUR } from './faults-world.ts';
import { startTestSidecar } from './sidecar.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  const world = faultsWorld(fresh);

  async function reply(by: string): Promise<void> {
    const { sidecar } = world;
    await world.forward(2_000); // not in the second of our own last write
    sidecar.zendesk.change('1', { by, at: world.now(), status: 'open', comment: { public: true } });
    await sidecar.webhook(sidecar.hint('1', { comment: { public: true, author_id: by }, actor_id: by }));
    await sidecar.quiet();
  }
  async function become(id: string, role: ZendeskUser['role']): Promise<void> {
    const { sidecar } = world;
    const person = sidecar.zendesk.people.get(id);
    if (person !== undefined) sidecar.zendesk.people.set(id, { ...person, role });
    await world.forward(60_000);
    sidecar.zendesk.change('1', { by: BOT, at: world.now(), tags: [role] });
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
  }
  async function firstResponse(): Promise<string | undefined> {
    const timers = (await world.sidecar.store.tickets.find('1'))?.judgement?.timers ?? [];
    return timers.find(({ metric }) => metric === 'first_response')?.state;
  }

  test('what an agent answered stays answered when the agent leaves, comes back and leaves', async () => {
    await world.openAndSettle('1');
    await reply(AGENT);
    for (const role of ['end-user', 'agent', 'end-user'] as const) {
      await become(AGENT, role);
      expect(await firstResponse()).toBe('met');
    }
    await world.forward(1.5 * HOUR);
    await world.sidecar.quiet();
    expect(await firstResponse()).toBe('met');
    expect(world.sidecar.zendesk.comments('1').filter(({ authorId }) => authorId === BOT)).toEqual([]);
  });

  test.each([['who is one'], ['who had left before']])(
    'what an agent answered %s stays answered when erased',
    async (words) => {
      const { sidecar, database } = world;
      await world.openAndSettle('1');
      await reply(AGENT);
      if (words === 'who had left before') await become(AGENT, 'end-user');
      sidecar.zendesk.people.delete(AGENT);
      const wish = { userId: AGENT, emails: [], names: [], salt: 'salt', dryRun: false };
      expect(await erasePerson(wish, createErasure(database))).toMatchObject({ known: true, tickets: 1 });
      // A process remembers people for a minute.
      await sidecar.stop();
      const next = await startTestSidecar(database, { zendesk: sidecar.zendesk, pass: world.forward });
      await next.quiet();
      await world.forward(1.5 * HOUR);
      await next.quiet();
      await next.stop();
      expect(await firstResponse()).toBe('met');
      const [kept] = await next.store.directory.users([AGENT]);
      expect(kept).toMatchObject({ id: AGENT, name: null, email: null });
      expect((await erasePerson({ ...wish, dryRun: true }, createErasure(database))).known).toBe(false);
    },
  );

  test('what somebody said before becoming an agent is no answer; what is said from then on is', async () => {
    await world.openAndSettle('1');
    await reply(STRANGER);
    await become(STRANGER, 'agent');
    expect(await firstResponse()).toBe('running');
    await reply(STRANGER);
    expect(await firstResponse()).toBe('met');
  });

  test('an agent does not answer the own ticket', async () => {
    const { sidecar } = world;
    sidecar.zendesk.open('1', world.now() - 60_000, { requesterId: AGENT });
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    await reply(AGENT);
    expect(await firstResponse()).toBe('running');
  });
});
