/** Z-01, Z-04: Every wrong thing that Zendesk may answer, and the one word that we have for it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureOf, retryAfterSeconds } from '#rim/zendesk/failure.ts';
import { json, startScripted, TICKET, type Script, type Scripted } from './scripted.ts';

let server: Scripted;
beforeAll(async () => {
  server = await startScripted();
});
afterAll(() => server.close());
beforeEach(() => {
  server.budget.blocked.length = 0;
  server.budget.taken.length = 0;
  server.budget.learned.length = 0;
  server.budget.refuseUntil = null;
});

const write = { ticketId: '35436', updatedStamp: '2026-03-02T08:30:00Z', priority: 'high' } as const;

describe('an answer that is no success', () => {
  const reset: Script = (_asked, response) => void response.destroy();
  const silence: Script = () => undefined;
  const drip: Script = (_asked, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
  };
  const huge: Script = (_asked, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(100 * 1024 * 1024) });
    response.write('{');
  };
  const closed = {
    error: 'RecordInvalid',
    description: 'Record validation errors',
    details: { status: [{ description: 'Status: closed prevents ticket update' }] },
  };
  it.each<[string, Script, string]>([
    ['400', json(400, { error: { title: 'Invalid attribute', message: 'x' } }), 'invalid'],
    ['403', json(403, { error: { title: 'Forbidden', message: 'x' } }), 'forbidden'],
    ['404', json(404, { error: 'RecordNotFound', description: 'Not found' }), 'gone'],
    ['404 without body', json(404, ''), 'gone'],
    ['404 as a page of a proxy', json(404, '<html></html>', { 'content-type': 'text/html' }), 'unavailable'],
    ['403 as a page of a proxy', json(403, '<html></html>', { 'content-type': 'text/html' }), 'unavailable'],
    ['410', json(410, {}), 'gone'],
    ['409 of safe_update', json(409, { error: 'UpdateConflict', description: 'x' }), 'conflict'],
    ['409 of the database', json(409, { error: 'DatabaseConflict', description: 'x' }), 'conflict'],
    ['409 with Retry-After', json(409, {}, { 'retry-after': '3' }), 'conflict'],
    ['413', json(413, ''), 'invalid'],
    ['422 of a closed ticket', json(422, closed), 'closed'],
    ['422 else', json(422, { error: 'RecordInvalid', details: { base: [{ description: 'x' }] } }), 'invalid'],
    ['423', json(423, ''), 'unavailable'],
    ['429', json(429, { error: 'APIRateLimitExceeded' }, { 'retry-after': '17' }), 'rate_limited'],
    ['429 without Retry-After', json(429, {}), 'rate_limited'],
    ['500 in HTML', json(500, '<html>'), 'unavailable'],
    ['502', json(502, ''), 'unavailable'],
    ['503', json(503, { error: 'ServiceUnavailable' }), 'unavailable'],
    ['503 with Retry-After', json(503, '', { 'retry-after': '9' }), 'rate_limited'],
    ['504', json(504, ''), 'unavailable'],
    ['520', json(520, ''), 'unavailable'],
    ['a redirect', json(302, '', { location: 'http://127.0.0.1:1/' }), 'unavailable'],
    ['a reset', reset, 'unavailable'],
    ['an answer of 100 MB', huge, 'unavailable'],
    ['200 with something else', json(200, { hello: 1 }), 'unavailable'],
    ['200 in HTML', json(200, '<html>'), 'unavailable'],
    ['204', (_asked, response) => void response.writeHead(204).end(), 'unavailable'],
  ])('%s has its word', async (_name, script, kind) => {
    server.answer(script);
    expect(await server.zendesk.updateTicket(write)).toMatchObject({ ok: false, failure: { kind } });
    expect(server.calls()).toEqual(['PUT /api/v2/tickets/35436']);
  });

  it.each<[string, Script]>([
    ['no answer', silence],
    ['an answer without end', drip],
  ])('%s is a timeout', async (_name, script) => {
    const hasty = await startScripted({ timeoutMs: 500 });
    hasty.answer(script);
    expect(await hasty.zendesk.updateTicket(write)).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    await hasty.close();
  });

  it('where nobody listens is unavailable, without an address in its words', async () => {
    const away = await startScripted({ url: 'http://127.0.0.1:9' });
    const answer = await away.zendesk.updateTicket(write);
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    expect(JSON.stringify(answer)).not.toContain('127.0.0.1');
    await away.close();
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-03-02T09:00:00Z');
  it.each([
    ['17', 17],
    [' 17 ', 17],
    ['0', 1],
    ['1.2', 2],
    ['Mon, 02 Mar 2026 09:00:30 GMT', 30],
    ['Mon, 02 Mar 2026 08:00:00 GMT', 1],
    ['999999', 3_600],
    ['17, 17', 17],
    ['3, 90', 90],
    ['Monday, 02-Mar-26 09:00:30 GMT', 30],
    ['Mon Mar  2 09:00:30 2026', 30],
    ['-5', 1],
    ['soon', null],
    ['', null],
    [null, null],
  ])('%j is %j s', (value, seconds) => {
    expect(retryAfterSeconds(value, now)).toBe(seconds);
  });

  it("counts a date from the answer's own, whatever our clock says", () => {
    const late = 'Mon, 02 Mar 2026 09:00:30 GMT';
    expect(retryAfterSeconds(late, now - 900_000, 'Mon, 02 Mar 2026 09:00:10 GMT')).toBe(20);
    expect(retryAfterSeconds(late, now, 'no date')).toBe(30);
  });

  it('is obeyed on a success too, which stays one', async () => {
    server.answer(json(200, { ticket: TICKET }, { 'retry-after': '4' }));
    expect(await server.zendesk.updateTicket(write)).toMatchObject({ ok: true, value: { ticket: { id: '35436' } } });
    expect(server.budget.blocked).toEqual(['all 4']);
  });

  it('says when it is tried again', async () => {
    server.answer(json(429, { error: 'APIRateLimitExceeded' }, { 'retry-after': '17' }));
    expect(await server.zendesk.updateTicket(write)).toMatchObject({ failure: { retryAt: server.now + 17_000 } });
    expect(server.budget.blocked).toEqual(['all 17']);
  });

  it("of one ticket's limit holds nobody else up", async () => {
    const body = { errors: [{ code: 'TooManyRequests', title: 'Too many requests to update' }] };
    const left = (remaining: number) => ({
      'retry-after': '300',
      'zendesk-ratelimit-tickets-update': `total=100; remaining=${remaining}; resets=41`,
    });
    server.answer(json(429, body, left(60)));
    await server.zendesk.updateTicket(write);
    expect(server.budget.blocked).toEqual(['update 300 ticket 35436']);
    server.budget.blocked.length = 0;
    server.answer(json(429, body, left(0)));
    await server.zendesk.updateTicket(write);
    expect(server.budget.blocked).toEqual(['update 300']);
  });
});

describe('whom a 429 without a header of its own holds up', () => {
  const tooMany = { errors: [{ code: 'TooManyRequests', title: 'Too many requests to update' }] };
  const spoken = (error: string, description: string) => ({ error, description });
  it.each<[string, unknown, Readonly<Record<string, string>>, string]>([
    ['the ticket: the endpoint says nothing of itself', tooMany, {}, 'update 300 ticket 35436'],
    [
      'the ticket: the account has room',
      {},
      { 'x-rate-limit': '700', 'x-rate-limit-remaining': '600' },
      'update 300 ticket 35436',
    ],
    [
      'the ticket: the body names it',
      spoken('RateLimit', '30 updates in 10 minutes to this ticket'),
      {},
      'update 300 ticket 35436',
    ],
    ['all: the account is used up', tooMany, { 'ratelimit-limit': '700', 'ratelimit-remaining': '0' }, 'all 300'],
    [
      'all: the body names the account',
      spoken('APIRateLimitExceeded', 'Number of allowed API requests per minute exceeded'),
      {},
      'all 300',
    ],
    ['all: nothing tells', '', {}, 'all 300'],
  ])('%s', async (_name, body, headers, blocked) => {
    server.answer(json(429, body, { 'retry-after': '300', ...headers }));
    expect(await server.zendesk.updateTicket(write)).toMatchObject({ failure: { retryAt: server.now + 300_000 } });
    expect(server.budget.blocked).toEqual([blocked]);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['until the window ends that the account names', { 'ratelimit-reset': '21' }, 'all 21'],
    [
      'until the endpoint’s window ends',
      { 'zendesk-ratelimit-tickets-update': 'total=100; remaining=0; resets=41' },
      'update 41',
    ],
    ['for a minute', {}, 'all 60'],
  ])('without Retry-After: %s', async (_name, headers, blocked) => {
    server.answer(json(429, '', headers));
    const answer = await server.zendesk.updateTicket(write);
    expect(server.budget.blocked).toEqual([blocked]);
    const seconds = Number(blocked.split(' ')[1]);
    expect(answer).toMatchObject({ failure: { kind: 'rate_limited', retryAt: server.now + seconds * 1_000 } });
  });

  it('too many jobs: other jobs alone', async () => {
    server.answer(json(429, { error: 'TooManyJobs', current_job_ids: [] }, { 'retry-after': '30' }));
    await server.zendesk.updateMany({ ticketIds: ['1'], addTags: ['x'], removeTags: [] });
    expect(server.budget.blocked).toEqual(['job 30']);
  });
});

describe('the budget', () => {
  it('is asked before every request, and its no is final', async () => {
    server.budget.refuseUntil = server.now + 5_000;
    server.answer(json(200, {}));
    expect(await server.zendesk.updateTicket(write)).toEqual({
      ok: false,
      failure: {
        kind: 'rate_limited',
        unsent: true,
        retryAt: server.now + 5_000,
        message: expect.any(String) as string,
      },
    });
    expect([server.calls(), server.budget.taken]).toEqual([[], ['update 35436']]);
  });

  it('learns the limits', async () => {
    server.answer(
      json(
        200,
        { ticket: TICKET },
        {
          'x-rate-limit': '700',
          'x-rate-limit-remaining': '699',
          'zendesk-ratelimit-tickets-update': 'total=100; remaining=98; resets=41',
        },
      ),
    );
    await server.zendesk.updateTicket(write);
    expect(server.budget.learned).toEqual(['read 699/700', 'update 98/100']);
  });
});

describe('the access token', () => {
  it('is fetched once by many, and used until a fifth of its life is left', async () => {
    const own = await startScripted();
    own.answer(json(200, { users: [] }));
    await Promise.all(Array.from({ length: 20 }, () => own.zendesk.users(['1'])));
    expect(own.tokens()).toBe(1);
    expect(own.asked.find((one) => one.url === '/oauth/tokens')?.body).toEqual({
      grant_type: 'client_credentials',
      client_id: 'tierline',
      client_secret: 'a-secret-of-the-client',
      scope: 'read write',
    });
    own.now += 1_499_000;
    await own.zendesk.users(['1']);
    expect(own.tokens()).toBe(1);
    own.now += 2_000;
    await own.zendesk.users(['1']);
    expect(own.tokens()).toBe(2);
    await own.close();
  });

  it('is renewed once when it is refused', async () => {
    const own = await startScripted();
    own.answer(json(401, { error: "Couldn't authenticate you" }), json(200, { users: [] }));
    expect(await own.zendesk.users(['1'])).toEqual({ ok: true, value: [] });
    expect([own.tokens(), own.calls().length]).toEqual([2, 2]);
    await own.close();
  });

  it('that stays refused stops everything for a minute', async () => {
    const own = await startScripted();
    own.answer(json(401, { error: "Couldn't authenticate you" }));
    expect(await own.zendesk.users(['1'])).toMatchObject({ failure: { kind: 'unauthorized' } });
    // Other replicas with the same one, too.
    expect(own.budget.blocked).toEqual(['credential 60']);
    const asked = own.asked.length;
    for (let times = 0; times < 10; times += 1) {
      expect(await own.zendesk.users(['1'])).toMatchObject({ failure: { kind: 'unauthorized' } });
    }
    expect(own.asked.length).toBe(asked);
    own.now += 60_001;
    own.answer(json(200, { users: [] }));
    expect(await own.zendesk.users(['1'])).toEqual({ ok: true, value: [] });
    await own.close();
  });

  it.each([400, 401, 403])('that is not given (%i) is unauthorized', async (status) => {
    const own = await startScripted();
    own.answerToken(json(status, { error: 'invalid_client' }));
    own.answer(json(200, { users: [] }));
    const answer = await own.zendesk.users(['1']);
    expect(answer).toMatchObject({ failure: { kind: 'unauthorized' } });
    expect(JSON.stringify(answer)).not.toContain('a-secret-of-the-client');
    expect([own.tokens(), own.calls()]).toEqual([1, []]);
    await own.close();
  });

  it.each([
    ['500', json(500, '<html>')],
    ['a page of a proxy', json(200, '<html></html>', { 'content-type': 'text/html' })],
    ['JSON of another shape', json(200, { maintenance: true })],
    ['no such way', json(404, { error: 'RecordNotFound' })],
    ['refused as it stands', json(422, { error: 'RecordInvalid' })],
    ['a page that forbids', json(403, '<html></html>', { 'content-type': 'text/html' })],
  ])('that cannot be fetched now (%s) leaves everything unavailable', async (_, script) => {
    const own = await startScripted();
    own.answerToken(script);
    expect(await own.zendesk.users(['1'])).toMatchObject({ failure: { kind: 'unavailable' } });
    await own.close();
  });
});

it('every 2xx is no failure', () => {
  expect([200, 201, 202, 204].map((status) => failureOf(status, {}, null, 0))).toEqual([null, null, null, null]);
});
