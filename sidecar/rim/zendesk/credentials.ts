/** Whether our OAuth client is good: one token, what it may do, how long it lives, and Zendesk's clock beside ours. */
import { z } from 'zod';
import type { Delivered } from '#flow/ports.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import { deliver } from './api.ts';
import { failureOf, failureOfError, RequestFailed, retryAfterSeconds } from './failure.ts';
import { exchange } from './fetch.ts';
import type { OAuthOptions } from './oauth.ts';

export interface CredentialsReading {
  readonly scopes: readonly string[];
  /** Null: without end. */
  readonly lifeSeconds: number | null;
  /** Zendesk's clock minus ours, ms, exact to about a second; null: Zendesk did not say its time. */
  readonly clockOffsetMs: number | null;
}

const answer = z.object({
  access_token: z.string().min(1),
  scope: z.string().nullish(),
  expires_in: z.number().positive().nullish(),
});
const ANSWER_LIMIT = 64 * 1024;

/** Asks for a token and throws it away. */
export function readCredentials({
  url,
  clientId,
  clientSecret,
  now,
  timeoutMs,
}: OAuthOptions): Promise<Delivered<CredentialsReading>> {
  return deliver(async () => {
    const asked = now();
    const { status, body, header } = await exchange({
      method: 'POST',
      url: `${url}/oauth/tokens`,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: 'read write',
      }),
      limit: ANSWER_LIMIT,
      timeoutMs,
    }).catch((error: unknown) => {
      throw new RequestFailed(failureOfError(error));
    });
    if (status === 400 || status === 401 || status === 403)
      throw new RequestFailed({
        kind: 'unauthorized',
        message: `Zendesk refused the OAuth client (${String(status)})`,
      });
    const failure = failureOf(status, body, retryAfterSeconds(header('retry-after'), now()), now());
    if (failure !== null) throw new RequestFailed(failure);
    const read = answer.safeParse(body);
    if (!read.success) throw new RequestFailed({ kind: 'invalid', message: "Zendesk's token answer cannot be read" });
    return {
      scopes: (read.data.scope ?? '').split(/\s+/).filter((scope) => scope !== ''),
      lifeSeconds: read.data.expires_in ?? null,
      clockOffsetMs: offsetOf(header('date'), asked, now()),
    };
  });
}

/** The header has whole seconds: half of one is added, and what the answer took is halved. */
function offsetOf(date: string | null, asked: EpochMs, answered: EpochMs): number | null {
  const said = date === null ? NaN : Date.parse(date);
  return Number.isNaN(said) ? null : Math.round(said + 500 - (asked + answered) / 2);
}
