/** The only reader of process.env: the environment as settings, or every fault of it together, by name and never by value. */
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { createPublicKey } from 'node:crypto';
import { environmentSchema, SECRET_BYTES, type EnvironmentValues } from '#schema/settings.ts';
import { settingsOf, type Settings } from './settings.ts';

export interface SettingFault {
  readonly name: string;
  readonly message: string;
}

export type EnvironmentReading =
  | { readonly kind: 'settings'; readonly settings: Settings; readonly warnings: readonly SettingFault[] }
  | { readonly kind: 'faults'; readonly faults: readonly SettingFault[] };

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the environment. Faults name variables and say how to mend them; values are never repeated. */
export function readEnvironment(variables: Variables = process.env): EnvironmentReading {
  const read = environmentSchema.safeParse(variables);
  const faults: SettingFault[] = read.success ? [] : read.error.issues.map((issue) => fault(issue.path, issue.message));
  const values = read.success ? read.data : readable(variables);
  faults.push(...tlsFaults(variables));
  const publicKey = readPublicKey(values.ZENDESK_APP_PUBLIC_KEY ?? null);
  if (publicKey.kind === 'fault') faults.push(publicKey.fault);
  faults.push(...folderFaults(values));
  if (values.NODE_ENV === true) faults.push(...productionFaults(values));
  if (faults.length > 0 || !read.success) return { kind: 'faults', faults };
  const settings = settingsOf(read.data, publicKey.kind === 'key' ? publicKey.pem : null);
  return { kind: 'settings', settings, warnings: unknownNames(variables) };
}

/** Those that have no fault of their own: what is wrong with them together is told beside the faults of others. */
function readable(variables: Variables): Partial<EnvironmentValues> {
  const read = Object.entries(environmentSchema.shape).flatMap(([name, schema]) => {
    const one = schema.safeParse(variables[name]);
    return one.success ? [[name, one.data]] : [];
  });
  return Object.fromEntries(read) as Partial<EnvironmentValues>;
}

/** One line a fault, for the terminal. */
export function printFaults(faults: readonly SettingFault[]): string {
  return ['The sidecar cannot start with these settings:', ...faults.map((one) => `  ${one.name} ${one.message}`)].join(
    '\n',
  );
}

function fault(path: readonly PropertyKey[], message: string): SettingFault {
  return { name: String(path[0] ?? 'environment'), message };
}

function tlsFaults(variables: Variables): SettingFault[] {
  if (variables['NODE_ENV'] !== 'production' || variables['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return [];
  return [
    { name: 'NODE_TLS_REJECT_UNAUTHORIZED', message: 'must not be 0 in production: no certificate would be checked' },
  ];
}

/** Folders that cannot be what they are named for; the data's own folder is made when it is not there. */
function folderFaults(values: Partial<EnvironmentValues>): SettingFault[] {
  const { POLICIES_DIR: policies = null, DATA_DIR: data, DATABASE_URL: database } = values;
  const faults: SettingFault[] = [];
  if (policies !== null && folderAt(policies) !== true) {
    faults.push({ name: 'POLICIES_DIR', message: 'must name a folder that is there' });
  }
  if (database === null && data !== undefined && folderAt(data) === false) {
    faults.push({ name: 'DATA_DIR', message: 'must name a folder; a file is in its place' });
  }
  const words = database == null ? null : new URL(database).searchParams;
  for (const word of ['sslrootcert', 'sslcert', 'sslkey']) {
    const path = words?.get(word) ?? '';
    if (path !== '' && !mayRead(path))
      faults.push({ name: 'DATABASE_URL', message: `must name in ${word} a file that can be read` });
  }
  return faults;
}

function mayRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false; // not there, or not ours to read
  }
}

/** Null: nothing is there. False: something that is no folder. */
function folderAt(path: string): boolean | null {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? null;
}

/** What a test machine may do and production may not. */
function productionFaults(values: Partial<EnvironmentValues>): SettingFault[] {
  const faults: SettingFault[] = [];
  if (values.ZENDESK_URL?.startsWith('https://') === false) {
    faults.push({ name: 'ZENDESK_URL', message: 'must be https://NAME.zendesk.com in production' });
  }
  if (values.GITHUB_TOKEN != null && values.GITHUB_URL?.startsWith('https://') === false) {
    faults.push({
      name: 'GITHUB_URL',
      message: 'must be https in production: GITHUB_TOKEN would be sent in the clear',
    });
  }
  const secrets: readonly (readonly [string, string])[] = [
    ...named('ZENDESK_OAUTH_CLIENT_SECRET', values.ZENDESK_OAUTH_CLIENT_SECRET),
    ...(values.ZENDESK_WEBHOOK_SECRET ?? []).flatMap((secret) => named('ZENDESK_WEBHOOK_SECRET', secret)),
    ...named('ZENDESK_APP_SECRET', values.ZENDESK_APP_SECRET),
    ...named('ZENDESK_APP_SECRET_PREVIOUS', values.ZENDESK_APP_SECRET_PREVIOUS),
    ...named('ADMIN_TOKEN', values.ADMIN_TOKEN),
    ...named('ADMIN_TOKEN_PREVIOUS', values.ADMIN_TOKEN_PREVIOUS),
  ];
  for (const [index, [name, secret]] of secrets.entries()) {
    if (Buffer.byteLength(secret) < SECRET_BYTES) {
      faults.push({ name, message: `must be at least ${SECRET_BYTES} bytes long in production` });
    }
    const twin = secrets.slice(0, index).find(([, other]) => other === secret);
    if (twin !== undefined) faults.push({ name, message: `must not be the same secret as ${twin[0]}` });
  }
  return faults;
}

function named(name: string, value: string | null | undefined): (readonly [string, string])[] {
  return value == null ? [] : [[name, value]];
}

type KeyReading = { kind: 'none' } | { kind: 'key'; pem: string } | { kind: 'fault'; fault: SettingFault };

/** The variable holds the PEM itself (line breaks may be written as \n) or the path of a file with it. */
function readPublicKey(value: string | null): KeyReading {
  if (value === null) return { kind: 'none' };
  const name = 'ZENDESK_APP_PUBLIC_KEY';
  try {
    const pem = value.includes('-----BEGIN') ? value.replaceAll('\\n', '\n') : readFileSync(value, 'utf8');
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== 'rsa')
      return { kind: 'fault', fault: { name, message: 'must be an RSA public key' } };
    return { kind: 'key', pem: key.export({ type: 'spki', format: 'pem' }).toString() };
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const message = missing ? 'names a file that is not there' : 'must be a public key in PEM, or a file with one';
    return { kind: 'fault', fault: { name, message } };
  }
}

/** A misspelt name would be a setting that silently is not there. */
function unknownNames(variables: Variables): SettingFault[] {
  const known = Object.keys(environmentSchema.shape);
  return Object.keys(variables)
    .filter((name) => /^(ZENDESK_|WEBHOOK_)/.test(name) && !known.includes(name))
    .map((name) => ({ name, message: 'is not a setting of the sidecar' }));
}

const toolSchema = environmentSchema.pick({
  ADMIN_TOKEN: true,
  POLICIES_DIR: true,
  DATABASE_URL: true,
  DATA_DIR: true,
});
const accountSchema = environmentSchema.pick({
  ZENDESK_URL: true,
  ZENDESK_OAUTH_CLIENT_ID: true,
  ZENDESK_OAUTH_CLIENT_SECRET: true,
});

/** What the command line needs beside Zendesk: where the sidecar answers, and where its data lie. */
export interface ToolSettings {
  /** Origin of a running sidecar. */
  readonly sidecarUrl: string;
  readonly adminToken: string | null;
  readonly policiesDir: string | null;
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

/** The Zendesk account and our OAuth client in it. */
export interface AccountSettings {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A part of the environment, or every fault of that part. */
export type PartReading<T> =
  { readonly kind: 'settings'; readonly settings: T } | Extract<EnvironmentReading, { kind: 'faults' }>;

/** The part of the environment that commands use. `SIDECAR_URL`: default http://127.0.0.1:PORT, as the sidecar itself listens. */
export function readToolEnvironment(variables: Variables = process.env): PartReading<ToolSettings> {
  const read = toolSchema.safeParse(variables);
  const faults = read.success ? [] : read.error.issues.map((issue) => fault(issue.path, issue.message));
  const port = /^\d{1,5}$/.exec(variables['PORT']?.trim() ?? '')?.[0] ?? '4000';
  const url = variables['SIDECAR_URL']?.trim() || `http://127.0.0.1:${port}`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    faults.push({ name: 'SIDECAR_URL', message: 'must be a URL such as http://127.0.0.1:4000' });
  }
  if (!read.success || faults.length > 0) return { kind: 'faults', faults };
  const {
    ADMIN_TOKEN: adminToken,
    POLICIES_DIR: policiesDir,
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
  } = read.data;
  const settings = { sidecarUrl: url.replace(/\/+$/, ''), adminToken, policiesDir, databaseUrl, dataDir };
  return { kind: 'settings', settings };
}

/** The part of the environment that reaches Zendesk: enough for a first installation, when there is no webhook yet. */
export function readAccountEnvironment(variables: Variables = process.env): PartReading<AccountSettings> {
  const read = accountSchema.safeParse(variables);
  const faults = read.success ? [] : read.error.issues.map((issue) => fault(issue.path, issue.message));
  faults.push(...tlsFaults(variables));
  if (!read.success || faults.length > 0) return { kind: 'faults', faults };
  const { ZENDESK_URL: url, ZENDESK_OAUTH_CLIENT_ID: clientId, ZENDESK_OAUTH_CLIENT_SECRET: clientSecret } = read.data;
  return { kind: 'settings', settings: { url, clientId, clientSecret } };
}
