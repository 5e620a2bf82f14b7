/** Replicas share the work, a dead one's tickets are taken up, a stop loses nobody, and what was due meanwhile is told once, as late. */
import { afterEach, expect, test } from 'vitest';
import { freshDatabase } from '#test/support/postgres.ts';
import { startDrill, type Drill } from './drill.ts';

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

test('a burst over two replicas is written once a ticket; the tickets of one that is killed are taken up in 10 s', async () => {
  drill = await startDrill({ name: 'replicas', databaseUrl: (await freshDatabase()).url });
  const [first] = await Promise.all([drill.start(), drill.start()]);
  const ids = Array.from({ length: 25 }, () => drill?.open() ?? 0);
  const thousand = Array.from({ length: 1_000 }, (_, index) => ids[index % ids.length] ?? 0);
  await drill.sender.deliverAll(thousand, 64);
  expect(await drill.settled(60_000)).toBe(true);
  const writes = drill.sandbox.writes.filter(({ created }) => !created);
  expect(writes).toHaveLength(ids.length);

  // It holds tickets whose reading never ends, and dies with them.
  drill.sandbox.faults.next({ match: 'GET /api/v2/tickets/:id/audits', answer: 'hang', times: 10 });
  const held = Array.from({ length: 10 }, () => drill?.open() ?? 0);
  await drill.sender.deliverAll(held, 10);
  await expect
    .poll(() => drill?.sandbox.requests.find({ kind: 'read' }).filter(({ status }) => status === null).length, {
      timeout: 20_000,
    })
    .toBe(10);
  const before = performance.now();
  await drill.kill(first);
  drill.history.add({ type: 'kill' });
  expect(await drill.settled(60_000)).toBe(true);
  process.stdout.write(`taken up in ${((performance.now() - before) / 1_000).toFixed(1)} s\n`);
  expect(await drill.finish()).toEqual([]);
}, 240_000);

test('SIGTERM under load: exit 0 within 10 s, and whoever was connected gets an answer', async () => {
  drill = await startDrill({ name: 'stop', databaseUrl: null });
  const running = drill;
  const replica = await drill.start();
  const ids = Array.from({ length: 20 }, () => drill?.open() ?? 0);
  const sending = Promise.all(Array.from({ length: 200 }, (_, index) => running.sender.once(ids[index % 20] ?? 0)));
  const stopped = drill.stop(replica);
  const statuses = new Set(await sending);
  const { code, ms } = await stopped;
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
  // 0: it came after the door was closed, and was never taken.
  expect([...statuses].filter((status) => status !== 0 && status !== 200 && status !== 503)).toEqual([]);
  await drill.start();
  await drill.sender.deliverAll(ids, 10);
  expect(await drill.settled(60_000)).toBe(true);
  expect(await drill.finish()).toEqual([]);
}, 240_000);

test('what falls due while everything is down is told once on return, and says that it is late', async () => {
  drill = await startDrill({ name: 'outage', databaseUrl: null });
  const replica = await drill.start();
  const id = drill.open({ impact: 'all_users', customer: 'quarry-street-bank' });
  await drill.sender.deliver(id);
  expect(await drill.settled(60_000)).toBe(true);
  await drill.kill(replica);
  drill.sandbox.clock.forward(3 * 3_600_000);
  await drill.start();
  const notes = (): readonly string[] =>
    (drill?.sandbox.writes ?? []).flatMap(({ comment, created }) =>
      comment === null || created ? [] : [`${comment.public ? 'public' : 'internal'}: ${comment.body}`],
    );
  await expect.poll(notes, { timeout: 60_000 }).toHaveLength(1);
  expect(notes()[0]).toMatch(/^internal: .*was due at .*Noticed late/s);
  drill.sandbox.clock.forward(1_000);
  await drill.sender.deliver(id);
  await expect.poll(() => drill?.sandbox.state.tickets.get(id)?.tags, { timeout: 30_000 }).toContain('sla_breached');
  expect(notes()).toHaveLength(1);
  drill.forget(id);
  await drill.settled(10_000);
  expect(await drill.finish()).toEqual([]);
}, 240_000);
