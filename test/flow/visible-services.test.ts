// What a proven user is shown of tickets that Zendesk would not show that user: nothing.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#flow/ports/store.ts';
import { createRecentReads } from '#flow/recent-reads.ts';
import type { RecentReads } from '#flow/recent-reads.ts';
import type { createServices } from '#flow/services.ts';
import { createVisibility } from '#flow/visibility.ts';
import { visibleTo } from '#flow/visible-services.ts';
import type { Database } from '#rim/postgres/database.ts';
import { embedded } from './databases.ts';
import type { TestDatabase } from './databases.ts';
import { AGENT, CUSTOMER, ORGANIZATION, STRANGER } from './fake-zendesk.ts';
import { servicesOn } from './services-on.ts';
import { ADMIN, contract, startTestSidecar } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';

const BY: Actor = { id: STRANGER, name: 'Agent', role: 'agent', proven: true };
const EVERYTHING = { first: 10, after: null };

let home: TestDatabase;
let database: Database;
let sidecar: TestSidecar;
let recent: RecentReads;
let elapsed: number;
let of: (userId: string) => ReturnType<typeof createServices>;

let services: ReturnType<typeof createServices>;

beforeAll(async () => {
  home = await embedded();
  database = await home.open();
  sidecar = await startTestSidecar(database);
  recent = createRecentReads(sidecar.store, () => performance.now());
  services = servicesOn(sidecar, recent);
  await sidecar.store.contracts.put(contract(), null, ADMIN);
  sidecar.zendesk.open('1', Date.now() - 60_000);
  await services.ticketSupport('1', null);
});
beforeEach(() => {
  elapsed = 0;
  const visibility = createVisibility(sidecar.zendesk, () => elapsed);
  of = (userId) => visibleTo(userId, services, visibility);
});
afterAll(async () => {
  recent.close();
  await sidecar.stop();
  await database.close();
  await home.remove();
});

test.each([
  ['an agent without restriction', STRANGER, { kind: 'none' }, true, 1],
  ['an agent of the organization', STRANGER, { kind: 'organizations', ids: ['9', ORGANIZATION] }, true, 1],
  ['an agent of another organization', STRANGER, { kind: 'organizations', ids: ['9'] }, false, 0],
  ['an agent of no organization', STRANGER, { kind: 'organizations', ids: [] }, false, 0],
  ['an agent of the group', STRANGER, { kind: 'groups', ids: ['60'] }, true, 1],
  ['an agent of another group', STRANGER, { kind: 'groups', ids: ['61'] }, false, 0],
  ['the assignee', AGENT, { kind: 'own' }, true, 1],
  ['the requester', CUSTOMER, { kind: 'own' }, true, 1],
  ['an agent with own tickets only', STRANGER, { kind: 'own' }, false, 0],
] as const)('%s', async (_who, userId, restriction, sees, queued) => {
  sidecar.zendesk.restrictions.set(userId, restriction);
  const own = of(userId);
  const by = { ...BY, id: userId };
  const views = [await own.ticketSupport('1', null), await own.whatIf('1', { priority: 'P4' })];
  expect(views.map((view) => view !== null)).toEqual([sees, sees]);
  const wish = { kind: 'note_nothing' } as never;
  const acts = sees ? [] : [await own.act({ ticketId: '1', wish, by, key: 'k' }), await own.retryWriteBack('1', by)];
  expect(acts).toEqual(
    acts.map(() => ({ kind: 'refused', code: 'NOT_FOUND', message: 'There is no ticket 1.', problems: [] })),
  );
  expect(await (await own.queue(EVERYTHING)).total()).toBe(queued);
  // Of other organizations' contracts and contacts Zendesk shows nothing to who is bound to organizations.
  const organization = await own.organizationSupport(ORGANIZATION);
  const isForeign = restriction.kind === 'organizations' && !restriction.ids.some((id) => id === ORGANIZATION);
  expect(organization?.openTickets.length ?? 'none').toBe(isForeign ? 'none' : queued);
});

test('the queue of a restricted agent: its own tickets in order, page by page, few requests, none that moved away', async () => {
  const { zendesk } = sidecar;
  const rows = Array.from({ length: 130 }, (_, index) => ({
    ticketId: String(1_000 + index),
    policyId: 'nextplane',
    priorityRank: 1,
    openedAt: index,
  }));
  const asked: number[] = [];
  // As the store pages: by position.
  const queue: (typeof services)['queue'] = ({ first, after }) => {
    asked.push(first);
    const from = after === null ? 0 : Number(after);
    const shown = rows.slice(from, from + first);
    const endCursor = shown.length === 0 ? null : String(from + shown.length);
    return Promise.resolve({
      rows: shown as unknown as Awaited<ReturnType<typeof services.queue>>['rows'],
      hasNextPage: from + first < rows.length,
      endCursor,
      total: () => Promise.resolve(rows.length),
    });
  };
  for (const { ticketId } of rows) zendesk.open(ticketId, Date.now() - 60_000);
  for (const { ticketId } of rows) zendesk.groups.set(ticketId, Number(ticketId) % 10 === 0 ? '70' : '71');
  zendesk.restrictions.set(STRANGER, { kind: 'groups', ids: ['70'] });
  const own = visibleTo(
    STRANGER,
    { ...services, queue },
    createVisibility(zendesk, () => elapsed),
  );
  const before = zendesk.holdersAsked;
  const pages: string[][] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof queue>> = await own.queue({ first: 5, after });
    pages.push(page.rows.map(({ ticketId }) => ticketId));
    expect(await page.total()).toBe(13);
    after = page.hasNextPage ? page.endCursor : null;
  } while (after !== null);
  expect(pages.map((page) => page.length)).toEqual([5, 5, 3]);
  expect(pages.flat()).toEqual(rows.map(({ ticketId }) => ticketId).filter((id) => Number(id) % 10 === 0));
  expect(zendesk.holdersAsked - before).toBe(2);
  zendesk.groups.set('1000', '71');
  elapsed = 61_000;
  const later = await own.queue({ first: 5, after: null });
  expect(later.rows.map(({ ticketId }) => ticketId)).not.toContain('1000');
  expect(await later.total()).toBe(12);
  zendesk.away = true;
  elapsed = 500_000;
  await expect(own.queue({ first: 5, after: null })).rejects.toThrow('Zendesk cannot say which tickets you may see');
  zendesk.away = false;
});

test('rights are asked again every minute; an absent Zendesk leaves them for five, then nothing is shown', async () => {
  sidecar.zendesk.restrictions.clear();
  const own = of(STRANGER);
  const sees = async () => (await own.ticketSupport('1', null)) !== null;
  expect(await sees()).toBe(true);
  sidecar.zendesk.restrictions.set(STRANGER, { kind: 'own' });
  elapsed = 59_000;
  expect(await sees()).toBe(true);
  elapsed = 61_000;
  expect(await sees()).toBe(false);
  sidecar.zendesk.away = true;
  elapsed = 200_000;
  expect(await sees()).toBe(false);
  elapsed = 400_000;
  await expect(sees()).rejects.toThrow('Zendesk cannot say which tickets you may see');
});
