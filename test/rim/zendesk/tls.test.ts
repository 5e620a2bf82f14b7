/** O-04: a server that cannot prove to be Zendesk is sent nothing: no credential, no request. */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCertificates, type Certificates, type Identity } from '#test/support/certificates.ts';
import { startScripted } from './scripted.ts';

let certificates: Certificates;
const usual = getCACertificates('default');
beforeAll(async () => {
  certificates = await makeCertificates();
  setDefaultCACertificates([...usual, certificates.authority]);
});
afterAll(async () => {
  setDefaultCACertificates(usual);
  await certificates.remove();
});

/** What the client finds, and the paths that were asked for. */
async function asked(identity: Identity, maxVersion?: SecureVersion) {
  const paths: string[] = [];
  const old =
    maxVersion === undefined ? {} : { minVersion: 'TLSv1' as const, maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' };
  const server = createServer({ ...identity, ...old }, (request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ access_token: 'token', token_type: 'bearer', expires_in: 1_800, users: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const port = (server.address() as AddressInfo).port;
  const client = await startScripted({ url: `https://localhost:${String(port)}` });
  const answer = await client.zendesk.users(['1']);
  await client.close();
  await closed(server);
  return { answer, paths };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

it('one that can is asked', async () => {
  const { answer, paths } = await asked(certificates.good);
  expect(answer).toEqual({ ok: true, value: [] });
  expect(paths).toEqual(['/oauth/tokens', '/api/v2/users/show_many?ids=1']);
});

it.each<[string, (all: Certificates) => Identity, SecureVersion | undefined]>([
  ['an expired certificate', ({ expired }) => expired, undefined],
  ['a self-signed certificate', ({ selfSigned }) => selfSigned, undefined],
  ['a certificate of another host', ({ otherHost }) => otherHost, undefined],
  ['nothing newer than TLS 1.1', ({ good }) => good, 'TLSv1.1'],
])('one with %s is sent nothing', async (_what, of, maxVersion) => {
  const { answer, paths } = await asked(of(certificates), maxVersion);
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
  expect(paths).toEqual([]);
  expect(JSON.stringify(answer)).not.toContain('localhost');
});
