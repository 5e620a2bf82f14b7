/** The token of a signed URL (RS256): Zendesk itself says which user opens the app, where, and in which installation. */
import { createPublicKey } from 'node:crypto';
import { importSPKI, type CryptoKey, type JWTPayload } from 'jose';
import type { EpochMs } from '#core/facts/facts.ts';
import { verifiedClaims } from './tokens.ts';

export interface SignedUrlOptions {
  /** PEM, SPKI. */
  readonly publicKey: string;
  /** Origin of the account. */
  readonly zendeskUrl: string;
  readonly subdomain: string;
  /** Null: any installation of the account. */
  readonly installationId: string | null;
  readonly now: () => EpochMs;
  /** Remembers a token's id until then; false: it was used before, here or by another replica. */
  readonly firstUse: (id: string, until: EpochMs) => Promise<boolean>;
  /** Told whose token came a second time, for the audit. */
  readonly onReplay?: (userId: string) => void;
}

/** Where the manifest puts the app. */
const LOCATIONS = new Set([
  'ticket_sidebar',
  'new_ticket_sidebar',
  'organization_sidebar',
  'user_sidebar',
  'nav_bar',
  'top_bar',
]);

/** Reads tokens of signed URLs: the user's id, or null for whatever is wrong with one. */
export async function createSignedUrlReader(
  options: SignedUrlOptions,
): Promise<(token: string) => Promise<string | null>> {
  const pem = createPublicKey(options.publicKey).export({ type: 'spki', format: 'pem' }).toString();
  const key: CryptoKey = await importSPKI(pem, 'RS256');
  const hosts = [`${options.subdomain}.zendesk.com`, new URL(options.zendeskUrl).host];
  const issuers = [...hosts, ...hosts.map((host) => `https://${host}`), options.zendeskUrl, options.subdomain];
  return async (token) => {
    const claims = await verifiedClaims(token, { algorithm: 'RS256', keys: [key], issuers, now: options.now() });
    if (claims === null || claims['cnf'] !== undefined) return null;
    if (!isForUs(claims.aud, hosts, options.installationId) || !isFromSupport(claims['context'])) return null;
    const userId = userOf(claims.sub, hosts);
    const { jti, exp } = claims;
    if (userId === null || typeof jti !== 'string' || jti === '' || jti.length > 200 || exp === undefined) return null;
    if (await options.firstUse(jti, exp * 1_000 + 60_000)) return userId;
    options.onReplay?.(userId);
    return null;
  };
}

/** `https://acme.zendesk.com/api/v2/apps/installations/902.json`, and nothing else beside it. */
function isForUs(audience: JWTPayload['aud'], hosts: readonly string[], installationId: string | null): boolean {
  if (typeof audience !== 'string') return false;
  const parts = /^https?:\/\/([^/]+)\/api\/v2\/apps\/installations\/(\d+)(?:\.json)?$/.exec(audience);
  if (parts === null || !hosts.includes(parts[1] ?? '')) return false;
  return installationId === null || parts[2] === installationId;
}

function isFromSupport(context: unknown): boolean {
  if (typeof context !== 'object' || context === null) return false;
  const { product, location } = context as { product?: unknown; location?: unknown };
  return product === 'support' && typeof location === 'string' && LOCATIONS.has(location);
}

/** The number alone, or `https://acme.zendesk.com/api/v2/users/123.json`. */
function userOf(sub: unknown, hosts: readonly string[]): string | null {
  if (typeof sub !== 'string') return null;
  if (/^[1-9]\d{0,18}$/.test(sub)) return sub;
  const parts = /^https?:\/\/([^/]+)\/api\/v2\/users\/([1-9]\d{0,18})(?:\.json)?$/.exec(sub);
  return parts !== null && hosts.includes(parts[1] ?? '') ? (parts[2] ?? null) : null;
}
