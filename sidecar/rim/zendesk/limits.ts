/** What Zendesk's headers say of its limits, told to the one budget of all replicas. */
import type { Budget, BudgetKind } from '#flow/ports.ts';
import { errorCode } from './failure.ts';

/** Reads one header; null: absent. */
export type HeaderReader = (name: string) => string | null;

export interface LimitReading {
  readonly kind: BudgetKind;
  readonly limit: number;
  readonly remaining: number;
}

/** Zendesk's name of a limit → what it counts for us. */
const NAMED: readonly (readonly [string, BudgetKind])[] = [
  ['zendesk-ratelimit-tickets-update', 'update'],
  ['zendesk-ratelimit-incremental-exports', 'export'],
  ['zendesk-ratelimit-inflight-jobs', 'job'],
];

/** What a request counts as. `path` is below /api/v2, without its query. */
export function kindOf(method: string, path: string): BudgetKind {
  if (path.startsWith('incremental/')) return 'export';
  if (method !== 'PUT') return 'read';
  if (path === 'tickets/update_many') return 'job';
  return path.startsWith('tickets/') ? 'update' : 'read';
}

/** The account's limit (all requests together) and those of single endpoints. */
export function readLimits(header: HeaderReader): LimitReading[] {
  const account = both(
    number(header('x-rate-limit') ?? header('ratelimit-limit')),
    number(header('x-rate-limit-remaining') ?? header('ratelimit-remaining')),
  );
  const readings: LimitReading[] = account === null ? [] : [{ kind: 'read', ...account }];
  for (const [name, kind] of NAMED) {
    const text = header(name) ?? '';
    const named = both(number(/total=(\d+)/.exec(text)?.[1]), number(/remaining=(\d+)/.exec(text)?.[1]));
    if (named !== null) readings.push({ kind, ...named });
  }
  return readings;
}

function number(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : null;
}

function both(limit: number | null, remaining: number | null): { limit: number; remaining: number } | null {
  return limit === null || remaining === null || limit === 0 ? null : { limit, remaining };
}

/**
 * Whom a Retry-After holds up: everybody, those of the same endpoint, or nobody else
 * (the limit of one ticket: the endpoint itself has room left).
 */
export function heldUp(
  status: number,
  body: unknown,
  kind: BudgetKind,
  readings: readonly LimitReading[],
): Parameters<Budget['block']>[0] | null {
  if (status !== 429 || errorCode(body) !== 'TooManyRequests' || kind === 'read') return 'all';
  const own = readings.find((reading) => reading.kind === kind);
  return own !== undefined && own.remaining > 0 ? null : kind;
}
