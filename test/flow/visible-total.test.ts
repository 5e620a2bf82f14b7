// The queue's `total` for an agent to whom Zendesk shows only some tickets: as far as the schema says that it counts.
import { readFileSync } from 'node:fs';
import { buildSchema, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import type { QueuePage } from '#flow/ports/store.ts';
import { visibleQueue } from '#flow/visible-queue.ts';
import type { Visibility } from '#flow/visibility.ts';

/** A queue of so many tickets, each second of which the agent may see. */
async function totalOf(tickets: number): Promise<number> {
  const visibility: Visibility = {
    restrictionOf: () => Promise.resolve({ kind: 'groups', ids: ['70'] }),
    seen: (_user, ids) => Promise.resolve(new Set(ids.filter((id) => Number(id) % 2 === 0))),
  };
  const page = await visibleQueue(
    '800',
    { first: 50, after: null },
    ({ first, after }) => {
      const from = Number(after ?? 0);
      const shown = Array.from({ length: Math.min(first, tickets - from) }, (_, index) => ({
        ticketId: String(from + index),
      }));
      return Promise.resolve({
        rows: shown as unknown as QueuePage['rows'],
        hasNextPage: from + first < tickets,
        endCursor: String(from + shown.length),
        total: () => Promise.resolve(tickets),
      });
    },
    visibility,
  );
  return page.total();
}

test('it is exact up to the bound that the schema tells, and a floor beyond', async () => {
  const type = buildSchema(readFileSync('schema/support.graphql', 'utf8')).getType('QueueConnection');
  const told = isObjectType(type) ? (type.getFields()['total']?.description ?? '') : '';
  const bound = Number(/first ([\d,]+) tickets/u.exec(told)?.[1]?.replaceAll(',', ''));
  expect(told).toMatch(/at least/u);
  expect(await totalOf(bound)).toBe(bound / 2);
  expect(await totalOf(bound + 500)).toBe(bound / 2);
});
