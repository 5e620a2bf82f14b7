/** What counts against an allowance, period by period, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { createUsage } from '#rim/postgres/usage.ts';
import { DATABASES, type TestDatabase } from '#test/flow/databases.ts';

const TICKETS = [
  ['1', 5, 'covered'], // before the first period
  ['2', 10, 'covered'], // its first instant
  ['3', 19, 'billable'],
  ['4', 19, 'not_covered'],
  ['5', 20, 'covered'],
  ['6', 35, 'covered'],
  ['7', 36, 'covered'], // the ticket that is asked for, and a later one of the same instant
  ['8', 36, 'covered'],
] as const;

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    home = await fresh();
    database = await home.open();
    for (const [id, openedAt, verdict] of TICKETS) {
      await database.rows(
        `insert into tickets (ticket_id, organization_id, opened_at, judgement) values ($1, '509', $2, $3)`,
        [id, openedAt, JSON.stringify({ coverage: { verdict }, allowances: [{ id: 'incidents' }] })],
      );
    }
  });
  afterAll(async () => {
    await database.close();
    await home.remove();
  });

  test.each([
    ['the present period alone', 'incidents', [30], [1]],
    ['every period', 'incidents', [10, 20, 30], [2, 1, 1]],
    ['an allowance that nothing counts against', 'calls', [10, 20, 30], [0, 0, 0]],
  ])('%s', async (_what, allowance, periods, counts) => {
    const before = { openedAt: 36, ticketId: '7' };
    const asked = { organizationId: '509', allowance, periods, before };
    expect(await createUsage(database).count(asked)).toEqual(counts);
  });
});
