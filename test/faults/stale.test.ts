/** Z-03: Zendesk shows some readers a ticket as it stood three seconds ago; nobody's tag is lost, and there is no to and fro. */
import { afterEach, expect, test } from 'vitest';
import { startDrill, type Drill } from './drill.ts';

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

test('old answers settle, by few writes', async () => {
  drill = await startDrill({
    name: 'stale',
    databaseUrl: null,
    seed: 7,
    sandbox: { staleReads: { ms: 3_000, probability: 0.5 } },
  });
  await drill.start();
  const ids = Array.from({ length: 12 }, () => drill?.open() ?? 0);
  const changes = 3;
  await drill.sender.deliverAll(ids, 6);
  for (let round = 1; round < changes; round++) {
    for (const id of ids) drill.change(id);
    await drill.sender.deliverAll(ids, 6);
  }
  expect(await drill.settled(150_000)).toBe(true);
  const written = drill.sandbox.writes.filter(({ created }) => !created).map(({ ticketId }) => ticketId);
  const most = Math.max(
    ...Map.groupBy(written, String)
      .values()
      .map(({ length }) => length),
  );
  expect(most).toBeLessThanOrEqual(2 * changes);
  expect(await drill.finish()).toEqual([]);
});
