/** What we ask of Zendesk, to the letter, and how we read it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDITS, json, startScripted, TICKET, type Scripted } from './scripted.ts';

let server: Scripted;
beforeAll(async () => {
  server = await startScripted({
    marketplace: { name: 'Tierline', organizationId: '1', appId: null },
  });
});
afterAll(() => server.close());

const AUDITS_PATH = 'GET /api/v2/tickets/35436/audits';
const user = {
  id: 20978392,
  name: 'Requester',
  email: 'Requester@Example.com',
  role: 'end-user',
  organization_id: null,
};
const organization = {
  id: 28666254387092,
  name: 'Acme',
  tags: ['a'],
  organization_fields: { region: 'emea', seats: 5 },
};

describe('reading a ticket', () => {
  it('is one request where the ticket comes along', async () => {
    server.answer(
      json(200, {
        audits: AUDITS,
        tickets: [TICKET],
        users: [user],
        organizations: [organization],
        meta: { has_more: false },
        links: { next: null },
      }),
    );
    const answer = await server.zendesk.readTicket('35436', null);
    expect(server.calls()).toEqual([`${AUDITS_PATH}?include=tickets,users,organizations&page[size]=100`]);
    expect(answer).toEqual({
      ok: true,
      value: {
        whole: true,
        ticket: {
          id: '35436',
          status: 'open',
          priority: 'normal',
          type: 'incident',
          tags: ['vip', 'support_impact__all'],
          organizationId: '28666254387092',
          requesterId: '20978392',
          channel: 'web',
          createdAt: Date.parse('2026-03-02T08:00:00Z'),
          updatedAt: Date.parse('2026-03-02T08:30:00Z'),
          updatedStamp: '2026-03-02T08:30:00Z',
          fields: { 360001: 'support_impact__all', 360002: null },
          rating: 'good',
        },
        users: [
          {
            id: '20978392',
            name: 'Requester',
            email: 'requester@example.com',
            role: 'end-user',
            light: false,
            suspended: false,
            organizationId: null,
          },
        ],
        organization: { id: '28666254387092', name: 'Acme', tags: ['a'], fields: { region: 'emea', seats: 5 } },
        audits: [
          {
            id: '1',
            at: Date.parse('2026-03-02T08:00:00Z'),
            authorId: '20978392',
            channel: 'web',
            rel: null,
            causes: [],
            events: [
              { kind: 'create', field: 'status', value: 'new', previous: null, byRule: false },
              { kind: 'create', field: 'organization_id', value: '28666254387092', previous: null, byRule: false },
              { kind: 'comment', public: true, authorId: '20978392', channel: null, text: 'Help' },
            ],
          },
          {
            id: '2',
            at: Date.parse('2026-03-02T08:30:00Z'),
            authorId: '5',
            channel: 'api',
            rel: null,
            causes: ['breach:first_response'],
            events: [
              { kind: 'change', field: 'priority', value: 'normal', previous: null, byRule: true },
              { kind: 'comment', public: false, authorId: '5', channel: null, text: 'note' },
            ],
          },
        ],
      },
    });
  });

  it('gives only what is new after a known audit', async () => {
    server.answer(json(200, { audits: AUDITS, tickets: [TICKET], meta: { has_more: false } }));
    expect(await server.zendesk.readTicket('35436', '1')).toMatchObject({
      value: { whole: false, audits: [{ id: '2' }] },
    });
    expect(await server.zendesk.readTicket('35436', '77')).toMatchObject({
      value: { whole: true, audits: [{ id: '1' }, { id: '2' }] },
    });
  });

  it('follows pages on our own host, whatever the link says', async () => {
    const next = 'https://evil.test/api/v2/x?page[size]=100&page[after]=abc&include=tickets';
    server.answer(
      json(200, { audits: [AUDITS[0]], tickets: [TICKET], meta: { has_more: true }, links: { next } }),
      json(200, { audits: [AUDITS[1]], tickets: [TICKET], meta: { has_more: false }, links: { next } }),
    );
    expect(await server.zendesk.readTicket('35436', null)).toMatchObject({
      value: { audits: [{ id: '1' }, { id: '2' }] },
    });
    expect(server.calls()[1]).toBe(`${AUDITS_PATH}?page[size]=100&page[after]=abc&include=tickets`);
  });

  it('reads the ticket before its audits where it does not come along', async () => {
    server.answer(
      json(200, { audits: AUDITS, next_page: null }),
      json(200, { ticket: TICKET, users: [user] }),
      json(200, { audits: AUDITS, next_page: null }),
    );
    expect(await server.zendesk.readTicket('35436', null)).toMatchObject({
      ok: true,
      value: { ticket: { id: '35436' } },
    });
    expect(server.calls().slice(1)).toEqual([
      'GET /api/v2/tickets/35436?include=users,organizations',
      `${AUDITS_PATH}?include=users&page[size]=100`,
    ]);
  });
});

describe('writing a ticket', () => {
  it('sends what differs under the stamp, and never a public comment', async () => {
    server.answer(json(200, { ticket: TICKET, audit: AUDITS[1] }));
    const answer = await server.zendesk.updateTicket({
      ticketId: '35436',
      updatedStamp: '2026-03-02T08:30:00Z',
      tags: ['vip', 'tier_gold'],
      note: { body: 'First response is overdue.', causes: ['breach:first_response'] },
    });
    expect(answer).toMatchObject({ ok: true, value: { ticket: { id: '35436' }, audit: { id: '2' } } });
    expect(server.asked.at(-1)?.body).toEqual({
      ticket: {
        safe_update: true,
        updated_stamp: '2026-03-02T08:30:00Z',
        tags: ['vip', 'tier_gold'],
        comment: { body: 'First response is overdue.', public: false },
        metadata: { tierline: { causes: ['breach:first_response'] } },
      },
    });
    // What somebody must hear of does not wait for the rest.
    expect(server.budget.taken.at(-1)).toBe('update 35436 urgent');
    await server.zendesk.updateTicket({ ticketId: '35436', updatedStamp: '2026-03-02T08:30:00Z', tags: ['vip'] });
    expect(server.budget.taken.at(-1)).toBe('update 35436');
  });

  it('sends one equal change for many as a job, and waits for its end', async () => {
    const job = (status: string, results: unknown) => ({ job_status: { id: 'abc', status, results } });
    server.answer(
      json(200, job('queued', null)),
      json(
        200,
        job('completed', [
          { id: 1, action: 'update', status: 'Updated', success: true },
          { id: 2, error: 'UpdateConflict', success: false },
          { id: 3, error: 'TicketClosed', success: false },
        ]),
      ),
    );
    const answer = await server.zendesk.updateMany({
      ticketIds: ['1', '2', '3', '4'],
      priority: 'high',
      addTags: ['a'],
      removeTags: ['b'],
    });
    expect(server.calls()).toEqual(['PUT /api/v2/tickets/update_many?ids=1,2,3,4', 'GET /api/v2/job_statuses/abc']);
    expect(server.asked[0]?.body ?? server.asked[1]?.body).toEqual({
      ticket: { priority: 'high', additional_tags: ['a'], remove_tags: ['b'] },
    });
    expect(answer).toMatchObject({
      ok: true,
      value: {
        done: ['1'],
        failed: [
          { ticketId: '2', conflict: true },
          { ticketId: '3', conflict: false },
          { ticketId: '4', conflict: true },
        ],
      },
    });
  });
});

describe('other readings', () => {
  it('know who we are, and that an anonymous answer is no answer', async () => {
    server.answer(json(200, { user: { id: 5, role: 'admin' } }));
    expect(await server.zendesk.me()).toEqual({ ok: true, value: { userId: '5' } });
    server.answer(json(200, { user: { id: null, name: 'Anonymous user', role: 'end-user' } }));
    expect(await server.zendesk.me()).toMatchObject({ ok: false, failure: { kind: 'unauthorized' } });
  });

  it('tell light and suspended agents', async () => {
    server.answer(
      json(200, {
        users: [
          { id: 1, role: 'agent', role_type: 1, suspended: true },
          { id: 9007199254740991, role: 'admin' },
        ],
      }),
    );
    expect(await server.zendesk.users(['1', '9007199254740993'])).toMatchObject({
      value: [{ id: '1', light: true, suspended: true }, { role: 'admin' }],
    });
    expect(server.calls()).toEqual(['GET /api/v2/users/show_many?ids=1,9007199254740993']);
    expect(await server.zendesk.users([])).toEqual({ ok: true, value: [] });
  });

  it('keep every digit of an id', async () => {
    server.answer(json(200, '{"organization":{"id":9007199254740993,"name":"x"}}'));
    expect(await server.zendesk.organization('9007199254740993')).toMatchObject({ value: { id: '9007199254740993' } });
  });

  it('list all ticket fields', async () => {
    const field = (id: number) => ({ id, title: `Title ${id}`, raw_title: `Raw ${id}`, type: 'tagger', active: true });
    server.answer(
      json(200, { ticket_fields: [field(1)], meta: { has_more: true }, links: { next: 'http://x/api?page[after]=a' } }),
      json(200, { ticket_fields: [field(2)], meta: { has_more: false }, links: {} }),
    );
    expect(await server.zendesk.ticketFields()).toMatchObject({ value: [{ id: '1', title: 'Raw 1' }, { id: '2' }] });
  });

  it('follow the export from an instant and from a cursor, deleted tickets included', async () => {
    server.answer(
      json(200, {
        tickets: [TICKET, { ...TICKET, id: 2, status: 'deleted', priority: null, custom_fields: null }, { id: 3 }],
        after_cursor: 'abc',
        after_url: 'x',
        end_of_stream: true,
      }),
    );
    expect(await server.zendesk.exportTickets({ startTime: 1_772_440_000_999 })).toMatchObject({
      value: {
        cursor: 'abc',
        endOfStream: true,
        tickets: [
          { id: '35436', generatedAt: 1_772_440_200_000 },
          { id: '2', status: 'deleted' },
        ],
      },
    });
    await server.zendesk.exportTickets({ cursor: 'abc' });
    expect(server.calls()).toEqual([
      'GET /api/v2/incremental/tickets/cursor?start_time=1772440000',
      'GET /api/v2/incremental/tickets/cursor?cursor=abc',
    ]);
  });

  it('take an export that names no cursor', async () => {
    server.answer(json(200, { tickets: [], after_cursor: null, end_of_stream: true }));
    expect(await server.zendesk.exportTickets({ cursor: 'abc' })).toMatchObject({
      value: { cursor: null, endOfStream: true, tickets: [] },
    });
  });

  it('say on whose behalf they come, by a token and the marketplace', () => {
    const headers: Readonly<Record<string, unknown>> = server.asked.at(-1)?.headers ?? {};
    expect(headers['authorization']).toMatch(/^Bearer token-\d+$/);
    expect(headers['x-zendesk-marketplace-name']).toBe('Tierline');
    expect(headers['x-zendesk-marketplace-organization-id']).toBe('1');
    expect(headers['x-zendesk-marketplace-app-id']).toBeUndefined();
  });
});

describe('rights', () => {
  const restriction = (ticket_restriction: string | null) =>
    json(200, { user: { id: 800, role: 'agent', ticket_restriction, organization_id: 500 } });
  it.each([
    ['no restriction', [restriction(null)], { kind: 'none' }],
    [
      'groups',
      [restriction('groups'), json(200, { group_memberships: [{ group_id: 60 }, { group_id: 61 }] })],
      { kind: 'groups', ids: ['60', '61'] },
    ],
    [
      'organizations, the first one among them',
      [restriction('organization'), json(200, { organization_memberships: [{ organization_id: 501 }] })],
      { kind: 'organizations', ids: ['501', '500'] },
    ],
    ['assigned tickets', [restriction('assigned')], { kind: 'own' }],
    ['anything unknown', [restriction('moonlight')], { kind: 'own' }],
  ] as const)('are %s', async (_name, answers, expected) => {
    server.answer(...answers);
    expect(await server.zendesk.restriction('800')).toEqual({ ok: true, value: expected });
  });

  it('of a ticket are those of its holders', async () => {
    server.answer(json(200, { ticket: { ...TICKET, group_id: 60, assignee_id: null } }));
    const holders = { organizationId: '28666254387092', groupId: '60', assigneeId: null, requesterId: '20978392' };
    expect(await server.zendesk.holders(['35436'])).toEqual({ ok: true, value: new Map([['35436', holders]]) });
    expect(server.calls()).toEqual(['GET /api/v2/tickets/35436']);
    server.answer(json(404, { error: 'RecordNotFound' }));
    expect(await server.zendesk.holders(['35437'])).toEqual({ ok: true, value: new Map() });
  });

  it('of many tickets are asked for at once; those that are gone have none', async () => {
    server.answer(json(200, { tickets: [{ ...TICKET, group_id: null, assignee_id: 7 }] }));
    const answer = await server.zendesk.holders(['35436', '35437']);
    expect(answer.ok && [...answer.value.keys()]).toEqual(['35436']);
    expect(server.calls()).toEqual(['GET /api/v2/tickets/show_many?ids=35436,35437']);
  });
});
