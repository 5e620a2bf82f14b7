/** What every JSON web token must satisfy before anything in it counts. Keys come from settings, never from the token. */
import { decodeProtectedHeader, jwtVerify, type CryptoKey, type JWTPayload } from 'jose';
import type { EpochMs } from '#core/facts/facts.ts';

/** Longest token that is looked at, in characters. */
const LONGEST = 8_192;
/** Clocks may differ by so much. */
export const LEEWAY_SECONDS = 30;
const LONGEST_LIFE_SECONDS = 3_600;

/** Headers that may stand beside `alg`; whatever points to a key elsewhere (jku, jwk, x5u, x5c) is refused. */
const HARMLESS = new Set(['alg', 'typ', 'kid', 'cty']);

export interface TokenRules {
  readonly algorithm: 'HS256' | 'RS256';
  /** Any of them may have signed. */
  readonly keys: readonly (Uint8Array | CryptoKey)[];
  readonly issuers: readonly string[];
  readonly now: EpochMs;
}

/** The claims of a token that satisfies the rules; null: it does not, whatever the cause. */
export async function verifiedClaims(token: string, rules: TokenRules): Promise<JWTPayload | null> {
  if (token.length > LONGEST || !hasPlainHeader(token, rules.algorithm)) return null;
  for (const key of rules.keys) {
    const claims = await claimsSignedBy(token, key, rules);
    if (claims !== null) return isInTime(claims, rules.now) && isIssuedBy(claims, rules.issuers) ? claims : null;
  }
  return null;
}

function hasPlainHeader(token: string, algorithm: string): boolean {
  try {
    const header = decodeProtectedHeader(token);
    const { kid } = header;
    return (
      header.alg === algorithm &&
      Object.keys(header).every((name) => HARMLESS.has(name)) &&
      (kid === undefined || /^[\w-]{1,64}$/.test(kid))
    );
  } catch {
    return false;
  }
}

async function claimsSignedBy(
  token: string,
  key: Uint8Array | CryptoKey,
  rules: TokenRules,
): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [rules.algorithm],
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(rules.now),
    });
    return payload;
  } catch {
    // Every fault of a token is answered alike.
    return null;
  }
}

/** `exp` is required and at most an hour ahead; `iat` is not in the future. (`exp` and `nbf` themselves: jose.) */
function isInTime(claims: JWTPayload, now: EpochMs): boolean {
  const seconds = now / 1_000;
  const { exp, iat } = claims;
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return false;
  if (exp > seconds + LONGEST_LIFE_SECONDS + LEEWAY_SECONDS) return false;
  return iat === undefined || (Number.isFinite(iat) && iat <= seconds + LEEWAY_SECONDS);
}

function isIssuedBy(claims: JWTPayload, issuers: readonly string[]): boolean {
  return typeof claims.iss === 'string' && issuers.includes(claims.iss);
}
