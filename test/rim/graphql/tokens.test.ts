/** Tokens that do not hold: all answered alike, and none of them makes the sidecar ask anybody for a key. */
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_TOKEN,
  OLD_ADMIN_TOKEN,
  APP_SECRET,
  appToken,
  NOW,
  startGraphql,
  type GraphqlHarness,
} from './harness.ts';

let graphql: GraphqlHarness;
let trapped = 0;
const trap = createServer((_request, response) => {
  trapped += 1;
  response.end('{"keys":[]}');
});
beforeAll(async () => {
  graphql = await startGraphql();
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await graphql.close();
  trap.closeAllConnections();
  await new Promise((resolve) => trap.close(resolve));
});

const QUERY = '{ ticketSupport(ticketId: "1") { ticketId } }';
const soon = () => Math.floor(NOW / 1_000);
const claims = (changes: Record<string, unknown> = {}) => ({
  iss: 'acme',
  sub: '5',
  role: 'agent',
  iat: soon(),
  exp: soon() + 300,
  ...changes,
});
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A token made by hand, signed by HS256 whatever its header says. */
function crafted(header: Record<string, unknown>, payload: Record<string, unknown>, secret = APP_SECRET): string {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
const HS = { alg: 'HS256', typ: 'JWT' };
const trapUrl = () => `http://127.0.0.1:${(trap.address() as AddressInfo).port}/keys`;
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('a token that holds', () => {
  it.each<[string, Record<string, unknown>]>([
    ["of the account's name", {}],
    ["of the account's host", { iss: 'acme.zendesk.com' }],
    ['of a user number', { sub: 20978392 }],
    ['over for less than the leeway', { exp: soon() - 20 }],
    ['for an hour', { exp: soon() + 3_600 }],
  ])('%s opens', async (_name, changes) => {
    const answer = await graphql.ask(QUERY, { token: crafted(HS, claims(changes)) });
    expect([answer.status, answer.data]).toEqual([200, { ticketSupport: { ticketId: '1' } }]);
  });

  it.each([ADMIN_TOKEN, OLD_ADMIN_TOKEN])('is the admin token too, and the one before it: %#', async (token) => {
    expect((await graphql.ask('{ auditLog { pageInfo { hasNextPage } } }', { token })).status).toBe(200);
  });

  it('never makes an admin of a claim', async () => {
    const token = await appToken({ role: 'admin' });
    expect((await graphql.ask('{ auditLog { pageInfo { hasNextPage } } }', { token })).code).toBe('FORBIDDEN');
  });
});

describe('a token that does not hold', () => {
  const good = () => crafted(HS, claims());
  const table: [string, () => string][] = [
    ['alg none', () => `${part({ alg: 'none' })}.${part(claims())}.`],
    ['alg None', () => `${part({ alg: 'None' })}.${part(claims())}.`],
    ['alg NONE', () => `${part({ alg: 'NONE' })}.${part(claims())}.`],
    ['alg nOnE, signed', () => crafted({ alg: 'nOnE' }, claims())],
    ['no alg', () => crafted({ typ: 'JWT' }, claims())],
    ['alg HS512', () => crafted({ alg: 'HS512' }, claims())],
    ['alg RS256', () => crafted({ alg: 'RS256' }, claims())],
    [
      'the public key as secret',
      () => crafted(HS, claims(), publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    ],
    ['another secret', () => crafted(HS, claims(), 'another-secret-of-some-length-12')],
    ['an empty secret', () => crafted(HS, claims(), '')],
    ['a key of its own', () => crafted({ ...HS, jwk: { kty: 'oct', k: 'YQ' } }, claims())],
    ['a place of keys', () => crafted({ ...HS, jku: trapUrl() }, claims())],
    ['a certificate elsewhere', () => crafted({ ...HS, x5u: trapUrl() }, claims())],
    ['a certificate of its own', () => crafted({ ...HS, x5c: ['MII'] }, claims())],
    ['a place of keys in cnf', () => crafted(HS, claims({ cnf: { jku: trapUrl() } }))],
    ['a path as key id', () => crafted({ ...HS, kid: '../../../../dev/null' }, claims())],
    ['SQL as key id', () => crafted({ ...HS, kid: "' or 1=1 --" }, claims())],
    ['a critical header', () => crafted({ ...HS, crit: ['x'], x: 1 }, claims())],
    ['no signature', () => good().split('.').slice(0, 2).join('.')],
    ['an empty signature', () => `${good().split('.').slice(0, 2).join('.')}.`],
    ['half a signature', () => good().slice(0, -20)],
    ['another payload', () => [good().split('.')[0], part(claims({ role: 'admin' })), good().split('.')[2]].join('.')],
    ['four parts', () => `${good()}.x`],
    ['five parts', () => 'a.b.c.d.e'],
    ['no JSON', () => 'YWJj.YWJj.YWJj'],
    ['12 KB', () => crafted(HS, claims({ padding: 'x'.repeat(8_300) }))],
    ['another account', () => crafted(HS, claims({ iss: 'other' }))],
    ['a look-alike account', () => crafted(HS, claims({ iss: 'acme.zendesk.com.evil.test' }))],
    ['an account in capitals', () => crafted(HS, claims({ iss: 'ACME' }))],
    ['an account with a dot', () => crafted(HS, claims({ iss: 'acme.zendesk.com.' }))],
    ['an address as account', () => crafted(HS, claims({ iss: 'https://acme.zendesk.com' }))],
    ['several accounts', () => crafted(HS, claims({ iss: ['acme'] }))],
    ['no account', () => crafted(HS, claims({ iss: undefined }))],
    ['no user', () => crafted(HS, claims({ sub: undefined }))],
    ['an empty user', () => crafted(HS, claims({ sub: '' }))],
    ['an odd user', () => crafted(HS, claims({ sub: "1'; drop" }))],
    [
      'another audience',
      () => crafted(HS, claims({ aud: 'https://acme.zendesk.com/api/v2/apps/installations/1.json' })),
    ],
    ['audiences', () => crafted(HS, claims({ aud: ['a', 'b'] }))],
    ['no end', () => crafted(HS, claims({ exp: undefined }))],
    ['an end in words', () => crafted(HS, claims({ exp: 'tomorrow' }))],
    ['an end 61 s ago', () => crafted(HS, claims({ exp: soon() - 61 }))],
    ['an end in ten years', () => crafted(HS, claims({ exp: soon() + 315_360_000 }))],
    ['an end in an hour and a minute', () => crafted(HS, claims({ exp: soon() + 3_660 }))],
    ['a start ahead', () => crafted(HS, claims({ nbf: soon() + 120 }))],
    ['made in the future', () => crafted(HS, claims({ iat: soon() + 120 }))],
    ['half the admin token', () => ADMIN_TOKEN.slice(0, -1)],
    ['the admin token and more', () => `${ADMIN_TOKEN}x`],
    ['the secret itself', () => APP_SECRET],
    ["a session's issuer", () => crafted(HS, claims({ iss: 'tierline-session' }))],
  ];

  it.each(table)('%s', async (_name, make) => {
    const answer = await graphql.ask(QUERY, { token: make() });
    expect([answer.status, answer.code, answer.message]).toEqual([
      401,
      'UNAUTHENTICATED',
      'A valid bearer token is required.',
    ]);
  });

  it('asked nobody for a key', () => {
    expect(trapped).toBe(0);
  });

  it.each(['', 'Bearer', 'Bearer  ', 'Basic YWJj', `bearer`, `Token ${ADMIN_TOKEN}`, ADMIN_TOKEN])(
    'in a header of %j',
    async (authorization) => {
      const { status } = await graphql.ask(QUERY, { token: null, headers: { authorization } });
      expect(status).toBe(401);
    },
  );

  it('even when it held before, once it is over', async () => {
    const token = crafted(HS, claims({ exp: soon() + 60 }));
    expect((await graphql.ask(QUERY, { token })).status).toBe(200);
    graphql.now += 120_000;
    expect((await graphql.ask(QUERY, { token })).status).toBe(401);
    graphql.now -= 120_000;
  });
});
