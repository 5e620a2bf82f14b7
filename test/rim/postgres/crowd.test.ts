/** While deliveries crowd in, looks wait, but never longer than a second. */
import { expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { createInbox } from '#rim/postgres/inbox.ts';

test('looks wait for a crowd of deliveries, each time at most a second', async () => {
  const database = { rows: () => Promise.resolve([]), notify: () => undefined } as unknown as Database;
  let now = 10_000;
  const inbox = createInbox(database, () => now);
  const deliver = (count: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        inbox.accept({
          deliveryId: `${String(now)}-${String(index)}`,
          ticketId: '1',
          body: '{}',
          hint: null,
          problem: null,
        }),
      ),
    );
  await deliver(3);
  expect(inbox.isCrowded()).toBe(false);
  await deliver(50);
  expect(inbox.isCrowded()).toBe(true);
  now += 150;
  expect(inbox.isCrowded()).toBe(false);
  const passed: number[] = [];
  for (let step = 0; step < 60; step++) {
    await deliver(20);
    now += 50;
    if (!inbox.isCrowded()) passed.push(now);
  }
  expect(passed).toHaveLength(3);
});
