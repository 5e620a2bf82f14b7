// O-03: Settings that cannot work are named before anything starts, each with the way to mend it.
import { expect, test } from 'vitest';
import { DatabaseRefused } from '#rim/postgres/database.ts';
import { lockDirectory } from '#rim/postgres/directory-lock.ts';
import { readEnvironment } from '../../sidecar/environment.ts';

const GOOD = {
  ZENDESK_URL: 'https://acme.zendesk.com',
  ZENDESK_OAUTH_CLIENT_ID: 'tierline',
  ZENDESK_OAUTH_CLIENT_SECRET: 'a-client-secret-of-the-tests',
  ZENDESK_WEBHOOK_SECRET: 'a-webhook-secret-of-the-tests',
  ZENDESK_APP_SECRET: 'an-app-secret-of-the-tests',
};
const FILE = import.meta.filename;

function faultsOf(more: Record<string, string>): readonly string[] {
  const reading = readEnvironment({ ...GOOD, ...more });
  return reading.kind === 'faults' ? reading.faults.map(({ name, message }) => `${name} ${message}`) : [];
}

test.each([
  [{ POLICIES_DIR: '/nowhere/policies' }, 'POLICIES_DIR must name a folder that is there'],
  [{ POLICIES_DIR: FILE }, 'POLICIES_DIR must name a folder that is there'],
  [{ DATA_DIR: FILE }, 'DATA_DIR must name a folder; a file is in its place'],
  [
    { DATABASE_URL: 'postgres://u:p@db.example.com/t?sslmode=verify-full&sslrootcert=/nowhere/ca.pem' },
    'DATABASE_URL must name in sslrootcert a file that can be read',
  ],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent'],
  [{ WEBHOOK_TOLERANCE: '0s' }, 'WEBHOOK_TOLERANCE must be more than nothing'],
])('%j', (more, fault) => {
  expect(faultsOf(more)).toEqual([fault]);
});

test('folders are told together with the rest', () => {
  expect(faultsOf({ POLICIES_DIR: '/nowhere', DATA_DIR: FILE, NODE_ENV: 'production', ADMIN_TOKEN: 'short' })).toEqual([
    'POLICIES_DIR must name a folder that is there',
    'DATA_DIR must name a folder; a file is in its place',
    'ADMIN_TOKEN must be at least 24 bytes long in production',
  ]);
});

test('what is wrong with one setting hides nothing that is wrong with others', () => {
  const reading = readEnvironment({
    ...GOOD,
    NODE_ENV: 'production',
    ZENDESK_URL: '',
    PORT: 'http',
    POLICIES_DIR: '/nowhere',
    ZENDESK_APP_PUBLIC_KEY: '/nowhere.pem',
    ADMIN_TOKEN: GOOD.ZENDESK_APP_SECRET,
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
  });
  const names = reading.kind === 'faults' ? reading.faults.map(({ name }) => name).toSorted() : [];
  expect(names).toEqual([
    'ADMIN_TOKEN',
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'POLICIES_DIR',
    'PORT',
    'ZENDESK_APP_PUBLIC_KEY',
    'ZENDESK_URL',
  ]);
});

test('a folder for the data that cannot be made is refused by name', () => {
  expect(() => lockDirectory(`${FILE}/data`)).toThrow(DatabaseRefused);
  expect(() => lockDirectory(`${FILE}/data`)).toThrow(/^DATA_DIR .* cannot be made \(ENOTDIR\)/);
});
