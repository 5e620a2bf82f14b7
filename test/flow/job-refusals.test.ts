// Tickets that jobs leave out again and again are written one by one; what a page of the export repeats is not lost.
import { expect, test } from 'vitest';
import type { ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import { reconcile, type ReconcilePorts } from '#flow/reconcile.ts';
import { settle, type SettlePorts } from '#flow/settle.ts';
import { settleMany } from '#flow/settle-many.ts';
import { grouped, type Settling } from '#flow/settle/settling.ts';

const TICKET: ZendeskTicket = {
  id: '1',
  status: 'open',
  priority: null,
  type: null,
  tags: [],
  organizationId: null,
  requesterId: null,
  channel: 'web',
  createdAt: 1_000,
  updatedAt: 2_000,
  updatedStamp: '1970-01-01T00:00:02Z',
  fields: {},
  rating: null,
};

const settling = (attempts: number, lastError: string | null): Settling =>
  ({
    ticket: TICKET,
    writeBack: { wantedPriority: 'high', wantedTags: ['tier_gold'], writtenTags: [], notes: [], attempts, lastError },
  }) as unknown as Settling;
const sizes = (settlings: readonly Settling[]) => {
  const { alone, groups } = grouped(settlings);
  return [alone.length, groups.map((group) => group.length)];
};

test.each([
  ['anew', 0, null, [0, [6]]],
  ['after one refused job', 1, 'conflict: the job is failed', [0, [6]]],
  ['after two refused jobs', 2, 'conflict: the job is failed', [6, []]],
  ['after an outage', 5, 'unavailable: Zendesk answered 502', [0, [6]]],
])('equal writes %s', (_, attempts, lastError, expected) => {
  expect(sizes(Array.from({ length: 6 }, () => settling(attempts, lastError)))).toEqual(expected);
});

test.each([
  ['at once the first time', 0, null],
  ['after a pause that grows', 1, 250],
  ['after a pause that grows', 2, 500],
  ['after a pause that grows', 3, 1_000],
  ['after a long one', 4, 10_000],
])('a conflict is tried again %s: what was read may be an old copy', async (_, attempts, pause) => {
  const claim = { ticketId: '1' } as Settling['claim'];
  const refused = { ok: false, failure: { kind: 'conflict', message: 'UpdateConflict' } };
  const ports = { zendesk: { updateTicket: () => Promise.resolve(refused) } } as unknown as SettlePorts;
  const result = await settle({ ...settling(attempts, null), claim, firedCauses: [], now: 1_000 }, ports);
  expect(result).toMatchObject({ mustRead: true, lookAgain: pause === null });
  expect(result.writeBack.retryAt).toBe(pause === null ? null : 1_000 + pause);
});

test('while no job is let in, some of a group are written by themselves', async () => {
  const written: string[] = [];
  const group = Array.from({ length: 52 }, (_, index) => {
    const ticketId = String(index + 1);
    const claim = { ticketId } as Settling['claim'];
    return { ...settling(0, null), claim, firedCauses: [], now: 1_000, ticket: { ...TICKET, id: ticketId } };
  });
  const ports = {
    zendesk: {
      updateMany: () =>
        Promise.resolve({ ok: false, failure: { kind: 'rate_limited', retryAt: 31_000, message: 'TooManyJobs' } }),
      updateTicket: ({ ticketId }: { ticketId: string }) => {
        written.push(ticketId);
        return Promise.resolve({ ok: true, value: { ticket: { ...TICKET, priority: 'high' }, audit: null } });
      },
    },
    random: () => 0.5,
  } as unknown as SettlePorts;
  const results = await settleMany(group, ports);
  expect(written).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 1)));
  expect(results.map(({ claim }) => claim.ticketId)).toEqual(group.map(({ claim }) => claim.ticketId));
  expect(results.map(({ writeBack }) => writeBack.state)).toEqual([
    ...Array.from({ length: 40 }, () => 'settled'),
    ...Array.from({ length: 12 }, () => 'pending'),
  ]);
});

test('a page that shows a ticket twice, the older state last, still has it looked at, once', async () => {
  const asked: string[][] = [];
  const older = { ...TICKET, generatedAt: 2_000 };
  const newer = { ...TICKET, status: 'pending' as const, updatedAt: 9_000, generatedAt: 9_000 };
  const ports = {
    zendesk: {
      exportTickets: () =>
        Promise.resolve({ ok: true, value: { tickets: [newer, older, newer], cursor: 'c', endOfStream: true } }),
    },
    settings: { get: () => Promise.resolve('b'), set: () => Promise.resolve() },
    tickets: { known: () => Promise.resolve(new Map([['1', { updatedAt: 2_000, ended: false, ticket: TICKET }]])) },
    agenda: { ask: (ids: string[]) => (asked.push(ids), Promise.resolve()) },
    clock: { now: () => Promise.resolve(10_000) },
    exclusively: async (_name: string, _ms: number, work: () => Promise<unknown>) => ({ value: await work() }),
  } as unknown as ReconcilePorts;
  expect(await reconcile(ports)).toMatchObject({ kind: 'followed', asked: 1 });
  expect(asked).toEqual([['1']]);
});
