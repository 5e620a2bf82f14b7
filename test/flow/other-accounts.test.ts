// Accounts that write instants, audits and bodies in other ways than ours: an event still costs no more than it says.
import { expect, test } from 'vitest';
import { DATABASES } from './databases.ts';
import { AGENT, BOT, CUSTOMER, STRANGER } from './fake-zendesk.ts';
import { faultsWorld } from './faults-world.ts';

const [[, fresh]] = DATABASES;
const world = faultsWorld(fresh);

/** What was asked of Zendesk for these events. */
async function cost(...events: readonly object[]): Promise<readonly [reads: number, writes: number]> {
  const { sidecar } = world;
  const { reads, writes } = sidecar.zendesk;
  const before = writes.length;
  for (const event of events) await sidecar.webhook(event);
  await sidecar.quiet();
  return [sidecar.zendesk.reads - reads, writes.length - before];
}

test('an event that names its own instant, and no fields, is read once', async () => {
  const { sidecar } = world;
  await world.openAndSettle('1');
  sidecar.zendesk.change('1', { by: AGENT, at: world.now() - 4_000, status: 'open' });
  const later = new Date(world.now()).toISOString();
  const { fields: _, ...told } = { fields: null, ...sidecar.hint('1', { updated_at: later, actor_id: AGENT }) };
  expect(await cost(told)).toEqual([1, 0]);
  expect(await cost({ ...told, updated_at: new Date(world.now() + 1_000).toISOString() })).toEqual([1, 0]);
});

test('the first event of a ticket is not believed more than Zendesk', async () => {
  const { sidecar } = world;
  sidecar.zendesk.open('1', world.now() - 60_000);
  const event = sidecar.hint('1', { status: 'solved', updated_at: new Date(world.now()).toISOString() });
  expect(await cost(event)).toEqual([1, 1]);
});

test.each([
  ['a second before', 1_000],
  ['an hour before', 3_600_000],
])('a reply whose audit was made %s its ticket is read once, and heard', async (_, by) => {
  const { sidecar } = world;
  const { zendesk } = sidecar;
  await world.openAndSettle('1');
  zendesk.change('1', { by: AGENT, at: world.now(), comment: { public: true } });
  const stored = zendesk.tickets.get('1');
  const [created, ours, reply] = stored?.audits ?? [];
  if (stored === undefined || created === undefined || ours === undefined || reply === undefined) throw new Error();
  stored.audits = [created, ours, { ...reply, at: Math.max(created.at, reply.at - by) }];
  const event = sidecar.hint('1', { actor_id: AGENT, comment: { public: true, author_id: AGENT } });
  expect(await cost(event)).toEqual([1, 0]);
  const timers = (await sidecar.store.tickets.find('1'))?.judgement?.timers ?? [];
  expect(timers.find(({ metric }) => metric === 'first_response')?.state).toBe('met');
});

test('a field that is told to be empty is told', async () => {
  const { sidecar } = world;
  sidecar.zendesk.open('1', world.now() - 60_000, { fields: { '360001': 'one_user', '360002': null } });
  const fields = { support_impact: 'one_user', support_request: null };
  expect(await cost(sidecar.hint('1', { fields, actor_id: CUSTOMER }))).toEqual([1, 1]);
  expect(await cost(sidecar.hint('1', { fields, actor_id: BOT }))).toEqual([0, 0]);
});

test('a reading from before our own write is made again, though its event tells nothing', async () => {
  const { sidecar } = world;
  await world.openAndSettle('1');
  sidecar.zendesk.lags.push(0);
  expect(await cost({ ticket_id: '1' })).toEqual([2, 0]);
  expect(await world.rowOf('1')).toMatchObject({ state: 'settled', rounds: 0 });
});

/** Opened and settled not in the first second of a minute, which may mean any other; an event that shows it so once more. */
async function drawnUpAgain(): Promise<object> {
  await world.forward(61_000 - (world.now() % 60_000));
  await world.openAndSettle('1');
  return world.sidecar.hint('1', { actor_id: CUSTOMER, comment: { public: true, author_id: CUSTOMER } });
}

test('an event that was drawn up again right after our own write is read later, not at once', async () => {
  const { sidecar } = world;
  const { zendesk } = sidecar;
  const again = await drawnUpAgain();
  const { updatedAt } = zendesk.ticket('1');
  expect(await cost(again, again)).toEqual([0, 0]);
  zendesk.change('1', { by: CUSTOMER, at: updatedAt, comment: { public: true } });
  const { reads } = zendesk;
  await world.forward(5_000);
  await expect.poll(() => zendesk.reads).toBe(reads + 1);
  await sidecar.quiet();
  expect((await sidecar.store.tickets.find('1'))?.history?.audits).toHaveLength(3);
});

test('one that comes a while after it is not read; a breach is made sure of before it is told', async () => {
  const { sidecar } = world;
  const { zendesk } = sidecar;
  const again = await drawnUpAgain();
  const { updatedAt } = zendesk.ticket('1');
  await world.forward(10_000);
  expect(await cost(again, again)).toEqual([0, 0]);
  // In the very second of our write; nobody tells of it.
  zendesk.change('1', { by: AGENT, at: updatedAt, comment: { public: true } });
  zendesk.now = world.now;
  const { reads } = zendesk;
  await world.forward(60_000);
  await sidecar.quiet();
  expect(zendesk.reads).toBe(reads);
  await world.forward(1.5 * 3_600_000);
  await sidecar.quiet();
  expect(zendesk.comments('1').filter(({ authorId }) => authorId === BOT)).toEqual([]);
  expect(zendesk.reads).toBe(reads + 1);
});

test('what another did in the second of our write, and nobody judges, is not read', async () => {
  const { sidecar } = world;
  await world.openAndSettle('1');
  const comment = { public: true, author_id: CUSTOMER };
  expect(await cost(sidecar.hint('1', { actor_id: AGENT, comment }))).toEqual([0, 0]);
  const { updatedAt } = sidecar.zendesk.ticket('1');
  sidecar.zendesk.change('1', { by: AGENT, at: updatedAt, comment: { public: true } });
  const reply = { public: true, author_id: AGENT };
  expect(await cost(sidecar.hint('1', { actor_id: AGENT, comment: reply }))).toEqual([1, 0]);
});

test('an event of whole minutes that was drawn up again after our own write is read at most once', async () => {
  const { sidecar } = world;
  const { zendesk } = sidecar;
  // Within the minute in which it was opened.
  const written = Math.floor((world.now() - 60_000) / 60_000) * 60_000 + 59_000;
  zendesk.now = () => written;
  await world.openAndSettle('1');
  const { createdAt } = zendesk.ticket('1');
  const minute = `${new Date(createdAt).toISOString().slice(0, 16)}Z`;
  const comment = { public: true, author_id: CUSTOMER };
  const [reads, writes] = await cost(sidecar.hint('1', { updated_at: minute, actor_id: CUSTOMER, comment }));
  expect(reads).toBeLessThanOrEqual(1);
  expect(writes).toBe(0);
});

test('another program that undoes ours again and again is noticed, though its events name whole minutes', async () => {
  const { sidecar } = world;
  const { zendesk } = sidecar;
  await world.openAndSettle('1');
  await world.forward(61_000 - (world.now() % 60_000));
  const comment = { public: true, author_id: CUSTOMER };
  for (let round = 1; round <= 3; round++) {
    zendesk.change('1', { by: STRANGER, at: world.now(), via: 'api', tags: [] });
    const minute = `${zendesk.ticket('1').updatedStamp.slice(0, 16)}Z`;
    await sidecar.webhook(sidecar.hint('1', { actor_id: STRANGER, updated_at: minute, comment }));
    await sidecar.quiet();
    await world.forward(9_000);
    await sidecar.quiet();
  }
  expect(await world.rowOf('1')).toMatchObject({ state: 'failed', lastError: 'CONFLICT_LOOP' });
});

test('another program that undoes ours again and again is noticed, though all of it happens in one second', async () => {
  const { sidecar } = world;
  const { zendesk } = sidecar;
  await world.openAndSettle('1');
  const { updatedAt } = zendesk.ticket('1');
  zendesk.now = () => updatedAt;
  for (let round = 1; round <= 3; round++) {
    zendesk.change('1', { by: STRANGER, at: updatedAt, via: 'api', tags: [] });
    await sidecar.webhook(sidecar.hint('1', { actor_id: STRANGER }));
    await sidecar.quiet();
  }
  expect(await world.rowOf('1')).toMatchObject({ state: 'failed', lastError: 'CONFLICT_LOOP' });
});

test('an answer that does not tell what stood before leads to no reading', async () => {
  const { sidecar } = world;
  const { zendesk } = sidecar;
  const update = zendesk.updateTicket.bind(zendesk);
  zendesk.updateTicket = async (write) => {
    const answer = await update(write);
    if (!answer.ok || answer.value.audit === null) return answer;
    const events = answer.value.audit.events.map((event) =>
      event.kind === 'comment' ? event : { ...event, previous: null },
    );
    return { ok: true, value: { ...answer.value, audit: { ...answer.value.audit, events } } };
  };
  zendesk.open('1', world.now() - 60_000, { priority: 'normal', tags: ['vip'] });
  expect(await cost(sidecar.hint('1'))).toEqual([1, 1]);
});
