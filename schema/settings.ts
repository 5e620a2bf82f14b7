/** The sidecar's settings, as its environment names them (contract of the outside: README, docs/operating.md). */
import { z } from 'zod';

/** Printed in Zendesk's documentation, so known to everybody. */
export const PUBLISHED_TEST_SECRET = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';

/** Shortest secret in production, in bytes. */
export const SECRET_BYTES = 24;

const text = z.string().trim().min(1);
/** An empty variable counts as unset. */
const unset = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema);
const maybe = <T extends z.ZodType>(schema: T) => unset(schema.optional()).transform((value) => value ?? null);

const UNITS = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** `300`, `300s`, `5m` or `1h`; comes out in ms. */
const duration = z
  .string()
  .trim()
  .regex(/^\d{1,6}[smh]?$/, 'must be a number of seconds, or such as 300s, 5m, 1h')
  .transform((value) => {
    const unit = value.replace(/\d/g, '') as keyof typeof UNITS;
    return Number.parseInt(value, 10) * UNITS[unit];
  })
  .refine((value) => value > 0, 'must be more than nothing');

const flag = z
  .enum(['0', '1', 'false', 'true'], 'must be 1 or 0')
  .transform((value) => value === '1' || value === 'true');

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port number');

const secrets = z
  .string('is required')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .refine((list) => list.length > 0, 'is required')
  .refine((list) => !list.includes(PUBLISHED_TEST_SECRET), "is Zendesk's published test secret; use the webhook's own");

/** The name of an account. */
export const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
export const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Origin of the account: https://NAME.zendesk.com, or http on the machine's own loopback for a stand-in. */
const zendeskUrl = z.string('is required').transform((value, context) => {
  const origin = accountOrigin(value.trim());
  if (origin !== null) return origin;
  context.addIssue({
    code: 'custom',
    message: 'must be https://NAME.zendesk.com (http only for a stand-in on 127.0.0.1)',
  });
  return z.NEVER;
});

function accountOrigin(value: string): string | null {
  if (!/^https?:\/\/[A-Za-z0-9.:[\]-]+\/?$/.test(value) || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (LOOPBACK.has(url.hostname)) return url.origin;
  const label = /^([a-z0-9-]+)\.zendesk\.com$/.exec(url.hostname)?.[1];
  const plain = url.protocol === 'https:' && url.port === '' && label !== undefined && SUBDOMAIN.test(label);
  return plain ? url.origin : null;
}

const databaseUrl = z
  .string()
  .refine(
    (value) => URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol),
    'must be a postgres:// URL',
  );

const httpUrl = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), 'must be a URL');

const token = z.string().regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');

/** One entry a variable; the defaults are the documented ones. */
export const environmentSchema = z.object({
  NODE_ENV: unset(z.string().optional()).transform((value) => value === 'production'),
  HOST: unset(text.default('127.0.0.1')),
  PORT: unset(port.default(4000)),
  DATABASE_URL: maybe(databaseUrl),
  DATA_DIR: unset(text.default('./data')),
  ZENDESK_URL: unset(zendeskUrl),
  ZENDESK_SUBDOMAIN: maybe(
    z.string().regex(SUBDOMAIN, "must be the account's name alone: small letters, digits and hyphens"),
  ),
  ZENDESK_OAUTH_CLIENT_ID: unset(z.string('is required').trim()),
  ZENDESK_OAUTH_CLIENT_SECRET: unset(z.string('is required')),
  ZENDESK_WEBHOOK_SECRET: unset(secrets),
  WEBHOOK_TOLERANCE: unset(duration.default(300_000)),
  ZENDESK_APP_SECRET: unset(z.string('is required')),
  ZENDESK_APP_SECRET_PREVIOUS: maybe(z.string()),
  ZENDESK_APP_PUBLIC_KEY: maybe(z.string()),
  ZENDESK_APP_ID: maybe(z.string().regex(/^\d{1,15}$/, 'must be the number of the app')),
  ZENDESK_APP_INSTALLATION_ID: maybe(z.string().regex(/^\d{1,19}$/, 'must be the number of the installation')),
  ADMIN_TOKEN: maybe(token),
  ADMIN_TOKEN_PREVIOUS: maybe(token),
  POLICIES_DIR: maybe(text),
  DEFAULT_POLICY: maybe(z.string().regex(/^[a-z][a-z0-9_-]*$/, 'must be the id of a policy')),
  LOG_LEVEL: unset(z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`).default('info')),
  PERSISTED_ONLY: unset(flag.default(false)),
  GITHUB_TOKEN: maybe(text),
  GITHUB_URL: unset(httpUrl.default('https://api.github.com')),
  ZENDESK_MARKETPLACE_NAME: maybe(text),
  ZENDESK_MARKETPLACE_ORGANIZATION_ID: maybe(text),
  ZENDESK_MARKETPLACE_APP_ID: maybe(text),
});

export type EnvironmentValues = z.output<typeof environmentSchema>;
