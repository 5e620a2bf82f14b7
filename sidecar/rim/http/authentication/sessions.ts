/** Sessions of the hosted app: a signed URL proves the user once, the session token stands for that proof afterwards. */
import { hkdfSync, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { EpochMs } from '#core/facts/facts.ts';
import { verifiedClaims } from './tokens.ts';

const ISSUER = 'tierline-session';
/** A page that stays open longer loads itself anew. The rules of tokens allow an hour at most. */
const LIFE_SECONDS = 3_600;

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly expiresAt: EpochMs;
}

export interface Sessions {
  /** A token for the proven user; goes into the page, never into an address. */
  mint(userId: string): Promise<string>;
  /** The user of a session; null: it is none, or over. */
  read(token: string): Promise<Session | null>;
  /** Whether the session was ended, at most a quarter of a minute ago. */
  isEnded(id: string): Promise<boolean>;
  /** Ends this one session, at every replica within half a minute; false: it is none, or over. */
  end(token: string): Promise<boolean>;
}

/** Which sessions were ended before their time; shared by all replicas. */
export interface EndedSessions {
  firstUse(id: string, until: EpochMs): Promise<boolean>;
  wasUsed(id: string): Promise<boolean>;
}

/** Whether a session was ended is asked again after this time. */
const FRESH_MS = 15_000;
const REMEMBERED = 2_000;
/** Tokens are taken for so long after their end. */
const LEEWAY_MS = 60_000;

/** @param secret known to every replica of the sidecar and to nobody else; the sessions' own key is derived from it. */
export function createSessions(secret: string, now: () => EpochMs, ended: EndedSessions): Sessions {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'tierline sessions', 32));
  const asked = new Map<string, { readonly isEnded: boolean; readonly at: EpochMs }>();
  const remember = (id: string, isEnded: boolean): boolean => {
    asked.delete(id); // the newest stand last
    asked.set(id, { isEnded, at: now() });
    const oldest = asked.keys().next();
    if (asked.size > REMEMBERED && oldest.done !== true) asked.delete(oldest.value);
    return isEnded;
  };
  async function isEnded(id: string): Promise<boolean> {
    const known = asked.get(id);
    if (known !== undefined && (known.isEnded || Math.abs(now() - known.at) < FRESH_MS)) return known.isEnded;
    // Without the database nothing is answered that a session could ask for.
    const answer = await ended.wasUsed(id).catch(() => null);
    return answer === null ? known?.isEnded === true : remember(id, answer);
  }
  async function read(token: string): Promise<Session | null> {
    const claims = await verifiedClaims(token, { algorithm: 'HS256', keys: [key], issuers: [ISSUER], now: now() });
    if (claims?.sub === undefined || claims.jti === undefined) return null;
    const id = `session:${claims.jti}`;
    return (await isEnded(id)) ? null : { userId: claims.sub, id, expiresAt: (claims.exp ?? 0) * 1_000 };
  }
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
    read,
    isEnded,
    async end(token) {
      const session = await read(token);
      if (session === null) return false;
      await ended.firstUse(session.id, session.expiresAt + LEEWAY_MS);
      return remember(session.id, true);
    },
  };
}
