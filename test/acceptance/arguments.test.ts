// G-08: What GraphQL cannot make sense of is refused by name, never taken for something else.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whatIf } from '#core/judge/what-if.ts';
import { stories } from '#test/core/judge/stories.ts';
import { ADMIN_TOKEN, startGraphql, supportView, type GraphqlHarness } from '#test/rim/graphql/harness.ts';
import { samplePolicy } from '#test/support/policies.ts';

let graphql: GraphqlHarness;
beforeAll(async () => {
  graphql = await startGraphql();
  const [story] = fc.sample(stories([await samplePolicy('nextplane')]), { numRuns: 1, seed: 1 });
  if (story === undefined) throw new Error('no story');
  graphql.services.whatIf = (id, change) => {
    const { before, after } = whatIf(story.policy, story.facts, change, story.at);
    const view = supportView(id);
    return Promise.resolve({ before: { ...view, judgement: before }, after: { ...view, judgement: after } });
  };
});
afterAll(() => graphql.close());

const contact = (fields: string) =>
  `mutation { putContract(input: { organizationId: "1", policy: "p", tier: "t", contacts: [{ role: "approved", ${fields} }] }) { __typename } }`;

test.each([
  ['{ queue(after: "garbage") { total } }', '`after`'],
  ['{ queue(after: "WzFd") { total } }', '`after`'],
  ['{ auditLog(after: "garbage") { nodes { id } } }', '`after`'],
  ['{ whatIf(ticketId: "1", change: { status: "bogus" }) { changes { metric } } }', '`status`'],
  ['{ whatIf(ticketId: "1", change: { priority: "P9" }) { changes { metric } } }', 'no priority P9'],
  ['{ whatIf(ticketId: "1", change: { level: "L9" }) { changes { metric } } }', 'no level L9'],
  [contact('email: "not an address"'), '`email`'],
  [contact('userId: "x y"'), '`userId`'],
  ['mutation { logSession(ticketId: "1", url: "https://me:secret@meet.example.com/1") { __typename } }', 'password'],
])('%s', async (query, named) => {
  const answer = await graphql.ask(query, { token: ADMIN_TOKEN });
  expect([answer.code, answer.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining(named)]);
});

test('what can be is taken', async () => {
  const place = Buffer.from('[1,1700000000000,"35436"]').toString('base64url');
  const answer = await graphql.ask(
    `{ queue(after: "${place}") { total } auditLog(after: "12") { nodes { id } } whatIf(ticketId: "1", change: { status: "solved", priority: "urgent" }) { changes { metric } } }`,
    { token: ADMIN_TOKEN },
  );
  expect([answer.status, answer.code]).toEqual([200, undefined]);
});

test.each([
  ['text that is no JSON', '{', [400, 'BAD_USER_INPUT']],
  ['a key that would poison', '{"query":"{ __typename }","__proto__":{"x":1}}', [400, 'BAD_USER_INPUT']],
  ['more than a request may hold', JSON.stringify({ query: 'x'.repeat(700 * 1024) }), [413, 'LIMIT_EXCEEDED']],
])('%s is refused in the shape of GraphQL', async (_name, body, expected) => {
  const response = await fetch(`${graphql.http.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
    body,
  });
  const answer = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  expect([response.status, answer.errors?.[0]?.extensions.code]).toEqual(expected);
});
