// The stand-in is strict: what Zendesk would refuse, it refuses; what Zendesk would do, it does.
import { describe, expect, test } from 'vitest';
import { callSandbox as call, openSandbox, START, story, tokenOf, type Answer } from './client.ts';

describe('signing in', () => {
  test('a token lives 30 minutes of the sandbox clock', async () => {
    const { sandbox, call } = await openSandbox();
    expect((await call('GET', '/api/v2/tickets.json')).status).toBe(200);
    sandbox.clock.forward(30 * 60_000 - 1);
    expect((await call('GET', '/api/v2/tickets.json')).status).toBe(200);
    sandbox.clock.forward(1);
    const answer = await call('GET', '/api/v2/tickets.json');
    expect([answer.status, answer.body]).toEqual([401, { error: "Couldn't authenticate you" }]);
  });

  test('no credentials, API tokens and a wrong secret are refused; users/me is anonymous', async () => {
    const { sandbox } = await openSandbox();
    expect((await call(sandbox, 'GET', '/api/v2/tickets/35401')).status).toBe(401);
    const basic = `Basic ${Buffer.from('lead@vendor.example.com/token:x').toString('base64')}`;
    expect((await call(sandbox, 'GET', '/api/v2/tickets/35401', undefined, { authorization: basic })).status).toBe(401);
    const me = await call(sandbox, 'GET', '/api/v2/users/me.json');
    expect([me.status, (me.body.user as { id: unknown }).id]).toEqual([200, null]);
    const wrong = await call(sandbox, 'POST', '/oauth/tokens', {
      grant_type: 'client_credentials',
      client_id: 'tierline',
      client_secret: 'no',
    });
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
  });

  test('an unknown scope gives a token that may do nothing', async () => {
    const { sandbox } = await openSandbox();
    const authorization = `Bearer ${await tokenOf(sandbox, 'reed')}`;
    const answer = await call(sandbox, 'GET', '/api/v2/tickets/35401', undefined, { authorization });
    expect([answer.status, (answer.body.error as { title: string }).title]).toEqual([403, 'Forbidden']);
    const narrow = `Bearer ${await tokenOf(sandbox, 'tickets:read')}`;
    expect((await call(sandbox, 'GET', '/api/v2/tickets/35401', undefined, { authorization: narrow })).status).toBe(
      200,
    );
    expect(
      (await call(sandbox, 'PUT', '/api/v2/tickets/35401', { ticket: {} }, { authorization: narrow })).status,
    ).toBe(403);
    expect((await call(sandbox, 'GET', '/api/v2/ticket_fields', undefined, { authorization: narrow })).status).toBe(
      403,
    );
  });

  test("an agent's browser session needs its CSRF token for writes and is no administrator", async () => {
    const { sandbox } = await openSandbox();
    const state = await call(sandbox, 'GET', '/sandbox/state');
    const cookie = state.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await call(sandbox, 'GET', '/api/v2/tickets/35401', undefined, { cookie })).status).toBe(200);
    expect(
      (await call(sandbox, 'PUT', '/api/v2/tickets/35402', { ticket: { priority: 'low' } }, { cookie })).status,
    ).toBe(403);
    const csrf = { cookie, 'x-csrf-token': String(state.body.csrfToken) };
    expect((await call(sandbox, 'PUT', '/api/v2/tickets/35402', { ticket: { priority: 'low' } }, csrf)).status).toBe(
      200,
    );
    expect((await call(sandbox, 'GET', '/api/v2/webhooks', undefined, { cookie })).status).toBe(403);
  });
});

describe('answers', () => {
  test('an unknown path and an unknown record are told apart; webhooks take no .json', async () => {
    const { call } = await openSandbox();
    expect((await call('GET', '/api/v2/nonsense')).body).toEqual({
      error: 'InvalidEndpoint',
      description: 'Not found',
    });
    expect((await call('GET', '/api/v2/tickets/1.json')).body).toEqual({
      error: 'RecordNotFound',
      description: 'Not found',
    });
    expect((await call('GET', '/api/v2/webhooks')).status).toBe(200);
    expect((await call('GET', '/api/v2/webhooks.json')).status).toBe(404);
  });

  test('bad bodies are refused in their own envelopes', async () => {
    const { sandbox, call } = await openSandbox();
    const path = `/api/v2/tickets/${story(sandbox, 'custom_known')}`;
    expect((await call('PUT', path, '{"ticket":')).status).toBe(400);
    expect((await call('PUT', path, 'x', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await call('PUT', path, {})).body.error).toBe('MissingParameter');
    const wrongType = await call('PUT', path, { ticket: { tags: 5 } });
    expect([wrongType.status, (wrongType.body.error as { title: string }).title]).toEqual([400, 'Invalid attribute']);
    const wrongValue = await call('PUT', path, { ticket: { priority: 'P1' } });
    expect([wrongValue.status, wrongValue.body.error, Object.keys(wrongValue.body.details as object)]).toEqual([
      422,
      'RecordInvalid',
      ['priority'],
    ]);
    expect(sandbox.writes).toEqual([]);
  });

  test('pages by offset and by cursor', async () => {
    const { call } = await openSandbox();
    const offset = await call('GET', '/api/v2/tickets.json?per_page=4&page=2');
    expect([(offset.body.tickets as unknown[]).length, typeof offset.body.next_page]).toEqual([4, 'string']);
    expect((await call('GET', '/api/v2/tickets.json?per_page=100&page=101')).body.errors).toMatchObject([
      { code: 'InvalidPaginationDepth' },
    ]);
    const seen: number[] = [];
    let path: string | null = '/api/v2/tickets.json?page[size]=4';
    while (path !== null) {
      const { body }: Answer = await call('GET', path);
      seen.push(...(body.tickets as { id: number }[]).map((ticket) => ticket.id));
      const next = (body.links as { next: string | null }).next;
      path = next === null ? null : new URL(next).pathname + new URL(next).search;
    }
    expect(seen).toHaveLength(new Set(seen).size);
    expect(seen.length).toBeGreaterThan(12);
    expect((await call('GET', '/api/v2/tickets?page[size]=4&page[after]=zzz')).status).toBe(400);
  });
});

describe('limits', () => {
  test('the account: headers, then 429 with Retry-After', async () => {
    const { sandbox, call } = await openSandbox({ limits: { accountPerMinute: 2 } });
    const first = await call('GET', '/api/v2/users/me');
    expect(
      Object.fromEntries(
        ['x-rate-limit', 'x-rate-limit-remaining', 'ratelimit-reset'].map((name) => [name, first.headers.get(name)]),
      ),
    ).toEqual({
      'x-rate-limit': '2',
      'x-rate-limit-remaining': '1',
      'ratelimit-reset': '60',
    });
    await call('GET', '/api/v2/users/me');
    sandbox.clock.forward(20_000);
    const third = await call('GET', '/api/v2/users/me');
    expect([third.status, third.headers.get('retry-after'), third.body.error]).toEqual([
      429,
      '40',
      'APIRateLimitExceeded',
    ]);
    sandbox.clock.forward(40_000);
    expect((await call('GET', '/api/v2/users/me')).status).toBe(200);
  });

  test('30 updates of a ticket in ten minutes', async () => {
    const { sandbox, call } = await openSandbox();
    const path = `/api/v2/tickets/${story(sandbox, 'custom_known')}`;
    for (let i = 0; i < 30; i++)
      expect((await call('PUT', path, { ticket: { subject: `Subject ${i}` } })).status).toBe(200);
    const next = await call('PUT', path, { ticket: { subject: 'One more' } });
    expect([next.status, next.headers.get('retry-after'), next.body]).toEqual([
      429,
      '600',
      { errors: [{ code: 'TooManyRequests', title: 'Too many requests to update' }] },
    ]);
    expect(
      (await call('PUT', `/api/v2/tickets/${story(sandbox, 'unpaid')}`, { ticket: { subject: 'x' } })).status,
    ).toBe(200);
    sandbox.clock.forward(600_000);
    await expect(tokenOf(sandbox)).resolves.toHaveLength(64);
    expect((await call('PUT', path, { ticket: { subject: 'One more' } })).status).toBe(200);
  });

  test('ten incremental pages in a minute', async () => {
    const { call } = await openSandbox();
    const path = '/api/v2/incremental/tickets/cursor?start_time=1';
    for (let i = 0; i < 10; i++) expect((await call('GET', path)).status).toBe(200);
    expect((await call('GET', path)).status).toBe(429);
  });
});

describe('the incremental export', () => {
  test('leaves the last minute out, shows deleted tickets, goes on after the end', async () => {
    const { sandbox, call } = await openSandbox({ limits: { incrementalPerMinute: Infinity } });
    const now = Math.floor(START / 1000);
    const tooYoung = await call('GET', `/api/v2/incremental/tickets/cursor?start_time=${now - 59}`);
    expect([tooYoung.status, tooYoung.body.errors]).toMatchObject([400, [{ code: 'StartTimeTooRecent' }]]);
    const id = story(sandbox, 'custom_known');
    await call('PUT', `/api/v2/tickets/${id}`, { ticket: { priority: 'low' } });
    const first = await call('GET', '/api/v2/incremental/tickets/cursor.json?start_time=1');
    const ids = (answer: Answer) => (answer.body.tickets as { id: number }[]).map((ticket) => ticket.id);
    expect(ids(first)).not.toContain(id);
    expect(first.body.end_of_stream).toBe(true);
    await call('DELETE', `/api/v2/tickets/${story(sandbox, 'unpaid')}`);
    expect((await call('GET', `/api/v2/tickets/${story(sandbox, 'unpaid')}`)).status).toBe(404);
    sandbox.clock.forward(60_000);
    const second = await call(
      'GET',
      `/api/v2/incremental/tickets/cursor.json?cursor=${String(first.body.after_cursor)}`,
    );
    expect(ids(second).toSorted()).toEqual([story(sandbox, 'unpaid'), id].toSorted());
    expect((second.body.tickets as { id: number; status: string }[]).find((ticket) => ticket.id !== id)?.status).toBe(
      'deleted',
    );
    const third = await call(
      'GET',
      `/api/v2/incremental/tickets/cursor.json?cursor=${String(second.body.after_cursor)}`,
    );
    expect(ids(third)).toEqual([]);
  });
});

describe('faults and logs', () => {
  test('an answer by script, a break before, a break after the write', async () => {
    const match = 'PUT /api/v2/tickets/:id';
    const { sandbox, call } = await openSandbox({ faults: [{ match, answer: { status: 502 } }] });
    const id = story(sandbox, 'custom_known');
    expect((await call('PUT', `/api/v2/tickets/${id}`, { ticket: { priority: 'low' } })).status).toBe(502);
    sandbox.faults.next({
      match,
      answer: { status: 503, headers: { 'retry-after': '3' }, body: { error: 'ServiceUnavailable' } },
    });
    sandbox.faults.next({ match, answer: 'reset' });
    sandbox.faults.next({ match: `PUT /api/v2/tickets/${id}`, answer: 'apply-then-reset' });
    const put = () => call('PUT', `/api/v2/tickets/${id}.json`, { ticket: { priority: 'low' } });
    const first = await put();
    expect([first.status, first.headers.get('retry-after'), first.body]).toEqual([
      503,
      '3',
      { error: 'ServiceUnavailable' },
    ]);
    await expect(put()).rejects.toThrow('fetch failed');
    expect(sandbox.writes).toHaveLength(0);
    await expect(put()).rejects.toThrow('fetch failed');
    expect(sandbox.writes).toMatchObject([{ ticketId: id, changes: { priority: 'low' } }]);
    expect((await put()).status).toBe(200);
  });

  test('bodies that do not end, or end late', async () => {
    const { sandbox, call, token } = await openSandbox();
    const match = 'GET /api/v2/tickets/35401';
    sandbox.faults.next({
      match,
      answer: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":1}', everyMs: 1 },
    });
    expect((await call('GET', '/api/v2/tickets/35401.json')).body).toEqual({ a: 1 });
    sandbox.faults.next({ match, answer: { status: 200, bytes: 200_000 } });
    const get = (signal: AbortSignal | null = null) =>
      fetch(`${sandbox.url}/api/v2/tickets/35401`, { headers: { authorization: `Bearer ${token}` }, signal });
    expect((await (await get()).arrayBuffer()).byteLength).toBe(200_000);
    sandbox.faults.next({ match, answer: 'headers-only' });
    const giveUp = new AbortController();
    const head = await get(giveUp.signal);
    giveUp.abort();
    await expect(head.text()).rejects.toThrow('aborted');
    expect(sandbox.requests.find({ route: '/api/v2/tickets/:id' }).map(({ status }) => status)).toEqual([
      200,
      200,
      null,
    ]);
  });

  test('a plain update may collide, a read may be stale', async () => {
    const { sandbox, call } = await openSandbox({ conflictProbability: 1, staleReads: { ms: 3000, probability: 1 } });
    const id = story(sandbox, 'custom_known');
    expect(await call('PUT', `/api/v2/tickets/${id}`, { ticket: { priority: 'low' } })).toMatchObject({
      status: 409,
      body: { error: 'DatabaseConflict' },
    });
    sandbox.updateTicket(id, { priority: 'low' }, { actorId: sandbox.state.tickets.get(id)?.submitterId ?? -1 });
    expect((await call('GET', `/api/v2/tickets/${id}`)).body.ticket).toMatchObject({ priority: null });
    sandbox.clock.forward(3000);
    expect((await call('GET', `/api/v2/tickets/${id}`)).body.ticket).toMatchObject({ priority: 'low' });
  });

  test('a history holds each request and each applied write', async () => {
    const lines: object[] = [];
    const { sandbox, call } = await openSandbox({ history: (line) => lines.push(line) });
    await call('PUT', `/api/v2/tickets/${story(sandbox, 'custom_known')}`, { ticket: { priority: 'low' } });
    expect(lines).toMatchObject([
      { type: 'request', kind: 'token' },
      { type: 'write', changes: { priority: 'low' } },
      { type: 'request', kind: 'write', status: 200 },
    ]);
  });

  test('the request log counts reads and writes', async () => {
    const { sandbox, call } = await openSandbox();
    const since = sandbox.requests.mark();
    expect(sandbox.requests.count({ since })).toBe(0);
    await call('GET', '/api/v2/tickets/35401.json');
    await call('PUT', '/api/v2/tickets/35402.json', { ticket: { priority: 'low' } });
    expect(sandbox.requests.find({ since }).map(({ kind, route, status }) => ({ kind, route, status }))).toEqual([
      { kind: 'read', route: '/api/v2/tickets/:id', status: 200 },
      { kind: 'write', route: '/api/v2/tickets/:id', status: 200 },
    ]);
  });
});
