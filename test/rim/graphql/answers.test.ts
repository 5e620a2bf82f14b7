/** G-06, G-08: What GraphQL answers: data, refusals as values, faults by code, and nothing of the inside. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '#flow/refused.ts';
import { Unavailable } from '#flow/unavailable.ts';
import { appToken, startGraphql, supportView, type GraphqlHarness } from './harness.ts';

let graphql: GraphqlHarness;
beforeAll(async () => {
  graphql = await startGraphql();
});
afterAll(() => graphql.close());

describe('a query', () => {
  it('is answered, also by a document that is sent again', async () => {
    for (let times = 0; times < 3; times += 1) {
      const { status, data } = await graphql.ask(
        'query ($id: ID!) { ticketSupport(ticketId: $id) { ticketId at coverage { verdict } } }',
        {
          variables: { id: '7' },
        },
      );
      expect(status).toBe(200);
      expect(data).toEqual({
        ticketSupport: { ticketId: '7', at: '2026-03-02T09:00:00Z', coverage: { verdict: 'NOT_COVERED' } },
      });
    }
  });

  it('of two operations answers the one that is named', async () => {
    const query = 'query A { ticketSupport(ticketId: "1") { ticketId } } query B { policies { id } }';
    const a = await graphql.ask(null, { body: { query, operationName: 'A' } });
    const b = await graphql.ask(null, { body: { query, operationName: 'B' } });
    expect([a.data, b.data]).toEqual([{ ticketSupport: { ticketId: '1' } }, { policies: [] }]);
    expect((await graphql.ask(null, { body: { query } })).code).toBe('BAD_USER_INPUT');
  });

  it('does not depend on what others sent before: their name and text are never taken for this one', async () => {
    const query = 'query Side {\n  policies { id } }';
    const lines = query.split('\n');
    for (const [operationName, text] of [
      [lines[0], lines[1]],
      [null, `Side\n${query}`],
    ])
      expect((await graphql.ask(null, { body: { operationName, query: text } })).code).toBe('BAD_USER_INPUT');
    await graphql.ask(`"Side"\n${query} query Other { policies { id } }`);
    for (const operationName of [null, 'Side'])
      expect((await graphql.ask(null, { body: { operationName, query } })).data).toEqual({ policies: [] });
  });

  it('that names an input wrongly learns no other names', async () => {
    const query = 'query ($change: TicketChange!) { whatIf(ticketId: "1", change: $change) { __typename } }';
    const answer = await graphql.ask(query, { token: await appToken(), variables: { change: { stauts: 'x' } } });
    expect(answer.code).toBe('BAD_USER_INPUT');
    expect(answer.text).not.toMatch(/Did you mean|status/);
  });

  it('of nothing is null', async () => {
    expect((await graphql.ask('{ ticketSupport(ticketId: "abc") { at } policy(id: "none") { id } }')).data).toEqual({
      ticketSupport: null,
      policy: null,
    });
  });

  it('keeps every digit of a ticket', async () => {
    const { data } = await graphql.ask('{ ticketSupport(ticketId: "9007199254740993") { ticketId } }');
    expect(data).toEqual({ ticketSupport: { ticketId: '9007199254740993' } });
  });

  it('hands the instant on as UTC milliseconds', async () => {
    let asked: number | null = null;
    graphql.services.ticketSupport = (id, at) => {
      asked = at;
      return Promise.resolve(supportView(id));
    };
    await graphql.ask('query ($at: Instant) { ticketSupport(ticketId: "1", at: $at) { at } }', {
      variables: { at: '2026-03-02T10:00:00+01:00' },
    });
    expect(asked).toBe(Date.parse('2026-03-02T09:00:00Z'));
  });
});

describe('a mutation', () => {
  const handOff =
    'mutation ($note: String) { handOff(ticketId: "1", toLevel: "L2", note: $note) { __typename ... on TicketSupport { ticketId } ... on Refused { code message problems { blockedBy } } } }';

  it('answers with the ticket', async () => {
    expect((await graphql.ask(handOff)).data).toEqual({ handOff: { __typename: 'TicketSupport', ticketId: '1' } });
  });

  it('answers a refusal as a value', async () => {
    const before = graphql.services.act;
    graphql.services.act = () =>
      Promise.resolve({
        kind: 'refused',
        code: 'DUTIES_OPEN',
        message: 'Two duties are open.',
        problems: [{ message: 'open', blockedBy: ['identify'] }],
      });
    const { status, data } = await graphql.ask(handOff);
    graphql.services.act = before;
    expect(status).toBe(200);
    expect(data).toEqual({
      handOff: {
        __typename: 'Refused',
        code: 'DUTIES_OPEN',
        message: 'Two duties are open.',
        problems: [{ blockedBy: ['identify'] }],
      },
    });
  });

  it('with one idempotency key is one act', async () => {
    const keys: string[] = [];
    const before = graphql.services.act;
    graphql.services.act = (request) => {
      keys.push(request.key);
      return before(request);
    };
    const headers = { 'idempotency-key': 'again' };
    await graphql.ask(handOff, { headers });
    await graphql.ask(handOff, { headers });
    await graphql.ask(handOff);
    graphql.services.act = before;
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it('twice in one document is two acts, each once for the key', async () => {
    const keys: string[] = [];
    const before = graphql.services.act;
    graphql.services.act = (request) => {
      keys.push(request.key);
      return before(request);
    };
    const one = (alias: string) => `${alias}: startTimer(ticketId: "1", metric: "report") { __typename }`;
    const both = `mutation { ${one('a')} ${one('b')} }`;
    await graphql.ask(both, { headers: { 'idempotency-key': 'again' } });
    await graphql.ask(both, { headers: { 'idempotency-key': 'again' } });
    await graphql.ask(both);
    graphql.services.act = before;
    expect(keys).toHaveLength(6);
    expect(keys.slice(0, 2)).toEqual(keys.slice(2, 4));
    expect(new Set(keys).size).toBe(4);
  });

  it.each(['', ' ', 'two words', 'é', 'x'.repeat(201)])(
    'is not done for the key %j, which cannot be kept',
    async (key) => {
      const answer = await graphql.ask(handOff, {
        headers: { 'idempotency-key': Buffer.from(key).toString('latin1') },
      });
      expect([answer.status, answer.code]).toEqual([400, 'BAD_USER_INPUT']);
    },
  );
});

describe('a fault inside', () => {
  const secret = 'select * from tickets at /srv/sidecar/rim/postgres/tickets.ts on db.internal';

  it('is INTERNAL with a log id and nothing else', async () => {
    graphql.services.policies = () => Promise.reject(new Error(secret));
    const { status, text, code, message } = await graphql.ask('{ policies { id } }');
    expect([status, code, message]).toEqual([200, 'INTERNAL', 'Internal error']);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { id: expect.stringMatching(/^[0-9a-f]{16}$/) as string } }],
    });
    expect(text).not.toMatch(/select|tickets|srv|internal"|stack/);
  });

  it('in the middle of an answer leaves the rest', async () => {
    graphql.services.policies = () => Promise.reject(new Error(secret));
    const { data, code } = await graphql.ask('{ policy(id: "x") { id } ticketSupport(ticketId: "1") { ticketId } }');
    expect([data, code]).toEqual([{ policy: null, ticketSupport: { ticketId: '1' } }, undefined]);
  });

  it('of an odd value from an old row is INTERNAL', async () => {
    graphql.services.queue = () =>
      Promise.resolve({
        rows: [{ ticketId: '1' } as never],
        hasNextPage: false,
        endCursor: null,
        total: () => Promise.resolve(1),
      });
    const { code, text } = await graphql.ask('{ queue { nodes { ticketId openedAt } } }');
    expect(code).toBe('INTERNAL');
    expect(text).not.toContain('Invalid time');
  });

  it('of something that is away is UNAVAILABLE', async () => {
    graphql.services.policies = () => Promise.reject(new Unavailable('The database does not answer.'));
    expect((await graphql.ask('{ policies { id } }')).code).toBe('UNAVAILABLE');
  });
});

describe('admins', () => {
  it('are told what the sidecar lacks and what waits', async () => {
    const cause = { name: 'zendesk', ready: false, required: false, detail: 'refuses the OAuth client' } as const;
    const backlog = { due: 3, lateMs: 90_000, failed: 1, setAside: 2 };
    graphql.services.health = () => Promise.resolve({ ready: true, causes: [cause], backlog });
    const { data } = await graphql.ask(
      '{ health { ready causes { name ready required detail } backlog { due late parked setAside } } }',
    );
    const waits = { due: 3, late: 'PT1M30S', parked: 1, setAside: 2 };
    expect(data).toEqual({ health: { ready: true, causes: [cause], backlog: waits } });
  });

  it('say whether a publication moves open tickets', async () => {
    const seen: unknown[] = [];
    graphql.services.publishPolicy = graphql.services.restorePolicy = (publication) => {
      seen.push(publication.moveOpen);
      return Promise.resolve(refused('CONFLICT', 'It stands already.'));
    };
    for (const call of ['publishPolicy', 'restorePolicy']) {
      for (const more of ['', ', moveOpen: true'])
        await graphql.ask(`mutation { ${call}(id: "x", version: 1, note: "n"${more}) { __typename } }`);
    }
    expect(seen).toEqual([false, true, false, true]);
  });
});

describe('input that does not fit', () => {
  const long = 'x'.repeat(10_001);
  const cursor = (text: string) => Buffer.from(text).toString('base64url');
  it.each<[string, string, unknown?]>([
    ['an unknown field', '{ ticketSupport(ticketId: "1") { tenant } }'],
    ['an unknown argument', '{ ticketSupport(ticketId: "1", tenantId: "2") { at } }'],
    [
      'an unknown input field',
      'mutation ($i: ContractInput!) { putContract(input: $i) { __typename } }',
      { i: { organizationId: '1', policy: 'p', tier: 't', createdBy: 'me' } },
    ],
    [
      'a role in the input',
      'mutation ($i: ContractInput!) { putContract(input: $i) { __typename } }',
      { i: { organizationId: '1', policy: 'p', tier: 't', role: 'admin' } },
    ],
    ['a missing variable', 'query ($id: ID!) { ticketSupport(ticketId: $id) { at } }', {}],
    ['a null where none may be', 'query ($id: ID!) { ticketSupport(ticketId: $id) { at } }', { id: null }],
    ['a wrong type', 'query ($id: ID!) { ticketSupport(ticketId: $id) { at } }', { id: { a: 1 } }],
    ['a bad enum', 'mutation { logAttempt(ticketId: "1", step: "s", outcome: MAYBE) { __typename } }'],
    ['a bad instant', '{ ticketSupport(ticketId: "1", at: "yesterday") { at } }'],
    ['a day that is not', '{ ticketSupport(ticketId: "1", at: "2026-02-30T00:00:00Z") { at } }'],
    ['an instant of another age', '{ ticketSupport(ticketId: "1", at: "9999-12-30T00:00:00Z") { at } }'],
    [
      'a supposed change of another age',
      '{ whatIf(ticketId: "1", change: { at: "9999-12-30T00:00:00Z" }) { __typename } }',
    ],
    [
      'an agreed instant of another age',
      'mutation { agreeInstant(ticketId: "1", metric: "m", dueAt: "9999-12-30T00:00:00Z") { __typename } }',
    ],
    [
      'a bad instant in a variable',
      'query ($at: Instant) { ticketSupport(ticketId: "1", at: $at) { at } }',
      { at: 12 },
    ],
    ['a bad duration', 'mutation { logWork(ticketId: "1", service: "s", duration: "1h") { __typename } }'],
    ['a negative duration', 'mutation { logWork(ticketId: "1", service: "s", duration: "-PT1H") { __typename } }'],
    ['a huge number', '{ queue(first: 99999999) { total } }'],
    ['a negative page', '{ queue(first: -1) { total } }'],
    ['an empty page', '{ queue(first: 0) { total } }'],
    ['a cursor with a rank beyond 32 bits', `{ queue(after: "${cursor('[4294967296,1,"1"]')}") { total } }`],
    ['a cursor of another age', `{ queue(after: "${cursor('[1,99999999999999999999,"1"]')}") { total } }`],
    ['a cursor that is none', '{ queue(after: "next") { total } }'],
    ['1e309', '{ queue(first: 1e309) { total } }'],
    ['an Int beyond 32 bits', '{ queue(first: 4294967296) { total } }'],
    [
      'NUL',
      'mutation ($n: String) { completeDuty(ticketId: "1", duty: "d", note: $n) { __typename } }',
      { n: 'a\u0000b' },
    ],
    ['NUL in an id', 'mutation ($d: ID!) { completeDuty(ticketId: "1", duty: $d) { __typename } }', { d: 'a\u0000b' }],
    [
      'a huge text',
      'mutation ($n: String) { completeDuty(ticketId: "1", duty: "d", note: $n) { __typename } }',
      { n: long },
    ],
    ['an empty reason', 'mutation { escalate(ticketId: "1", step: "s", reason: " ") { __typename } }'],
    ['another scheme', 'mutation { logSession(ticketId: "1", url: "javascript:alert(1)") { __typename } }'],
    [
      'a period that ends before it starts',
      '{ attainment(from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z", by: [TIER]) { met } }',
    ],
    ['no document', ''],
    ['no GraphQL', 'hello {'],
  ])('%s', async (_name, query, variables) => {
    graphql.calls.length = 0;
    const { code, text } = await graphql.ask(query, { variables });
    expect([code, text.slice(0, 200)]).toEqual(['BAD_USER_INPUT', expect.any(String)]);
    expect(text).not.toMatch(/Did you mean/);
    expect(graphql.calls.filter((call) => call !== 'ticketSupport')).toEqual([]);
  });

  it.each([
    [[{ query: '{ policies { id } }' }]],
    ['text'],
    [null],
    [[]],
    [{ query: 7 }],
    [{ query: '{ policies { id } }', variables: [] }],
  ])('a body of %j', async (body) => {
    const response = await fetch(`${graphql.http.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer an-admin-token-for-scripts-56789' },
      body: JSON.stringify(body),
    });
    expect([
      response.status,
      ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code,
    ]).toEqual([400, 'BAD_USER_INPUT']);
  });
});
