/** Certificates for tests, made by openssl in a folder that is removed: an authority, and what servers show. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export interface Identity {
  readonly cert: string;
  readonly key: string;
}
export interface Certificates {
  /** The authority that the tests trust, as text and as a file. */
  readonly authority: string;
  readonly authorityFile: string;
  /** Signed by the authority for localhost. */
  readonly good: Identity;
  /** The same, and over. */
  readonly expired: Identity;
  /** Signed by the authority for another name. */
  readonly otherHost: Identity;
  /** For localhost, signed by nobody else. */
  readonly selfSigned: Identity;
  remove(): Promise<void>;
}

export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'tierline-certificates-'));
  const path = (name: string): string => join(folder, name);
  const selfSign = (name: string, subject: readonly string[]) =>
    run('openssl', [
      ...['req', '-x509', ...EC, '-days', '2', '-keyout', path(`${name}.key`), '-out', path(`${name}.pem`)],
      ...subject,
    ]);
  const subjectOf = (host: string) => ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];

  async function signed(name: string, host: string, days: readonly string[]): Promise<void> {
    await run('openssl', [
      'req',
      ...EC,
      '-keyout',
      path(`${name}.key`),
      '-out',
      path(`${name}.csr`),
      ...subjectOf(host),
    ]);
    const authority = ['-CA', path('authority.pem'), '-CAkey', path('authority.key'), '-copy_extensions', 'copyall'];
    await run('openssl', [
      ...['x509', '-req', '-in', path(`${name}.csr`), '-out', path(`${name}.pem`)],
      ...[...authority, ...days],
    ]);
  }
  async function identity(name: string): Promise<Identity> {
    const [cert, key] = await Promise.all([
      readFile(path(`${name}.pem`), 'utf8'),
      readFile(path(`${name}.key`), 'utf8'),
    ]);
    return { cert, key };
  }

  await selfSign('authority', ['-subj', '/CN=Authority of a test']);
  await selfSign('self', subjectOf('localhost'));
  await signed('good', 'localhost', ['-days', '2']);
  await signed('other', 'elsewhere.example.com', ['-days', '2']);
  // Newer versions take no end before the beginning, older ones name no beginning.
  await signed('expired', 'localhost', ['-not_before', '20200101000000Z', '-not_after', '20200102000000Z']).catch(() =>
    signed('expired', 'localhost', ['-days', '-1']),
  );
  return {
    authority: await readFile(path('authority.pem'), 'utf8'),
    authorityFile: path('authority.pem'),
    good: await identity('good'),
    expired: await identity('expired'),
    otherHost: await identity('other'),
    selfSigned: await identity('self'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
