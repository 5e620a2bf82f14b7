/** O-03, W-02: The environment: every fault at once, by name and never by value. */
import { describe, expect, it } from 'vitest';
import { generateKeyPairSync } from 'node:crypto';
import { printFaults, readEnvironment, readToolEnvironment } from '../../../sidecar/environment.ts';
import { PUBLISHED_TEST_SECRET } from '#schema/settings.ts';

const secret = (letter: string) => letter.repeat(32);
const good = {
  ZENDESK_URL: 'https://acme.zendesk.com',
  ZENDESK_OAUTH_CLIENT_ID: 'tierline',
  ZENDESK_OAUTH_CLIENT_SECRET: secret('o'),
  ZENDESK_WEBHOOK_SECRET: secret('w'),
  ZENDESK_APP_SECRET: secret('a'),
};
const production = { ...good, NODE_ENV: 'production' };

function faultsOf(variables: Record<string, string | undefined>): string[] {
  const reading = readEnvironment(variables);
  return reading.kind === 'faults' ? reading.faults.map((fault) => fault.name) : [];
}

describe('readEnvironment', () => {
  it('fills in the documented defaults', () => {
    const reading = readEnvironment(good);
    expect(reading).toMatchObject({
      kind: 'settings',
      settings: {
        host: '127.0.0.1',
        port: 4000,
        databaseUrl: null,
        dataDir: './data',
        logLevel: 'info',
        adminTokens: [],
        zendesk: { url: 'https://acme.zendesk.com', subdomain: 'acme' },
        webhook: { toleranceMs: 300_000 },
      },
    });
  });

  it('names every missing variable at once', () => {
    expect(faultsOf({})).toEqual([
      'ZENDESK_URL',
      'ZENDESK_OAUTH_CLIENT_ID',
      'ZENDESK_OAUTH_CLIENT_SECRET',
      'ZENDESK_WEBHOOK_SECRET',
      'ZENDESK_APP_SECRET',
    ]);
  });

  it('counts empty variables as unset', () => {
    expect(faultsOf({ ...good, ZENDESK_APP_SECRET: '', PORT: '' })).toEqual(['ZENDESK_APP_SECRET']);
  });

  it('never repeats a value', () => {
    const canary = 'canary-7f3a';
    const reading = readEnvironment({
      ZENDESK_URL: canary,
      PORT: canary,
      DATABASE_URL: canary,
      ZENDESK_APP_PUBLIC_KEY: canary,
      ADMIN_TOKEN: `${canary} x`,
      LOG_LEVEL: canary,
      WEBHOOK_TOLERANCE: canary,
    });
    expect(reading.kind === 'faults' && printFaults(reading.faults)).not.toContain(canary);
  });

  it.each([
    'https://evil.test/',
    'https://acme.zendesk.com.evil',
    'https://a@b',
    'https://acme@evil.test',
    'https://acme.zendesk.com@evil.test',
    'https://acme.zendesk.com:8443',
    'https://acme.zendesk.com/path',
    'https://acme.zendesk.com?x=1',
    'http://acme.zendesk.com',
    'https://xn--a.evil.test',
    'https://аcme.zendesk.com',
    'https://10.0.0.1',
    'http://0.0.0.0:4000',
    'ftp://acme.zendesk.com',
    'javascript:alert(1)',
    'acme',
  ])('refuses %s as ZENDESK_URL', (url) => {
    expect(faultsOf({ ...good, ZENDESK_URL: url })).toEqual(['ZENDESK_URL']);
  });

  it.each(['evil.test/', 'a@b', '127.0.0.1:5432', 'acme.zendesk.com.evil', 'аcme', 'ACME', '-acme', 'acme/'])(
    'refuses %s as ZENDESK_SUBDOMAIN',
    (name) => {
      expect(faultsOf({ ...good, ZENDESK_SUBDOMAIN: name })).toEqual(['ZENDESK_SUBDOMAIN']);
    },
  );

  it.each(['http://127.0.0.1:41234', 'http://localhost:3000', 'http://[::1]:3000'])('takes the stand-in %s', (url) => {
    expect(faultsOf({ ...good, ZENDESK_URL: url, ZENDESK_SUBDOMAIN: 'sandbox' })).toEqual([]);
    expect(faultsOf({ ...production, ZENDESK_URL: url })).toEqual(['ZENDESK_URL']);
  });

  it("refuses Zendesk's published test secret everywhere, also in a rotation", () => {
    expect(faultsOf({ ...good, ZENDESK_WEBHOOK_SECRET: PUBLISHED_TEST_SECRET })).toEqual(['ZENDESK_WEBHOOK_SECRET']);
    const list = `${secret('w')}, ${PUBLISHED_TEST_SECRET}`;
    expect(faultsOf({ ...production, ZENDESK_WEBHOOK_SECRET: list })).toEqual(['ZENDESK_WEBHOOK_SECRET']);
  });

  it('takes several webhook secrets during a rotation', () => {
    const reading = readEnvironment({ ...production, ZENDESK_WEBHOOK_SECRET: `${secret('w')},${secret('v')}` });
    expect(reading).toMatchObject({ settings: { webhook: { secrets: [secret('w'), secret('v')] } } });
  });

  it('refuses short and equal secrets in production only', () => {
    const weak = { ...good, ZENDESK_WEBHOOK_SECRET: 'short', ZENDESK_APP_SECRET: secret('o') };
    expect(faultsOf(weak)).toEqual([]);
    expect(faultsOf({ ...weak, NODE_ENV: 'production' })).toEqual(['ZENDESK_WEBHOOK_SECRET', 'ZENDESK_APP_SECRET']);
  });

  it('takes a second admin token during a rotation', () => {
    const reading = readEnvironment({ ...production, ADMIN_TOKEN: secret('n'), ADMIN_TOKEN_PREVIOUS: secret('p') });
    expect(reading).toMatchObject({ settings: { adminTokens: [secret('n'), secret('p')] } });
    const weak = { ...production, ADMIN_TOKEN: secret('n'), ADMIN_TOKEN_PREVIOUS: 'short' };
    expect(faultsOf(weak)).toEqual(['ADMIN_TOKEN_PREVIOUS']);
  });

  it('sends no token for defects in the clear in production', () => {
    const plain = { ...production, GITHUB_TOKEN: 'a-token', GITHUB_URL: 'http://git.example.com/api/v3' };
    expect(faultsOf(plain)).toEqual(['GITHUB_URL']);
    expect(faultsOf({ ...plain, GITHUB_TOKEN: '' })).toEqual([]);
    expect(faultsOf({ ...plain, NODE_ENV: '' })).toEqual([]);
  });

  it('refuses to run without checking certificates in production', () => {
    expect(faultsOf({ ...production, NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual(['NODE_TLS_REJECT_UNAUTHORIZED']);
    expect(faultsOf({ ...good, NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([]);
  });

  it('takes a public key as text, with line breaks or with \\n', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    for (const value of [pem, pem.replaceAll('\n', '\\n')]) {
      expect(readEnvironment({ ...good, ZENDESK_APP_PUBLIC_KEY: value })).toMatchObject({
        settings: { app: { publicKey: pem } },
      });
    }
    expect(faultsOf({ ...good, ZENDESK_APP_PUBLIC_KEY: './no-such-file.pem' })).toEqual(['ZENDESK_APP_PUBLIC_KEY']);
  });

  it('warns of names that look like settings and are none', () => {
    expect(readEnvironment({ ...good, ZENDESK_API_TOKEN: 'x' })).toMatchObject({
      warnings: [{ name: 'ZENDESK_API_TOKEN' }],
    });
  });
});

describe('readToolEnvironment', () => {
  it.each([
    [{}, 'http://127.0.0.1:4000'],
    [{ PORT: '4100' }, 'http://127.0.0.1:4100'],
    [{ PORT: '4100', SIDECAR_URL: 'https://tierline.example.com/' }, 'https://tierline.example.com'],
  ])('of %j looks for the sidecar at %s', (variables, sidecarUrl) => {
    expect(readToolEnvironment(variables)).toMatchObject({ kind: 'settings', settings: { sidecarUrl } });
  });
});
