/**
 * The app's own token (HS256): it proves that the request came through an installation that knows the secret.
 * Its claims are written by the page, so it makes an agent at most, and the name in it is a claim.
 */
import type { EpochMs } from '#core/facts/facts.ts';
import { verifiedClaims } from './tokens.ts';
import type { Role } from './viewer.ts';

export interface AppTokenOptions {
  readonly secrets: readonly string[];
  readonly subdomain: string;
}

export interface AppClaims {
  readonly id: string;
  readonly role: Role;
  readonly expiresAt: EpochMs;
}

/** The claims of the app's token; null: it is none. */
export async function readAppToken(token: string, options: AppTokenOptions, now: EpochMs): Promise<AppClaims | null> {
  const claims = await verifiedClaims(token, {
    algorithm: 'HS256',
    keys: options.secrets.map((secret) => new TextEncoder().encode(secret)),
    issuers: [options.subdomain, `${options.subdomain}.zendesk.com`],
    now,
  });
  // A token that is meant for somebody else, or that names keys of its own, is not the app's.
  if (claims === null || claims.aud !== undefined || claims['cnf'] !== undefined) return null;
  const id = subject(claims.sub);
  return id === null ? null : { id, role: claimedRole(claims['role']), expiresAt: (claims.exp ?? 0) * 1_000 };
}

/** Zendesk's user number, which a page may write as a number. */
function subject(sub: unknown): string | null {
  const text = typeof sub === 'number' ? String(sub) : sub;
  return typeof text === 'string' && /^[\w.@:-]{1,100}$/.test(text) ? text : null;
}

/** At most agent. Names of custom roles are the account's own: they are agents. No role at all may only read. */
function claimedRole(role: unknown): Role {
  if (role === undefined || role === null || role === '') return 'light_agent';
  const word = String(role)
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return word === 'light_agent' || word === 'end_user' ? word : 'agent';
}
