// Z-03: What happens within the second that was read, which no stamp of Zendesk's tells apart, on both databases.
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

  /** An hour and a half later: first response of custom P1 was due after an hour. */
  async function notesLater(): Promise<readonly string[]> {
    const { sidecar } = world;
    sidecar.zendesk.now = world.now;
    await world.forward(1.5 * HOUR);
    await sidecar.quiet();
    return sidecar.zendesk.comments('1').flatMap(({ authorId, text }) => (authorId === BOT ? [text] : []));
  }

  test('such a reply whose webhook is lost is found before anybody is told of a breach', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    zendesk.open('1', world.now() - 60_000);
    const { updatedAt } = zendesk.ticket('1');
    zendesk.now = () => updatedAt;
    zendesk.beforeUpdate = () => {
      zendesk.beforeUpdate = null;
      zendesk.change('1', { by: AGENT, at: updatedAt, comment: { public: true } });
    };
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length]).toEqual([1, 1]);
    expect(await notesLater()).toEqual([]);
    expect(zendesk.reads).toBe(2);
  });

  test('a reply in the second of a reading that led to no write is found likewise', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await world.openAndSettle('1');
    // Zendesk's clock may be ahead: its second is still to come when it is read.
    const at = world.now() + 30_000;
    zendesk.change('1', { by: AGENT, at, status: 'open' });
    await sidecar.webhook(sidecar.hint('1', { actor_id: AGENT }));
    await sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length]).toEqual([2, 1]);
    zendesk.change('1', { by: AGENT, at, comment: { public: true } });
    expect(await notesLater()).toEqual([]);
    expect(zendesk.reads).toBe(3);
  });

  test('a breach is told all the same where Zendesk gives no second reading', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    zendesk.open('1', world.now() + 30_000);
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    zendesk.readFailures.push({ kind: 'rate_limited', unsent: true, retryAt: 0, message: 'our share' });
    expect(await notesLater()).toHaveLength(1);
    expect(zendesk.reads).toBe(2);
  });

  test('of many that are due at once none is read a second time: they are told in time', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    const ids = Array.from({ length: 25 }, (_, index) => String(index + 1));
    const at = world.now() + 30_000;
    for (const id of ids) zendesk.open(id, at);
    for (const id of ids) await sidecar.webhook(sidecar.hint(id));
    await sidecar.quiet();
    await notesLater();
    await expect.poll(() => zendesk.writes.filter(({ note }) => note !== undefined).length).toBe(25);
    // What a job wrote is read before it is written again.
    expect(zendesk.reads).toBe(25 + zendesk.jobs.flatMap(({ ticketIds }) => ticketIds).length);
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
    // Its pending state was committed before it was sent; the lease of who still works on it must not end by the step.
    await expect.poll(() => zendesk.failures.length === 0 && sidecar.worker.isIdle()).toBe(true);
    await world.forward(60_000);
    await expect.poll(async () => (await world.rowOf('1'))?.state).toBe('settled');
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
    await expect.poll(() => zendesk.writes.length).toBe(2);
    expect(zendesk.reads).toBe(1);
  });

  /** An agent chooses another value while our update is on its way, in the second that was read. */
  async function chooseMeanwhile(): Promise<object> {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    let event: object = {};
    zendesk.open('1', world.now() - 60_000, { tags: ['all_users', 'fault'] });
    const { updatedAt } = zendesk.ticket('1');
    zendesk.now = () => updatedAt;
    zendesk.beforeUpdate = () => {
      zendesk.beforeUpdate = null;
      const fields = { '360002': 'change' };
      zendesk.change('1', { by: AGENT, at: updatedAt, tags: ['all_users', 'change'], fields });
      event = sidecar.hint('1', { actor_id: AGENT });
      // What reads after it sees the ticket as it was opened, for a while.
      zendesk.lags.push(0, 0);
    };
    await sidecar.webhook(sidecar.hint('1'));
    await expect.poll(() => zendesk.writes.length).toBeGreaterThan(0);
    return event;
  }

  test('a value that is chosen in the second of our own write stays, though Zendesk still shows the one before', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await sidecar.webhook(await chooseMeanwhile());
    await sidecar.quiet();
    const { tags } = zendesk.ticket('1');
    expect(tags.filter((tag) => !/^(tier|priority)_/.test(tag))).toEqual(['all_users', 'change']);
    expect(zendesk.ticket('1').fields['360002']).toBe('change');
    expect(zendesk.writes).toHaveLength(2);
    expect(zendesk.lags).toEqual([]);
  });

  test('and stays so when the ticket is read once more', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await sidecar.webhook(await chooseMeanwhile());
    await sidecar.quiet();
    await sidecar.store.agenda.ask(['1'], { mustRead: true });
    await sidecar.quiet();
    const { tags } = zendesk.ticket('1');
    expect(tags.filter((tag) => !/^(tier|priority)_/.test(tag))).toEqual(['all_users', 'change']);
    expect(zendesk.writes).toHaveLength(2);
  });

  test('a reading that lags behind its event is made again, and nothing is written by it', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await world.openAndSettle('1');
    zendesk.change('1', { by: AGENT, at: world.now(), fields: { '360001': 'one_user' } });
    zendesk.lags.push(1, 0);
    await sidecar.webhook(sidecar.hint('1', { actor_id: AGENT }));
    await sidecar.quiet();
    expect(zendesk.ticket('1')).toMatchObject({ priority: 'normal' });
    expect([zendesk.reads, zendesk.writes.length]).toEqual([4, 2]);
  });

  test('a reading that lags behind the second act of a person in one minute is made again', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await world.openAndSettle('1');
    await world.forward(60_000 - (world.now() % 60_000) + 1_000);
    const minute = `${new Date(world.now()).toISOString().slice(0, 16)}Z`;
    zendesk.change('1', { by: AGENT, at: world.now(), fields: { '360002': 'change' } });
    await sidecar.webhook(sidecar.hint('1', { actor_id: AGENT, updated_at: minute }));
    await sidecar.quiet();
    await world.forward(10_000);
    const before = zendesk.reads;
    zendesk.lags.push((zendesk.tickets.get('1')?.audits.length ?? 0) - 1);
    zendesk.change('1', { by: AGENT, at: world.now(), fields: { '360001': 'one_user' } });
    await sidecar.webhook(sidecar.hint('1', { actor_id: AGENT, updated_at: minute }));
    await sidecar.quiet();
    expect(zendesk.lags).toEqual([]);
    expect(zendesk.ticket('1')).toMatchObject({ priority: 'normal' });
    expect(zendesk.reads - before).toBe(2);
  });

  test('a reply is heard although something of the first second of its minute was read', async () => {
    const { sidecar } = world;
    await world.openAndSettle('1');
    await world.forward(60_000 - (world.now() % 60_000));
    const minute = world.now() - (world.now() % 60_000);
    const told = { actor_id: AGENT, updated_at: `${new Date(minute).toISOString().slice(0, 16)}Z` };
    for (const more of [{ fields: { '360002': 'change' } }, { comment: { public: true } }]) {
      sidecar.zendesk.change('1', { by: AGENT, at: 'comment' in more ? minute + 40_000 : minute, ...more });
      await sidecar.webhook(sidecar.hint('1', told));
      await sidecar.quiet();
    }
    const timers = (await sidecar.store.tickets.find('1'))?.judgement?.timers ?? [];
    expect(timers.find(({ metric }) => metric === 'first_response')?.state).toBe('met');
  });

  test('a reading without an update that was read before is made again', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await world.openAndSettle('1');
    zendesk.change('1', { by: AGENT, at: world.now(), fields: { '360001': 'one_user' } });
    await sidecar.webhook(sidecar.hint('1', { actor_id: AGENT }));
    await sidecar.quiet();
    zendesk.lags.push(0);
    await sidecar.store.agenda.ask(['1'], { mustRead: true });
    await sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length]).toEqual([4, 2]);
    expect((await sidecar.store.tickets.find('1'))?.seen?.ticket).toMatchObject({ priority: 'normal' });
  });

  test('a new ticket that Zendesk does not show yet is read again; one that it never shows has ended', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    zendesk.open('1', world.now());
    zendesk.readFailures.push({ kind: 'gone', message: 'RecordNotFound' }, { kind: 'gone', message: 'RecordNotFound' });
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length]).toEqual([3, 1]);
    zendesk.open('2', world.now());
    const event = sidecar.hint('2');
    zendesk.tickets.delete('2');
    await sidecar.webhook(event);
    await sidecar.quiet();
    await world.forward(5_000);
    await sidecar.quiet();
    expect(zendesk.reads).toBe(3 + 4);
    expect(await sidecar.store.tickets.find('2')).toMatchObject({ ended: true, isDue: false });
  });

  test('one that never catches up is taken as it is after three more', async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    await world.openAndSettle('1');
    zendesk.change('1', { by: AGENT, at: world.now(), fields: { '360001': 'one_user' } });
    zendesk.lags.push(...Array.from({ length: 9 }, () => 1));
    await sidecar.webhook(sidecar.hint('1', { actor_id: AGENT }));
    await sidecar.quiet();
    await world.forward(5_000);
    await expect.poll(() => zendesk.reads).toBe(1 + 4);
    await sidecar.quiet();
    await world.forward(60_000);
    await sidecar.quiet();
    expect([zendesk.reads, zendesk.writes.length]).toEqual([1 + 4, 1]);
    expect(await world.rowOf('1')).toMatchObject({ state: 'settled', lastError: null });
  });

  test("tags that a trigger of Zendesk's takes off or puts on after our own update stay so", async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    zendesk.trigger = (tags) => [...tags.filter((tag) => tag !== 'fresh'), 'told'].toSorted();
    zendesk.open('1', world.now() - 60_000, { tags: ['fresh'] });
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    zendesk.change('1', { by: AGENT, at: world.now(), fields: { '360001': 'one_user' } });
    await sidecar.webhook(sidecar.hint('1', { actor_id: AGENT }));
    await sidecar.quiet();
    const { tags } = zendesk.ticket('1');
    expect([tags.includes('fresh'), tags.includes('told')]).toEqual([false, true]);
    expect(zendesk.writes.at(-1)?.tags).not.toContain('fresh');
    expect([zendesk.reads, zendesk.writes.length]).toEqual([2, 2]);
  });

  test("a field that a trigger of Zendesk's sets within our own update is judged by, though no event tells of it", async () => {
    const { sidecar } = world;
    const { zendesk } = sidecar;
    zendesk.triggerFields = { '360001': 'one_user' };
    zendesk.open('1', world.now() - 60_000);
    await sidecar.webhook(sidecar.hint('1'));
    await sidecar.quiet();
    expect(zendesk.ticket('1')).toMatchObject({ priority: 'normal', fields: { '360001': 'one_user' } });
    expect([zendesk.reads, zendesk.writes.length]).toEqual([2, 2]);
  });
});
