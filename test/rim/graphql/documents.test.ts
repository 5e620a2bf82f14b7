/** What is kept of documents: nothing of a text that is asked once, a plan of one that is asked again. */
import * as jit from 'graphql-jit';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createTexts } from '#rim/graphql/documents.ts';
import { startGraphql, type GraphqlHarness } from './harness.ts';

vi.mock('graphql-jit', async (load) => {
  const real = await load<typeof jit>();
  return { ...real, compileQuery: vi.fn(real.compileQuery) };
});
const compiled = vi.mocked(jit.compileQuery);

const OWN = [
  'query Own($id: ID!) { ticketSupport(ticketId: $id) { at } }',
  'query Both { policies { id } queue { total } }',
];

let graphql: GraphqlHarness;
beforeAll(async () => {
  graphql = await startGraphql({ persisted: OWN });
});
afterAll(() => graphql.close());
beforeEach(() => void compiled.mockClear());

it('values that are written into the text make no plan each', async () => {
  for (let id = 1; id <= 20; id++) {
    const { data } = await graphql.ask(`{ ticketSupport(ticketId: "${String(id)}") { ticketId } }`);
    expect(data).toEqual({ ticketSupport: { ticketId: String(id) } });
  }
  expect(compiled).not.toHaveBeenCalled();
});

it.each([
  ['the question of the sidebar', 'query ($id: ID!) { ticketSupport(ticketId: $id) { ticketId at } }'],
  ['any other', 'query ($id: ID!) { ticketSupport(ticketId: $id) { ticketId } policies { id } }'],
])('%s that is asked again makes one, and the same answers', async (_name, query) => {
  const ask = async () => (await graphql.ask(query, { variables: { id: '7' } })).text;
  const first = await ask();
  expect(compiled).not.toHaveBeenCalled();
  expect([await ask(), await ask(), await ask()]).toEqual([first, first, first]);
  expect(compiled).toHaveBeenCalledTimes(1);
});

it('others make so many plans and no more, the app makes its own all the same and once', async () => {
  const twice = async (query: string) => {
    const ask = async () => (await graphql.ask(query, { variables: { id: '7' } })).text;
    expect(await ask()).toBe(await ask());
  };
  for (let n = 1; n <= 60; n++) await twice(`query ($id: ID!) { a${String(n)}: ticketSupport(ticketId: $id) { at } }`);
  for (let n = 1; n <= 60; n++) await twice(`{ a${String(n)}: policies { id } }`);
  const others = compiled.mock.calls.length;
  expect(others).toBeGreaterThan(50);
  expect(others).toBeLessThanOrEqual(100);
  for (let times = 0; times < 3; times++) for (const query of OWN) await twice(query);
  expect(compiled.mock.calls.length - others).toBe(OWN.length);
});

it('a text is held as long as somebody asks it', async () => {
  const { cache, hold, drop } = createTexts();
  hold('1', '{ a }');
  hold('1', '{ a }');
  drop('1');
  expect(await cache.get('apq:1')).toBe('{ a }');
  drop('1');
  expect(await cache.get('apq:1')).toBeUndefined();
});
