/** Whether deliveries crowd in: looks are then taken a few at a time. */
import { expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { createInbox } from '#rim/postgres/inbox.ts';

test('many deliveries in one commit are a crowd for a moment', async () => {
  const database = {
    kind: 'embedded',
    rows: () => Promise.resolve([{ stored: null }]),
    tell: () => undefined,
  } as unknown as Database;
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
});
