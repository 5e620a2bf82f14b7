/** The access token: client credentials, renewed before its end, once at a time. */
import { z } from 'zod';
import type { EpochMs } from '#core/facts/facts.ts';
import { exchange } from './fetch.ts';
import { failureOf, failureOfError, RequestFailed, retryAfterSeconds } from './failure.ts';

export interface OAuthOptions {
  /** Origin of the account. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly now: () => EpochMs;
  /** A clock that is never set, in ms: how old a token or a refusal is. */
  readonly elapsed?: () => number;
  readonly timeoutMs: number;
  /** Told when Zendesk refuses the credentials, with the seconds for which nobody should try again. */
  readonly onDead?: (seconds: number) => void;
}

export interface AccessTokens {
  /** @throws RequestFailed where none is to be had. */
  current(): Promise<string>;
  /** This token was refused: the next call of `current` fetches another. */
  refused(token: string): void;
  /** A fresh token was refused too: nobody asks Zendesk for a minute. */
  dead(): void;
  /** Others with the same credential were refused: neither is it asked here for so many ms. */
  rest(ms: number): void;
  /** Whether the credential was refused, here or there, less than a minute ago. */
  isDead(): boolean;
  /** @throws RequestFailed during that minute. */
  checkAlive(): void;
}

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  /** Seconds; absent or null: without end. */
  expires_in: z.number().positive().nullish(),
});

/** Renewed when a fifth of its life is left, at most this many ms before the end. */
const RENEW_BEFORE = 300_000;
/** After a refusal of the credentials, ms until they are tried again. */
const PROBE_EVERY = 60_000;
const ANSWER_LIMIT = 64 * 1024;

/** Fetches tokens lazily; concurrent callers share one request. */
export function createAccessTokens(options: OAuthOptions): AccessTokens {
  const elapsed = options.elapsed ?? (() => performance.now());
  let token: { text: string; renewAt: number } | null = null;
  let renewal: Promise<string> | null = null;
  let deadUntil = -Infinity;

  const die = (): void => {
    deadUntil = elapsed() + PROBE_EVERY;
    options.onDead?.(PROBE_EVERY / 1_000);
  };

  const renew = async (): Promise<string> => {
    const answer = await fetchToken(options).catch((error: unknown) => {
      const failure = failureOfError(error);
      if (failure.kind === 'unauthorized') die();
      throw new RequestFailed(failure);
    });
    const life = answer.expires_in === null || answer.expires_in === undefined ? null : answer.expires_in * 1_000;
    const renewAt = life === null ? Infinity : elapsed() + life - Math.min(RENEW_BEFORE, life / 5);
    token = { text: answer.access_token, renewAt };
    return token.text;
  };

  return {
    rest(ms) {
      deadUntil = Math.max(deadUntil, elapsed() + ms);
    },
    isDead: () => elapsed() < deadUntil,
    checkAlive() {
      if (elapsed() < deadUntil) throw new RequestFailed(refusedCredentials);
    },
    current() {
      if (token !== null && elapsed() < token.renewAt) return Promise.resolve(token.text);
      renewal ??= renew().finally(() => {
        renewal = null;
      });
      return renewal;
    },
    refused(text) {
      if (token?.text === text) token = null;
    },
    dead() {
      token = null;
      die();
    },
  };
}

const refusedCredentials = {
  kind: 'unauthorized',
  unsent: true,
  message: 'Zendesk refused the OAuth client',
} as const;

async function fetchToken(options: OAuthOptions): Promise<z.output<typeof tokenAnswer>> {
  const { status, body, header } = await exchange({
    method: 'POST',
    url: `${options.url}/oauth/tokens`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: options.clientId,
      client_secret: options.clientSecret,
      scope: 'read write',
    }),
    limit: ANSWER_LIMIT,
    timeoutMs: options.timeoutMs,
  });
  // The token endpoint says 400 invalid_client, invalid_grant or 403 where the API says 401.
  const isPage = /^text\/html\b/i.test(header('content-type') ?? '');
  if (!isPage && (status === 400 || status === 401 || status === 403)) throw new RequestFailed(refusedCredentials);
  const now = options.now();
  const failure = failureOf(status, body, retryAfterSeconds(header('retry-after'), now, header('date')), now);
  if (failure?.kind === 'rate_limited' || (failure?.kind === 'unavailable' && !isPage))
    throw new RequestFailed(failure);
  const read = tokenAnswer.safeParse(body);
  if (failure === null && read.success) return read.data;
  // Whoever stands in between, or Zendesk under maintenance: no ticket is to blame.
  throw new RequestFailed({ kind: 'unavailable', message: "Zendesk's token answer cannot be read" });
}
