/** G-01, G-02: what scanners ask of a GraphQL server, with a session and without; nobody learns a name that he did not know. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getNamedType, isObjectType } from 'graphql';
import { createSchema } from '#rim/graphql/schema.ts';
import { seededRandom } from '#test/sandbox/random.ts';
import { everyOperation, fieldsOf } from './every-operation.ts';
import { appToken, startGraphql, type GraphqlHarness } from './harness.ts';

const QUERY = '{ policies { id } }';
let graphql: GraphqlHarness;
let agent: string;
beforeAll(async () => {
  graphql = await startGraphql();
  agent = await appToken();
});
afterAll(() => graphql.close());

const rootNames = (['Query', 'Mutation', 'Subscription'] as const).flatMap((type) =>
  fieldsOf(type).map(({ name }) => name),
);
const allNames = new Set(
  Object.values(createSchema().getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) => [
      type.name,
      ...Object.keys(isObjectType(type) ? type.getFields() : {}),
      getNamedType(type).name,
    ]),
);

interface Probe {
  readonly method: string;
  readonly type?: string;
  readonly accept?: string;
  readonly path?: string;
  readonly body?: string;
}
const posted = (query: unknown): Probe => ({
  method: 'POST',
  type: 'application/json',
  body: JSON.stringify({ query }),
});
const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** Of graphql-cop, each with what would give it away. */
const PROBES: readonly (readonly [string, Probe, RegExp])[] = [
  ['alias overloading', posted(`query { ${times(101, (index) => `alias${String(index)}:__typename`)} }`), /"alias100"/],
  [
    'a batch of queries',
    { ...posted(''), body: JSON.stringify(Array.from({ length: 10 }, () => ({ query: 'query { __typename }' }))) },
    /"data"/,
  ],
  ['directive overloading', posted(`query { __typename ${'@aa'.repeat(10)} }`), /(Unknown directive.*){10}/s],
  [
    'circular introspection',
    posted('query { __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }'),
    /"types"/,
  ],
  ['the same field again and again', posted(`query { ${times(500, () => '__typename')} }`), /"data"/],
  ['a suggestion of fields', posted('query { policys { id } }'), /did you mean/i],
  ['introspection', posted('query { __schema { types { name fields { name } } } }'), /"types"/],
  ['a page to try queries', { method: 'GET', accept: 'text/html' }, /graphiql|playground|<html/i],
  ['the same elsewhere', { method: 'GET', accept: 'text/html', path: '/graphiql' }, /graphiql|playground|<html/i],
  ['GET of a query', { method: 'GET', path: `/graphql?query=${encodeURIComponent(QUERY)}` }, /"data"/],
  [
    'GET of a mutation',
    { method: 'GET', path: `/graphql?query=${encodeURIComponent('mutation { __typename }')}` },
    /"data"/,
  ],
  [
    'a form',
    { method: 'POST', type: 'application/x-www-form-urlencoded', body: `query=${encodeURIComponent(QUERY)}` },
    /"data"/,
  ],
  ['tracing', posted(QUERY), /"tracing"|"resolvers"/],
  ['an error that nobody caught', posted({ query: QUERY }), /exception|stack|\.[jt]s:\d/i],
];

describe.each(['a stranger', 'an agent'])('%s', (who) => {
  it.each(PROBES)(
    'learns nothing by %s',
    async (_name, { method, type, accept, path = '/graphql', body }, gaveAway) => {
      graphql.calls.length = 0;
      const headers = {
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(accept === undefined ? {} : { accept }),
        ...(who === 'an agent' ? { authorization: `Bearer ${agent}` } : {}),
      };
      const response = await fetch(`${graphql.http.url}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      expect(text).not.toMatch(gaveAway);
      expect(response.status).toBeLessThan(500);
    },
  );
});

describe('a list of 2,000 words', () => {
  const random = seededRandom(2);
  const words = Array.from({ length: 2_000 }, () =>
    times(3, () => String.fromCharCode(97 + random() * 26)).replaceAll(' ', ''),
  );
  const documents = [
    ...rootNames.map((name) => `{ ${name} }`),
    ...Array.from({ length: 100 }, (_, group) => `{ ${words.slice(group * 20, group * 20 + 20).join(' ')} }`),
  ];

  it.each([
    ['a stranger', 401, () => Promise.resolve(null)],
    ['who may read nothing', 403, () => appToken({ role: 'end-user' })],
  ] as const)('is answered alike to %s, whatever there is', async (_who, status, tokenOf) => {
    const token = await tokenOf();
    const answers = new Set<string>();
    for (const query of documents) {
      const answer = await graphql.ask(query, { token });
      answers.add(`${String(answer.status)} ${answer.text}`);
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain(String(status));
  });

  it('tells an agent of no name beside his own', async () => {
    for (const name of rootNames) {
      const asked = `${name.slice(0, -2)}${name.slice(-1)}`;
      if (allNames.has(asked)) continue;
      const { code, text } = await graphql.ask(`{ ${asked} }`, { token: agent });
      expect([asked, code]).toEqual([asked, 'BAD_USER_INPUT']);
      const said = text.match(/\w+/g) ?? [];
      const learned = said.filter((word) => rootNames.includes(word) && word !== asked);
      expect(learned, text).toEqual([]);
      expect(text).not.toMatch(/did you mean/i);
    }
  });
});

it('of 50 documents that are not on the list none is read, whatever hash it comes with', async () => {
  const closed = await startGraphql({ persisted: [QUERY], persistedOnly: true });
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const operations = everyOperation().map(([, document]) => document);
  const texts = Array.from({ length: 50 }, (_, index) => operations[index] ?? `{ policies { id a${String(index)} ( }`);
  const seen = new Set<string>();
  for (const query of texts) {
    const persistedQuery = (sha256Hash: string) => ({
      query,
      extensions: { persistedQuery: { version: 1, sha256Hash } },
    });
    for (const body of [{ query }, persistedQuery(hash(QUERY)), persistedQuery(hash(query))]) {
      const { status, code } = await closed.ask(null, { body });
      seen.add(`${String(status)} ${String(code)}`);
    }
  }
  expect([...seen]).toEqual(['400 UNTRUSTED_DOCUMENT']);
  expect(closed.calls).toEqual([]);
  expect((await closed.ask(QUERY)).status).toBe(200);
  await closed.close();
});
