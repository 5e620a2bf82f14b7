/** G-01, G-02, G-03, G-04: What one request may not ask for: refused before anything is asked of the services. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getIntrospectionQuery } from 'graphql';
import { ACTS, actText, TICKET_SUPPORT, WHAT_IF, type ActName } from '../../../zendesk-app/api/operations.ts';
import { appToken, startGraphql, type GraphqlHarness } from './harness.ts';

let graphql: GraphqlHarness;
beforeAll(async () => {
  graphql = await startGraphql();
});
afterAll(() => graphql.close());
beforeEach(() => {
  graphql.calls.length = 0;
});

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const nested = (depth: number) => `${'timers { receipt { '.repeat(depth)} from ${'} }'.repeat(depth)}`;

describe('beyond a limit', () => {
  it.each<[string, string, unknown?]>([
    ['a deep document', `{ ticketSupport(ticketId: "1") { ${nested(6)} } }`],
    [
      'a deep document behind fragments',
      `{ ticketSupport(ticketId: "1") { ...A } } fragment A on TicketSupport { ${nested(5)} }`,
    ],
    [
      'a deep document in a fragment named __schema',
      `{ ticketSupport(ticketId: "1") { ...__schema } } fragment __schema on TicketSupport { ${nested(6)} }`,
    ],
    ['101 aliases', `{ ticketSupport(ticketId: "1") { ${times(101, (index) => `a${index}: ticketId`)} } }`],
    ['500 equal fields', `{ ticketSupport(ticketId: "1") { ${times(500, () => 'ticketId')} } }`],
    ['10 directives', `{ policies { id ${times(10, () => '@include(if: true)')} } }`],
    ['10 unknown directives', `{ __typename ${times(10, () => '@aa')} }`],
    ['1,001 tokens', `{ ticketSupport(ticketId: "1") { ${times(995, () => 'at')} } }`],
    ['many root fields', `{ ${times(21, (index) => `a${index}: policy(id: "x") { id }`)} }`],
    ['a high cost', `{ ${times(8, (index) => `a${index}: policies { id }`)} }`],
    [
      'many queries of attainment',
      `{ ${times(6, (index) => `a${index}: attainment(from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", by: [TIER]) { met }`)} }`,
    ],
    [
      '10,000 ids in one variable',
      'mutation ($i: NoticeInput!) { putNotice(input: $i) { __typename } }',
      { i: { organizationIds: Array.from({ length: 10_000 }, String) } },
    ],
    [
      'deep variables',
      'query ($id: ID!) { ticketSupport(ticketId: $id) { at } }',
      { id: '1', more: JSON.parse(`${'['.repeat(20)}${']'.repeat(20)}`) as unknown },
    ],
    [
      'fragments that double without a field, down to one that is not there',
      `{ ...A0 } ${times(40, (index) => `fragment A${index} on Query { ...A${index + 1} ...A${index + 1} }`)}`,
    ],
    [
      'fragments that double and hold each other',
      `{ ...A0 } ${times(40, (index) => `fragment A${index} on Query { ...A${(index + 1) % 40} ...A${(index + 1) % 40} }`)}`,
    ],
    ['nesting without end', `${'{ a '.repeat(400)}${'}'.repeat(400)}`],
  ])('%s is refused', async (_name, query, variables) => {
    const { status, code, data } = await graphql.ask(query, { variables });
    expect([status, code, data]).toEqual([400, 'LIMIT_EXCEEDED', undefined]);
    expect(graphql.calls).toEqual([]);
  });

  it('a fragment that was cheap before is dear where it is used deeper', async () => {
    const fragment = 'fragment F on TicketSupport { timers { reasons { text } } }';
    expect((await graphql.ask(`{ ticketSupport(ticketId: "1") { ...F } } ${fragment}`)).status).toBe(200);
    const deep = `{ whatIf(ticketId: "1", change: {}) { before { ${nested(5)} ...F } } } ${fragment}`;
    expect((await graphql.ask(deep)).code).toBe('LIMIT_EXCEEDED');
  });

  it('fragments that contain each other are refused', async () => {
    const query =
      '{ ticketSupport(ticketId: "1") { ...A } } fragment A on TicketSupport { at ...B } fragment B on TicketSupport { at ...A }';
    expect((await graphql.ask(query)).code).toBe('BAD_USER_INPUT');
    expect(graphql.calls).toEqual([]);
  });

  it('a policy of more than 256 KiB is refused before it is read', async () => {
    const query = 'mutation ($t: String!) { savePolicyDraft(text: $t) { ... on Refused { code } } }';
    const { data } = await graphql.ask(query, { variables: { t: 'x'.repeat(257 * 1024) } });
    expect([data, graphql.calls]).toEqual([{ savePolicyDraft: { code: 'LIMIT_EXCEEDED' } }, []]);
  });
});

it("the app's own operations are within the limits", async () => {
  const token = await appToken();
  const texts = [TICKET_SUPPORT, WHAT_IF, ...(Object.keys(ACTS) as ActName[]).map(actText)];
  for (const query of texts) {
    const { code, text } = await graphql.ask(query, { token, variables: { ticketId: '1' } });
    expect([code === 'LIMIT_EXCEEDED', text.slice(0, 100)]).toEqual([false, expect.any(String)]);
  }
});

describe('the schema', () => {
  it('is told to admins only', async () => {
    const token = await appToken();
    for (const query of [
      getIntrospectionQuery(),
      '{ __type(name: "Query") { name } }',
      '{ ...F } fragment F on Query { __schema { queryType { name } } }',
    ]) {
      expect((await graphql.ask(query, { token })).code).toBe('FORBIDDEN');
      expect((await graphql.ask(query)).status).toBe(200);
    }
  });

  it('is not told to strangers, not even by what is refused', async () => {
    const queries = [
      '{ ticketSupport { a } }',
      '{ noSuchField }',
      '{ __schema { types { name } } }',
      'not graphql {',
      '{ __typename }',
    ];
    const answers = await Promise.all(queries.map((query) => graphql.ask(query, { token: null })));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it('is not suggested', async () => {
    const { text } = await graphql.ask('{ ticketSuport(ticketId: "1") { at } }', { token: await appToken() });
    expect(text).not.toMatch(/ticketSupport|Did you mean/);
  });
});

describe('requests that another site could make', () => {
  const query = '{ policies { id } }';
  const authorization = 'Bearer an-admin-token-for-scripts-56789';
  it.each<[string, Record<string, string>, string | undefined, number[]]>([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, `query=${encodeURIComponent(query)}`, [415]],
    ['text', { 'content-type': 'text/plain' }, JSON.stringify({ query }), [415]],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--', [415]],
    ['graphql', { 'content-type': 'application/graphql' }, query, [415]],
    ['a padded type', { 'content-type': 'application/json, text/plain' }, JSON.stringify({ query }), [415]],
    ['an odd charset', { 'content-type': 'application/json; charset=utf-7' }, JSON.stringify({ query }), [415]],
    [
      'compressed',
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      JSON.stringify({ query }),
      [415],
    ],
  ])('%s is not read', async (_name, headers, body, statuses) => {
    const response = await fetch(`${graphql.http.url}/graphql`, {
      method: 'POST',
      headers: { authorization, ...headers },
      body: body ?? null,
    });
    expect(statuses).toContain(response.status);
    expect(graphql.calls).toEqual([]);
  });

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is not known', async (method) => {
    const url = `${graphql.http.url}/graphql?query=${encodeURIComponent(query)}`;
    const response = await fetch(url, {
      method,
      headers: { authorization, origin: 'https://evil.test', 'access-control-request-method': 'POST' },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(graphql.calls).toEqual([]);
  });

  it.each(['https://evil.test', 'null', 'https://acme.zendesk.com', 'https://acme.zendesk.com.evil.test'])(
    'no header opens the answer to %s',
    async (origin) => {
      const { headers } = await graphql.ask(query, { headers: { origin } });
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
  );
});

describe('an allow-list', () => {
  it('refuses whatever is not on it, before it is parsed', async () => {
    const listed = '{ policies { id } }';
    const closed = await startGraphql({ persisted: [listed], persistedOnly: true });
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(listed))).toString('hex');
    const byHash = (sha256Hash: string, query?: string) =>
      closed.ask(null, { body: { query, extensions: { persistedQuery: { version: 1, sha256Hash } } } });
    expect((await byHash(hash)).data).toEqual({ policies: [] });
    expect((await closed.ask(listed)).data).toEqual({ policies: [] });
    const refusals = [
      await closed.ask('{ policies { id title } }'),
      await closed.ask('not graphql {'),
      await byHash(hash, '{ policies { title } }'),
      await byHash('0'.repeat(64)),
      await byHash('0'.repeat(64), '{ policies { id } }'),
      await byHash('__proto__'),
    ];
    expect(refusals.map((answer) => `${answer.status} ${answer.code ?? ''}`)).toEqual(
      refusals.map(() => '400 UNTRUSTED_DOCUMENT'),
    );
    await closed.close();
  });

  it('cannot be added to by clients', async () => {
    const open = await startGraphql();
    const query = '{ policies { title } }';
    const sha256Hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(query))).toString('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect((await open.ask(null, { body: { query, extensions } })).status).toBe(200);
    expect((await open.ask(null, { body: { extensions } })).code).toBe('UNTRUSTED_DOCUMENT');
    await open.close();
  });
});
