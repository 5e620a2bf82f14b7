// Zendesk's rate limits: the account's bucket and those of single endpoints, on the sandbox's clock.
import type { FastifyReply } from 'fastify';
import type { SandboxClock } from '../clock.ts';
import type { LimitOptions } from '../options.ts';
import { Refusal } from '../refusal.ts';

export interface Limiter {
  limits: LimitOptions;
  /** Takes one request from the account's bucket and writes the headers; throws 429 A. */
  takeAccount(reply: FastifyReply): void;
  /** Takes one ticket update; throws 429 D. `ticketId` null: a bulk write. */
  takeTicketUpdate(reply: FastifyReply, userId: number, ticketId: number | null): void;
  /** Takes one from a named endpoint bucket; throws 429 D. */
  takeEndpoint(reply: FastifyReply, name: string, perMinute: number): void;
  reset(): void;
}

const MINUTE = 60_000;

/** Makes the limiter of one account; `limits` may be changed while it runs. */
export function createLimiter(clock: SandboxClock, limits: LimitOptions): Limiter {
  const buckets = new Map<string, { start: number; used: number }>();

  function take(key: string, most: number, windowMs: number): { ok: boolean; remaining: number; resets: number } {
    const now = clock.now();
    let bucket = buckets.get(key);
    if (!bucket || now >= bucket.start + windowMs || now < bucket.start) {
      bucket = { start: now, used: 0 };
      buckets.set(key, bucket);
    }
    const ok = bucket.used < most;
    if (ok) bucket.used += 1;
    return {
      ok,
      remaining: Math.max(0, most - bucket.used),
      resets: Math.max(1, Math.ceil((bucket.start + windowMs - now) / 1000)),
    };
  }

  function takeEndpoint(reply: FastifyReply, name: string, most: number): void {
    if (most === Infinity) return;
    const { ok, remaining, resets } = take(name, most, MINUTE);
    reply.header(`zendesk-ratelimit-${name}`, `total=${most}; remaining=${remaining}; resets=${resets}`);
    if (!ok) throw tooMany(name, resets);
  }

  return {
    limits,
    takeAccount(reply) {
      const most = limits.accountPerMinute;
      if (most === Infinity) return;
      const { ok, remaining, resets } = take('account', most, MINUTE);
      reply.headers({
        'x-rate-limit': most,
        'x-rate-limit-remaining': remaining,
        'ratelimit-limit': most,
        'ratelimit-remaining': remaining,
        'ratelimit-reset': resets,
      });
      if (ok) return;
      throw new Refusal(
        429,
        { error: 'APIRateLimitExceeded', description: 'Number of allowed API requests per minute exceeded' },
        { 'retry-after': String(resets) },
      );
    },
    takeTicketUpdate(reply, userId, ticketId) {
      takeEndpoint(reply, 'tickets-update', limits.ticketUpdatesPerMinute);
      if (ticketId === null) return;
      // The headers speak of the endpoint, not of this limit of one ticket.
      const most = limits.updatesPerUserAndTicketPerTenMinutes;
      const { ok, resets } = take(`tickets-update:${userId}:${ticketId}`, most, 10 * MINUTE);
      if (!ok) throw tooMany('tickets-update', resets);
    },
    takeEndpoint,
    reset: () => buckets.clear(),
  };
}

function tooMany(name: string, resets: number): Refusal {
  const title = name === 'tickets-update' ? 'Too many requests to update' : 'Too many requests';
  return new Refusal(429, { errors: [{ code: 'TooManyRequests', title }] }, { 'retry-after': String(resets) });
}
