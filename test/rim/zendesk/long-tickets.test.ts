/** Tickets with more audits than a page holds: after the first reading one request reads what is new. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDITS, json, startScripted, TICKET, type Scripted } from './scripted.ts';

let server: Scripted;
beforeAll(async () => {
  server = await startScripted({ marketplace: { name: 'Tierline', organizationId: '1', appId: null } });
});
afterAll(() => server.close());

const AUDITS_PATH = 'GET /api/v2/tickets/35436/audits';
const LINKS = { next: 'https://x.test/api/v2/x?page[size]=100&page[after]=abc&include=tickets' };
const MORE = { meta: { has_more: true }, links: LINKS };
const LAST = { meta: { has_more: false } };
const audit = (id: number) => ({ ...AUDITS[1], id });

/** Reads two pages anew: audits 1 and 2 on the first, 3 on the second. */
async function readWhole(): Promise<void> {
  server.answer(
    json(200, { audits: [audit(1), audit(2)], tickets: [TICKET], ...MORE }),
    json(200, { audits: [audit(3)], tickets: [TICKET], ...LAST }),
  );
  expect(await server.zendesk.readTicket('35436', null)).toMatchObject({ value: { whole: true } });
}

it('starts at the page that was the last', async () => {
  await readWhole();
  server.answer(json(200, { audits: [audit(3), audit(4)], tickets: [TICKET], ...LAST }));
  expect(await server.zendesk.readTicket('35436', '3')).toMatchObject({
    value: { whole: false, audits: [{ id: '4' }] },
  });
  expect(server.calls()).toEqual([`${AUDITS_PATH}?page[size]=100&page[after]=abc&include=tickets,users,organizations`]);
});

it('reads all where less is known than stood before that page', async () => {
  await readWhole();
  server.answer(json(200, { audits: [audit(1), audit(2), audit(3)], tickets: [TICKET], ...LAST }));
  expect(await server.zendesk.readTicket('35436', '2')).toMatchObject({ value: { audits: [{ id: '3' }] } });
  expect(server.calls()).toEqual([`${AUDITS_PATH}?include=tickets,users,organizations&page[size]=100`]);
});

it.each([
  ['Zendesk no longer knows the place', json(400, { error: 'InvalidPaginationParameter' })],
  ['another page stands there', json(200, { audits: [audit(9)], tickets: [TICKET], ...LAST })],
])('reads all where %s', async (_, first) => {
  await readWhole();
  server.answer(first, json(200, { audits: [audit(1), audit(2), audit(3), audit(4)], tickets: [TICKET], ...LAST }));
  expect(await server.zendesk.readTicket('35436', '3')).toMatchObject({
    value: { audits: [{ id: '4' }] },
  });
  expect(server.calls()[1]).toBe(`${AUDITS_PATH}?include=tickets,users,organizations&page[size]=100`);
});

it('forgets the place of a ticket whose newest audits come first', async () => {
  server.answer(
    json(200, { audits: [audit(3), audit(2)], tickets: [TICKET], ...MORE }),
    json(200, { audits: [audit(1)], tickets: [TICKET], ...LAST }),
  );
  await server.zendesk.readTicket('35436', null);
  server.answer(json(200, { audits: [audit(4), audit(3)], tickets: [TICKET], ...LAST }));
  expect(await server.zendesk.readTicket('35436', '3')).toMatchObject({ value: { audits: [{ id: '4' }] } });
  expect(server.calls()).toEqual([`${AUDITS_PATH}?include=tickets,users,organizations&page[size]=100`]);
});

describe('a page that is nearly full', () => {
  const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => audit(from + index));
  const ends = (cursor: string | null) => ({ tickets: [TICKET], meta: { has_more: false, after_cursor: cursor } });
  const NEWS = `${AUDITS_PATH}?include=tickets,users,organizations&page[size]=100&page[after]=two`;
  const ALL = `${AUDITS_PATH}?include=tickets,users,organizations&page[size]=100`;

  async function readTwo(cursor: string | null): Promise<void> {
    server.answer(json(200, { audits: ids(1, 2), ...ends(cursor) }));
    expect(await server.zendesk.readTicket('35436', null)).toMatchObject({ value: { whole: true } });
    server.calls();
  }
  const news = (expected: number) => server.zendesk.readTicket('35436', '2', null, expected);

  it('is not read again with a hundred new ones: they come in one request', async () => {
    await readTwo('two');
    server.answer(json(200, { audits: ids(3, 102), ...ends('end') }));
    expect(await news(100)).toMatchObject({ value: { whole: false, audits: { length: 100 } } });
    expect(server.calls()).toEqual([NEWS]);
    server.answer(json(200, { audits: ids(103, 103), ...ends('103') }));
    expect(await server.zendesk.readTicket('35436', '102', null, 1)).toMatchObject({
      value: { audits: [{ id: '103' }] },
    });
    expect(server.calls()).toEqual([NEWS.replace('two', 'end')]);
  });

  it('is read with them where there is room', async () => {
    await readTwo('two');
    server.answer(json(200, { audits: ids(1, 5), ...ends('five') }));
    expect(await news(98)).toMatchObject({ value: { audits: { length: 3 } } });
    expect(server.calls()).toEqual([ALL]);
  });

  it.each([
    ['nothing is new', json(200, { audits: [], tickets: [], meta: { has_more: false, after_cursor: null } })],
    ['Zendesk no longer knows the cursor', json(400, { error: 'InvalidPaginationParameter' })],
    ['the cursor is not heeded', json(200, { audits: ids(1, 100), ...ends('hundred') })],
  ])('is read whole where %s', async (_, first) => {
    await readTwo('two');
    server.answer(first, json(200, { audits: ids(1, 3), ...ends('three') }));
    expect(await news(100)).toMatchObject({ value: { audits: [{ id: '3' }] } });
    expect(server.calls()).toEqual([NEWS, ALL]);
  });

  it('is read whole where Zendesk told no cursor', async () => {
    await readTwo(null);
    server.answer(json(200, { audits: ids(1, 3), ...ends(null) }));
    expect(await news(100)).toMatchObject({ value: { audits: [{ id: '3' }] } });
    expect(server.calls()).toEqual([ALL]);
  });
});
