/** Tickets with more audits than a page holds: after the first reading one request reads what is new. */
import { afterAll, beforeAll, expect, it } from 'vitest';
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
