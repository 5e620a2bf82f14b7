/** C-05, C-13, S-02: Replicas share the work, a dead one's tickets are taken up, a stop loses nobody, and what was due meanwhile is told once, as late. */
import { afterEach, expect, test } from 'vitest';
import { freshDatabase } from '#test/support/postgres.ts';
import { startDrill, type Drill } from './drill.ts';
import { launch } from './process.ts';
import { shareAndTakeUp } from './replicas.ts';
import { stopUnderLoad } from './stopping.ts';

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

test('a burst over two replicas is written once a ticket; the tickets of one that is killed are taken up', async () => {
  drill = await shareAndTakeUp({ databaseUrl: (await freshDatabase()).url, tickets: 8, deliveries: 200, held: 4 });
  expect(await drill.finish()).toEqual([]);
});

test('one process on the embedded database; a stop under load; what falls due meanwhile is told once, as late', async () => {
  drill = await startDrill({ name: 'stop', databaseUrl: null });
  const replica = await drill.start();
  const second = await launch({ environment: drill.environment });
  expect((await second.ended).code).toBe(1);
  expect(second.output()).toContain(`is in use by process ${String(replica.pid)}`);

  const id = drill.open({ impact: 'all_users', customer: 'quarry-street-bank' });
  await drill.sender.deliver(id);
  expect(await drill.right(id, 60_000)).toBe(true);
  expect(await stopUnderLoad(drill, replica, { ids: [id], atOnce: 8, after: 20 })).toMatchObject({ code: 0, odd: [] });

  drill.sandbox.clock.forward(3 * 3_600_000);
  await drill.start();
  await expect.poll(() => notesOn(id)).toHaveLength(1);
  expect(notesOn(id)[0]).toMatch(/^internal: .*was due at .*Noticed late/s);
  drill.sandbox.clock.forward(1_000);
  await drill.sender.deliver(id);
  await expect.poll(() => drill?.sandbox.state.tickets.get(id)?.tags).toContain('sla_breached');
  expect(notesOn(id)).toHaveLength(1);
  drill.forget(id); // the model has no clock
  expect(await drill.settled(30_000)).toBe(true);
  expect(await drill.finish()).toEqual([]);
});

function notesOn(id: number): readonly string[] {
  return (drill?.sandbox.writes ?? []).flatMap(({ ticketId, comment, created }) =>
    comment === null || created || ticketId !== id
      ? []
      : [`${comment.public ? 'public' : 'internal'}: ${comment.body}`],
  );
}
