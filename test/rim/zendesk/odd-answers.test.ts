/** Answers that say something else than they seem to: they must not pass for the state of a ticket. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AUDITS, json, startScripted, TICKET, type Scripted } from './scripted.ts';

let server: Scripted;
beforeAll(async () => {
  server = await startScripted({ marketplace: { name: 'Tierline', organizationId: '1', appId: null } });
});
afterAll(() => server.close());

const MANY = { ticketIds: ['1', '2'], priority: 'high', addTags: ['a'], removeTags: [] } as const;
const queued = json(200, { job_status: { id: 'abc', status: 'queued', results: null } });
const refusal = (status: number) => json(status, { error: 'Refused', description: 'of the job' });

it.each([
  ['the job is not known', [queued, refusal(404)]],
  ['the job may not be seen', [queued, refusal(403)]],
  ['what the job says is lost', [queued, refusal(502)]],
  ['many updates are refused', [refusal(404)]],
  ['many updates are refused as a closed ticket is', [json(422, { error: 'x', description: 'closed prevents' })]],
])('where %s nothing is known of the tickets: they are read again', async (_, answers) => {
  server.answer(...answers);
  expect(await server.zendesk.updateMany(MANY)).toMatchObject({ ok: false, failure: { kind: 'conflict' } });
});

it('a limit holds up only the question what became of a job, not the job', async () => {
  const done = { id: 'abc', status: 'completed', results: MANY.ticketIds.map((id) => ({ id, success: true })) };
  server.answer(queued, json(429, { error: 'TooManyRequests' }), json(200, { job_status: done }));
  expect(await server.zendesk.updateMany(MANY)).toMatchObject({ ok: true, value: { done: ['1', '2'], failed: [] } });
});

it('keeps what a refused credential or a limit means for a job too', async () => {
  server.answer(json(429, { error: 'TooManyRequests' }, { 'retry-after': '7' }));
  expect(await server.zendesk.updateMany(MANY)).toMatchObject({ failure: { kind: 'rate_limited' } });
});

it.each([
  ['has no link', { has_more: true }, { next: null }],
  ['is named by no address', { has_more: true }, { next: ':::' }],
  [
    'is the same again',
    { has_more: true },
    { next: 'https://x.test/x?include=tickets,users,organizations&page[size]=100' },
  ],
])('audits are not whole where the page that comes next %s', async (_, meta, links) => {
  server.answer(json(200, { audits: AUDITS, tickets: [TICKET], meta, links }));
  expect(await server.zendesk.readTicket('35436', null)).toMatchObject({
    ok: false,
    failure: { kind: 'unavailable', message: expect.stringContaining('no page that comes next') as string },
  });
  expect(server.calls()).toHaveLength(1);
});

it('the cursor itself leads on where the link is missing', async () => {
  server.answer(
    json(200, { audits: [AUDITS[0]], tickets: [TICKET], meta: { has_more: true, after_cursor: 'abc' }, links: {} }),
    json(200, { audits: [AUDITS[1]], tickets: [TICKET], meta: { has_more: false } }),
  );
  expect(await server.zendesk.readTicket('35436', null)).toMatchObject({
    value: { audits: [{ id: '1' }, { id: '2' }], whole: true },
  });
  expect(server.calls()[1]).toContain('page[after]=abc');
});

it('an audit that was made later but dated back is read, where it stands in time', async () => {
  const late = { ...AUDITS[1], id: 3, created_at: '2026-03-02T08:10:00Z' };
  server.answer(json(200, { audits: [...AUDITS, late], tickets: [TICKET], meta: { has_more: false } }));
  expect(await server.zendesk.readTicket('35436', '2')).toMatchObject({
    value: { audits: [{ id: '3' }], whole: false },
  });
});

it('tags are read as a list or as words, in whatever case an audit tells them', async () => {
  const told = { type: 'Change', field_name: 'tags', value: 'VIP New', previous_value: ['VIP'] };
  const audits = [{ ...AUDITS[1], events: [told, { type: 'Change', field_name: 'tags', value: 'x' }] }];
  server.answer(json(200, { audits, tickets: [{ ...TICKET, tags: 'VIP  new' }], meta: { has_more: false } }));
  expect(await server.zendesk.readTicket('35436', null)).toMatchObject({
    value: {
      ticket: { tags: ['vip', 'new'] },
      audits: [
        {
          events: [
            { field: 'tags', value: ['vip', 'new'], previous: ['vip'] },
            { value: ['x'], previous: null },
          ],
        },
      ],
    },
  });
});

it('a job that is done at once needs no further question, whatever its number looks like', async () => {
  const results = MANY.ticketIds.map((id) => ({ id: Number(id), status: 'Updated' }));
  server.answer(json(200, { job_status: { id: 12, status: 'completed', results } }));
  expect(await server.zendesk.updateMany(MANY)).toMatchObject({ ok: true, value: { done: ['1', '2'], failed: [] } });
  expect(server.calls()).toHaveLength(1);
});

it('another ticket than the one that was read or written is no answer', async () => {
  const other = { ...TICKET, id: 7 };
  server.answer(
    json(200, { audits: AUDITS, meta: { has_more: false } }),
    json(200, { ticket: other }),
    json(200, { audits: AUDITS, meta: { has_more: false } }),
  );
  expect(await server.zendesk.readTicket('35436', null)).toMatchObject({ failure: { kind: 'unavailable' } });
  server.answer(json(200, { ticket: other, audit: AUDITS[1] }));
  const write = { ticketId: '35436', updatedStamp: '2026-03-02T08:30:00Z', tags: ['vip'] };
  expect(await server.zendesk.updateTicket(write)).toMatchObject({ failure: { kind: 'unavailable' } });
});

it('an account that sends no ticket along is asked for the ticket first where its audits cannot be enough', async () => {
  const without = json(200, { audits: AUDITS, tickets: [], meta: { has_more: false } });
  const along = json(200, { audits: AUDITS, tickets: [TICKET], meta: { has_more: false } });
  const alone = (id: number) => json(200, { ticket: { ...TICKET, id } });
  const costs = async (id: number, ...answers: readonly ReturnType<typeof json>[]): Promise<number> => {
    server.answer(...answers);
    expect(await server.zendesk.readTicket(String(id), null)).toMatchObject({ value: { ticket: { id: String(id) } } });
    return server.calls().length;
  };
  // One odd answer, of one ticket however often, is no habit of the account's.
  expect(await costs(35436, without, alone(35436), without)).toBe(3);
  expect(await costs(35436, without, alone(35436), without)).toBe(3);
  expect(await costs(35436, along)).toBe(1);
  expect(await costs(35436, without, alone(35436), without)).toBe(3);
  expect(await costs(35437, without, alone(35437), without)).toBe(3);
  expect(await costs(35436, alone(35436), without)).toBe(2);
  expect(server.calls()).toEqual([
    'GET /api/v2/tickets/35436?include=users,organizations',
    'GET /api/v2/tickets/35436/audits?include=users&page[size]=100',
  ]);
  // Now and then it is asked whether it still does so.
  for (let times = 2; times < 50; times++) await costs(35436, alone(35436), without);
  expect(await costs(35436, along)).toBe(1);
  expect(await costs(35436, along)).toBe(1);
});

it.each([
  [
    'audits.1.created_at',
    { audits: [AUDITS[0], { ...AUDITS[1], created_at: '9999-12-31T00:00:00Z' }], tickets: [TICKET] },
  ],
  ['ticket.created_at', { audits: AUDITS, tickets: [], ticket: { ...TICKET, created_at: '0001-01-01T00:00:00Z' } }],
  ['ticket.updated_at', { audits: AUDITS, tickets: [], ticket: { ...TICKET, updated_at: '2100-01-01T00:00:00Z' } }],
])('an instant of another time at %s cannot be judged, and is told', async (where, answer) => {
  server.answer(json(200, { ...answer, meta: { has_more: false } }));
  expect(await server.zendesk.readTicket('35436', null)).toMatchObject({
    ok: false,
    failure: { kind: 'invalid', message: `Zendesk's answer has an instant before 1970 or after 2099 at "${where}"` },
  });
});
