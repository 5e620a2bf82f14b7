/** Sessions of the hosted app: a signed URL proves the user once, the session token stands for that proof afterwards. */
import { hkdfSync, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { EpochMs } from '#core/facts/facts.ts';
import { verifiedClaims } from './tokens.ts';

const ISSUER = 'tierline-session';
/** A page that stays open longer loads itself anew. The rules of tokens allow an hour at most. */
const LIFE_SECONDS = 3_600;

export interface Sessions {
  /** A token for the proven user; goes into the page, never into an address. */
  mint(userId: string): Promise<string>;
  /** The user of a session; null: it is none, or over. */
  read(token: string): Promise<{ readonly userId: string; readonly expiresAt: EpochMs } | null>;
}

/** @param secret known to every replica of the sidecar and to nobody else; the sessions' own key is derived from it. */
export function createSessions(secret: string, now: () => EpochMs): Sessions {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'tierline sessions', 32));
  return {
    mint: (userId) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setSubject(userId)
        .setIssuedAt(Math.floor(now() / 1_000))
        .setExpirationTime(Math.floor(now() / 1_000) + LIFE_SECONDS)
        .setJti(randomBytes(16).toString('base64url'))
        .sign(key),
    async read(token) {
      const claims = await verifiedClaims(token, { algorithm: 'HS256', keys: [key], issuers: [ISSUER], now: now() });
      if (claims?.sub === undefined) return null;
      return { userId: claims.sub, expiresAt: (claims.exp ?? 0) * 1_000 };
    },
  };
}
