/** G-06: whatever breaks inside, in every operation: a code and an id, and no word of the inside. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Unavailable } from '#flow/unavailable.ts';
import type { Services } from '#rim/graphql/services.ts';
import { DatabaseUnavailable } from '#rim/postgres/database.ts';
import { everyOperation } from './every-operation.ts';
import { startGraphql, type GraphqlHarness } from './harness.ts';

const SQL = `select body from tickets where ticket_id = '35436'`;
/** What must stand in no answer. */
const INSIDE =
  /select|tickets where|relation|sidecar\/|node_modules|\.ts\b|10\.1\.2\.3|db\.internal|5432|canary|TypeError|ECONN|at async/i;

const FAULTS: readonly (readonly [string, () => Error, RegExp])[] = [
  [
    'a statement that fails',
    () =>
      Object.assign(new Error(`relation "tickets" does not exist: ${SQL}`), {
        code: '42P01',
        detail: SQL,
        where: 'sidecar/rim/postgres',
      }),
    /^INTERNAL$/,
  ],
  [
    'a bug',
    () => new TypeError('canary: cannot read properties of undefined (at sidecar/flow/look.ts:12)'),
    /^INTERNAL$/,
  ],
  [
    'a database that dies meanwhile',
    () => new DatabaseUnavailable('connect ECONNREFUSED 10.1.2.3:5432 (db.internal)'),
    /^UNAVAILABLE$/,
  ],
  [
    'a connection that breaks',
    () => Object.assign(new Error('read ECONNRESET db.internal:5432'), { code: 'ECONNRESET' }),
    /^INTERNAL$/,
  ],
  ['Zendesk away', () => new Unavailable('Zendesk does not answer.'), /^UNAVAILABLE$/],
];

let graphql: GraphqlHarness;
let whole: Services;
beforeAll(async () => {
  graphql = await startGraphql();
  whole = { ...graphql.services };
});
afterAll(() => graphql.close());

it.each(FAULTS)('%s', async (name, fault, wanted) => {
  const broken = Object.fromEntries(
    Object.keys(whole).map((name) => [name, name === 'onChange' ? whole.onChange : () => Promise.reject(fault())]),
  ) as unknown as Services;
  Object.assign(graphql.services, broken);
  const statuses = new Set<number>();
  const ids = new Set<string>();
  let failed = 0;
  for (const [operation, query] of everyOperation()) {
    const { status, code, text } = await graphql.ask(query);
    expect(text, operation).not.toMatch(INSIDE);
    statuses.add(status);
    if (code === undefined || code === 'BAD_USER_INPUT') continue;
    failed += 1;
    expect([operation, code]).toEqual([operation, expect.stringMatching(wanted)]);
    const [error] = (JSON.parse(text) as { errors: { message: string; extensions: { code: string; id?: string } }[] })
      .errors;
    if (code === 'INTERNAL') expect(error?.message).toBe('Internal error');
    if (name !== 'Zendesk away') {
      expect(Object.keys(error?.extensions ?? {}).toSorted()).toEqual(['code', 'id']);
      ids.add(error?.extensions.id ?? '');
    }
  }
  expect(failed).toBeGreaterThanOrEqual(25);
  expect([...statuses]).toEqual([200]);
  expect(ids.size).toBe(name === 'Zendesk away' ? 0 : failed);
  Object.assign(graphql.services, whole);
});
