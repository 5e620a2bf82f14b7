/** The same question again: the same answer for the same value, a new one for a new value, and every check each time. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TICKET_SUPPORT } from '../../../zendesk-app/api/operations.ts';
import { startGraphql, supportView, type GraphqlHarness } from './harness.ts';

const SHORT = 'query ($id: ID!) { ticketSupport(ticketId: $id) { at ticketId } }';
const BODY = {
  extensions: { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(TICKET_SUPPORT).digest('hex') } },
  variables: { ticketId: '7' },
};

let graphql: GraphqlHarness;
beforeEach(async () => {
  graphql = await startGraphql({ persisted: [TICKET_SUPPORT] });
});
afterEach(() => graphql.close());

it('gives the same bytes as a question of another form', async () => {
  const view = supportView('7');
  graphql.services.ticketSupport = () => Promise.resolve(view);
  const first = await graphql.ask(null, { body: BODY });
  const again = await graphql.ask(null, { body: BODY });
  // With a second root field it is executed the usual way.
  const usual = await graphql.ask(null, {
    body: {
      query: TICKET_SUPPORT.replace('{ ticketSupport(', '{ policies { id } ticketSupport('),
      variables: BODY.variables,
    },
  });
  expect(again.text).toBe(first.text);
  expect(usual.data?.['ticketSupport']).toEqual(first.data?.['ticketSupport']);
  expect(again.headers.get('content-type')).toBe('application/json; charset=utf-8');
});

it('is another answer for another value and in another document', async () => {
  const views = new Map(['7', '8'].map((id) => [id, supportView(id)]));
  graphql.services.ticketSupport = (id) => Promise.resolve(views.get(id) ?? null);
  const ask = async (id: string) => (await graphql.ask(SHORT, { variables: { id } })).data?.['ticketSupport'];
  const at = '2026-03-02T09:00:00Z';
  expect([await ask('7'), await ask('8'), await ask('7'), await ask('9')]).toEqual([
    { at, ticketId: '7' },
    { at, ticketId: '8' },
    { at, ticketId: '7' },
    null,
  ]);
  const other = await graphql.ask('query ($id: ID!) { ticketSupport(ticketId: $id) { hours { open } } }', {
    variables: { id: '7' },
  });
  expect(other.data).toEqual({ ticketSupport: { hours: { open: false } } });
  views.set('7', { ...supportView('7'), at: Date.parse('2026-03-02T09:00:01Z') });
  expect(await ask('7')).toEqual({ at: '2026-03-02T09:00:01Z', ticketId: '7' });
});

it('asks who may and what holds each time', async () => {
  let asked = 0;
  const view = supportView('7');
  graphql.services.ticketSupport = () => {
    asked += 1;
    return Promise.resolve(view);
  };
  graphql.roles.set('1', { kind: 'role', role: 'agent' });
  const token = await graphql.session('1');
  expect((await graphql.ask(null, { body: BODY, token })).status).toBe(200);
  expect((await graphql.ask(null, { body: BODY, token })).status).toBe(200);
  expect(asked).toBe(2);
  graphql.roles.set('1', { kind: 'none' });
  graphql.now += 61_000;
  expect((await graphql.ask(null, { body: BODY, token })).code).toBe('FORBIDDEN');
  graphql.services.ticketSupport = () => Promise.reject(new Error('a secret of the inside'));
  const failed = await graphql.ask(null, { body: BODY });
  expect([failed.code, failed.message]).toEqual(['INTERNAL', 'Internal error']);
});
