/** who may call what: the written table, cell by cell, against the running server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATION_ROLES } from '#rim/graphql/roles.ts';
import type { RoleReading } from '#rim/http/authentication/viewer.ts';
import { everyOperation, fieldsOf } from './every-operation.ts';
import { appToken, startGraphql, type GraphqlHarness } from './harness.ts';

let graphql: GraphqlHarness;
beforeAll(async () => {
  graphql = await startGraphql();
});
afterAll(() => graphql.close());

describe('the table', () => {
  it('has a line for every operation, and for nothing else', () => {
    const operations = (['Query', 'Mutation', 'Subscription'] as const).flatMap((type) =>
      fieldsOf(type).map((field) => `${type}.${field.name}`),
    );
    const meta = ['unknown', 'Query.__typename', 'Query.__schema', 'Query.__type', 'Mutation.__typename'];
    expect(Object.keys(OPERATION_ROLES).toSorted()).toEqual([...operations, ...meta].toSorted());
  });
});

const ROLES = ['admin', 'agent', 'light_agent', 'end_user', 'nobody'] as const;

describe.each(ROLES)('%s', (role) => {
  it.each(everyOperation())('%s', async (operation, query) => {
    const token = role === 'nobody' ? null : role === 'admin' ? undefined : await appToken({ role });
    const { code, status, text } = await graphql.ask(query, token === undefined ? {} : { token });
    const allowed = role !== 'nobody' && (OPERATION_ROLES[operation]?.includes(role) ?? false);
    const expected = role === 'nobody' ? 'UNAUTHENTICATED' : allowed ? 'open' : 'FORBIDDEN';
    const seen = code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' ? code : 'open';
    expect([seen, text.slice(0, 300)]).toEqual([expected, expect.any(String)]);
    expect(status < 500).toBe(true);
    if (allowed) expect(text).not.toMatch(/BAD_USER_INPUT|INTERNAL/);
  });
});

describe('a role that is refused', () => {
  it('is told to the audit', async () => {
    graphql.forbidden.length = 0;
    await graphql.ask('mutation { publishPolicy(id: "p", version: 1, note: "") { __typename } }', {
      token: await appToken(),
    });
    await graphql.ask('{ policies { id } }', { token: await appToken({ role: 'end-user' }) });
    graphql.roles.set('78', { kind: 'none' });
    await graphql.ask('{ policies { id } }', { token: await graphql.session('78') });
    expect(graphql.forbidden).toEqual([
      '235323 agent Mutation.publishPolicy',
      '235323 end_user Query.policies',
      '78 none Query.policies',
    ]);
  });

  it('is not what a misspelt name is: only who may read nothing learns no difference, and writes no words of his own', async () => {
    graphql.forbidden.length = 0;
    const misspelt = '{ policys { id } }';
    expect((await graphql.ask(misspelt)).code).toBe('BAD_USER_INPUT');
    expect((await graphql.ask(misspelt, { token: await appToken() })).code).toBe('BAD_USER_INPUT');
    expect(graphql.forbidden).toEqual([]);
    const endUser = await appToken({ role: 'end-user' });
    const [one, other] = [
      await graphql.ask(misspelt, { token: endUser }),
      await graphql.ask('{ policies { id } }', { token: endUser }),
    ];
    expect([one.code, one.text]).toEqual(['FORBIDDEN', other.text]);
    expect(graphql.forbidden[0]).toBe('235323 end_user unknown');
  });

  it('cannot hide behind a fragment, an alias or a second field', async () => {
    const token = await appToken();
    for (const query of [
      'mutation { ...F } fragment F on Mutation { publishPolicy(id: "p", version: 1, note: "") { __typename } }',
      'mutation { ... on Mutation { handOff: publishPolicy(id: "p", version: 1, note: "") { __typename } } }',
      'mutation { retryWriteBack(ticketId: "1") { __typename } publishPolicy(id: "p", version: 1, note: "") { __typename } }',
    ]) {
      graphql.calls.length = 0;
      expect([(await graphql.ask(query, { token })).code, graphql.calls]).toEqual(['FORBIDDEN', []]);
    }
  });
});

describe('the role of a session', () => {
  it('W-11: is none within half a minute of its end at another replica; other sessions of the user go on', async () => {
    const [mine, other] = [await graphql.session('79'), await graphql.session('79')];
    graphql.roles.set('79', { kind: 'role', role: 'agent' });
    const status = async (token: string) => (await graphql.ask('{ policies { id } }', { token })).status;
    expect([await status(mine), await status(other)]).toEqual([200, 200]);
    expect(await graphql.signOut(mine)).toBe(true);
    graphql.now += 30_000;
    expect([await status(mine), await status(other)]).toEqual([401, 200]);
    graphql.now -= 30_000;
  });
  const act = 'mutation { handOff(ticketId: "1", toLevel: "L2") { __typename } }';
  const read = '{ ticketSupport(ticketId: "1") { at } }';
  const publish = 'mutation { publishPolicy(id: "p", version: 1, note: "") { __typename } }';
  const says = (reading: RoleReading | null) =>
    reading === null ? graphql.roles.delete('77') : graphql.roles.set('77', reading);

  it("is Zendesk's, asked again every minute, and closed when Zendesk is away", async () => {
    const token = await graphql.session('77');
    const codes = async () =>
      [
        await graphql.ask(read, { token }),
        await graphql.ask(act, { token }),
        await graphql.ask(publish, { token }),
      ].map((answer) => answer.code);
    says({ kind: 'role', role: 'admin' });
    expect(await codes()).toEqual([undefined, undefined, undefined]);
    says({ kind: 'role', role: 'agent' });
    graphql.now += 59_000;
    expect(await codes()).toEqual([undefined, undefined, undefined]);
    graphql.now += 2_000;
    expect(await codes()).toEqual([undefined, undefined, 'FORBIDDEN']);
    says(null);
    graphql.now += 61_000;
    expect(await codes()).toEqual([undefined, 'UNAVAILABLE', 'UNAVAILABLE']);
    graphql.now += 240_000;
    expect(await codes()).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE']);
    const { status, headers } = await graphql.ask(read, { token });
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    says({ kind: 'none' });
    expect(await codes()).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });
});
