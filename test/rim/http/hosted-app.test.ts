/** The hosted app: opened by a signed URL only, framed by one account only. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPKCS8, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostedAppMount } from '#rim/http/app-route.ts';
import { createFirstUse } from '#rim/http/authentication/first-use.ts';
import { createSessions } from '#rim/http/authentication/sessions.ts';
import { createSignedUrlReader } from '#rim/http/authentication/signed-url.ts';
import { endedSessions } from '#test/support/ended-sessions.ts';
import { startHttp, type Harness } from './harness.ts';

const ORIGIN = 'https://acme.zendesk.com';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: typeof publicKey) => key.export({ type: 'spki', format: 'pem' }).toString();
const sessions = createSessions('a-secret-for-sessions-in-tests-0', Date.now, endedSessions());

let folder: string;
const replayed: string[] = [];
/** Whether the memory of used tokens is away. */
let isAway = false;
const firstUse = createFirstUse(Date.now);
let http: Harness;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tierline-app-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><html><head><title>x</title></head><body></body></html>');
  await writeFile(join(folder, 'index-abc.js'), 'export {};');
  const readToken = await createSignedUrlReader({
    publicKey: pem(publicKey),
    zendeskUrl: ORIGIN,
    subdomain: 'acme',
    installationId: '902',
    now: Date.now,
    firstUse: (id, until) => (isAway ? Promise.reject(new Error('no connection')) : firstUse(id, until)),
    onReplay: (userId) => void replayed.push(userId),
  });
  http = await startHttp({
    mounts: [hostedAppMount({ folder, zendeskUrl: ORIGIN, readToken, ...sessions })],
  });
});
afterAll(async () => {
  await http.close();
  await rm(folder, { recursive: true });
});

let serial = 0;
async function token(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  key = privateKey,
): Promise<string> {
  serial += 1;
  const now = Math.floor(Date.now() / 1_000);
  const pkcs8 = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return new SignJWT({
    iss: 'acme.zendesk.com',
    aud: `${ORIGIN}/api/v2/apps/installations/902.json`,
    sub: `${ORIGIN}/api/v2/users/235323.json`,
    iat: now,
    nbf: now,
    exp: now + 120,
    jti: `token-${serial}`,
    context: { product: 'support', location: 'ticket_sidebar' },
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', ...header })
    .sign(await importPKCS8(pkcs8, 'RS256'));
}

function openPage(text: string | null): Promise<Response> {
  return fetch(`${http.url}/app/?origin=${encodeURIComponent(ORIGIN)}&app_guid=x`, {
    method: 'POST',
    body: new URLSearchParams(text === null ? {} : { token: text }),
  });
}

describe('a signed URL', () => {
  it('opens the page with a session of its user', async () => {
    const response = await openPage(await token());
    expect(response.status).toBe(200);
    const session = /<meta name="tierline-session" content="([^"]+)">/.exec(await response.text())?.[1] ?? '';
    expect(await sessions.read(session)).toMatchObject({ userId: '235323' });
  });

  it('opens it once', async () => {
    const text = await token();
    expect([(await openPage(text)).status, (await openPage(text)).status]).toEqual([200, 401]);
    // The second time is told to the audit.
    expect(replayed).toHaveLength(1);
  });

  it('is not judged, and not used up, while the memory of used ones is away', async () => {
    const text = await token();
    isAway = true;
    const answer = await openPage(text);
    isAway = false;
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.text()).not.toContain('no connection');
    expect((await openPage(text)).status).toBe(200);
  });

  const soon = () => Math.floor(Date.now() / 1_000);
  it.each<[string, () => Promise<string | null>]>([
    ['no token', () => Promise.resolve(null)],
    ['no JWT', () => Promise.resolve('x.y.z')],
    ['signed by another key', () => token({}, {}, other.privateKey)],
    ['naming a key of its own', () => token({}, { jwk: other.publicKey.export({ format: 'jwk' }) })],
    ['naming a place of keys', () => token({}, { jku: 'http://127.0.0.1:9/keys' })],
    ['with a path as key id', () => token({}, { kid: '../../etc/passwd' })],
    ['of another account', () => token({ iss: 'other.zendesk.com' })],
    ['of a look-alike', () => token({ iss: 'acme.zendesk.com.evil.test' })],
    ['of an issuer in capitals', () => token({ iss: 'ACME.zendesk.com' })],
    ['of another installation', () => token({ aud: `${ORIGIN}/api/v2/apps/installations/903.json` })],
    [
      "of another account's installation",
      () => token({ aud: 'https://other.zendesk.com/api/v2/apps/installations/902.json' }),
    ],
    ['for several', () => token({ aud: [`${ORIGIN}/api/v2/apps/installations/902.json`, 'x'] })],
    ['for nobody', () => token({ aud: undefined })],
    ['for ever', () => token({ exp: undefined })],
    ['over', () => token({ exp: soon() - 61 })],
    ['for ten years', () => token({ exp: soon() + 315_360_000 })],
    ['not yet', () => token({ nbf: soon() + 300 })],
    ['from the future', () => token({ iat: soon() + 300 })],
    ['without id', () => token({ jti: undefined })],
    ['of nobody', () => token({ sub: undefined })],
    ["of another account's user", () => token({ sub: 'https://other.zendesk.com/api/v2/users/1.json' })],
    ['of another product', () => token({ context: { product: 'sell', location: 'ticket_sidebar' } })],
    ['of another place', () => token({ context: { product: 'support', location: 'login' } })],
    ['without context', () => token({ context: undefined })],
    [
      'HS256 with the public key as secret',
      () =>
        new SignJWT({ iss: 'acme.zendesk.com', exp: soon() + 60, jti: 'x', sub: '1' })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(pem(publicKey))),
    ],
  ])('%s is refused like any other', async (_name, make) => {
    const response = await openPage(await make());
    expect([response.status, await response.json()]).toEqual([
      401,
      { code: 'UNAUTHENTICATED', message: 'A valid bearer token is required.' },
    ]);
  });
});

describe('the page', () => {
  it('may be framed by the account alone', async () => {
    const policy = (await openPage(await token())).headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors ${ORIGIN}`);
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
  });

  it('is there without a session too, and its files beside it', async () => {
    const page = await fetch(`${http.url}/app/index.html`);
    expect([page.status, (await page.text()).includes('tierline-session')]).toEqual([200, false]);
    const script = await fetch(`${http.url}/app/index-abc.js`);
    expect([script.status, script.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await fetch(`${http.url}/app/..%2f..%2fpackage.json`)).status).not.toBe(200);
  });
});

it('says 503 while it is not built, and uses no signed URL up for that', async () => {
  const text = await token();
  const page = join(folder, 'index.html');
  await rename(page, `${page}.away`);
  expect((await openPage(text)).status).toBe(503);
  await rename(`${page}.away`, page);
  expect((await openPage(text)).status).toBe(200);
});

it('W-11: a session is signed out alone, once, by nobody but its bearer', async () => {
  const [mine, other] = [await sessions.mint('235323'), await sessions.mint('235323')];
  const signOut = async (authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    return (await fetch(`${http.url}/app/sign-out`, { method: 'POST', headers })).status;
  };
  expect([await signOut(), await signOut('Bearer x.y.z'), await signOut(`Bearer ${mine}`)]).toEqual([401, 401, 204]);
  expect([await signOut(`Bearer ${mine}`), await sessions.read(mine)]).toEqual([401, null]);
  expect(await sessions.read(other)).toMatchObject({ userId: '235323' });
});
