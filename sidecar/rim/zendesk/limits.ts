/** What Zendesk's headers say of its limits, told to the one budget of all replicas. */
import type { BudgetKind } from '#flow/ports.ts';
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

/** Whom a pause concerns: everybody, those of one endpoint, or whoever writes to the ticket. */
export type Whom = BudgetKind | 'all' | 'ticket';

/** Zendesk's words for the account's limit, and for that of one ticket (30 updates in 10 minutes by one user). */
const OF_ACCOUNT = /APIRateLimitExceeded|requests per minute/i;
const OF_TICKET = /TooManyRequests|\b(?:this|same|per|the|one) ticket\b/i;

/**
 * Whom a pause concerns. A limit of one ticket comes without a header of its own: it is taken for one where the endpoint
 * or the account has room left, or where the body says so; where nothing tells, everybody waits.
 */
export function heldUp(status: number, body: unknown, kind: BudgetKind, readings: readonly LimitReading[]): Whom {
  if (status !== 429) return 'all';
  const code = errorCode(body);
  if (code === 'TooManyJobs') return 'job';
  const words = wordsOf(body);
  const account = readings.find((reading) => reading.kind === 'read');
  if (kind === 'read' || account?.remaining === 0 || OF_ACCOUNT.test(words)) return 'all';
  const own = readings.find((reading) => reading.kind === kind);
  if (own?.remaining === 0) return kind;
  if (kind !== 'update') return code === 'TooManyRequests' ? kind : 'all';
  return own !== undefined || account !== undefined || OF_TICKET.test(words) ? 'ticket' : 'all';
}

/** When the window of such a limit ends, in seconds; null: it is not said. */
export function resetSeconds(header: HeaderReader, whom: Whom): number | null {
  if (whom === 'all') return number(header('ratelimit-reset') ?? header('x-rate-limit-reset'));
  const name = NAMED.find(([, kind]) => kind === whom)?.[0];
  return name === undefined ? null : number(/resets=(\d+)/.exec(header(name) ?? '')?.[1]);
}

function wordsOf(body: unknown): string {
  return typeof body === 'object' && body !== null ? JSON.stringify(body).slice(0, 1_000) : '';
}
