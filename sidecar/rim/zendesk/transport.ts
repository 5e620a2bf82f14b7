/** The one way to Zendesk's API: budget, token, exchange, limits learned, failures named. node-zendesk sends through it. */
import type { Budget, BudgetKind, Log } from '#flow/ports.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import {
  DEFAULT_WAIT_SECONDS,
  failureOf,
  failureOfError,
  LONGEST_WAIT_SECONDS,
  RequestFailed,
  retryAfterSeconds,
} from './failure.ts';
import { exchange, type Answer } from './fetch.ts';
import { NOTE_MARK } from './notes.ts';
import { heldUp, kindOf, readLimits, resetSeconds, type Whom } from './limits.ts';
import type { AccessTokens } from './oauth.ts';

export interface TransportOptions {
  /** `https://acme.zendesk.com/api/v2` */
  readonly endpoint: string;
  readonly tokens: AccessTokens;
  readonly budget: Budget;
  readonly log: Log;
  readonly now: () => EpochMs;
  readonly timeoutMs: number;
  /** Told of every request that was sent: `read`, `update` …, `ok` or the failure's kind, its seconds. */
  readonly observe: (kind: BudgetKind, outcome: string, seconds: number) => void;
  /** Told the `Date` of every answer that has one, and how many ms the answer took. */
  readonly onDate?: ((date: EpochMs, tookMs: number) => void) | undefined;
}

/** What node-zendesk hands over. */
export interface TransportRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Resolves with the body of a 2xx answer ({} where it has none). @throws RequestFailed for everything else. */
export type Transport = (url: string, request: TransportRequest) => Promise<unknown>;

/** Largest answers, in bytes. An export's page holds up to 1,000 tickets with their descriptions. */
const ANSWER_LIMIT = 10 * 1024 * 1024;
const EXPORT_LIMIT = 96 * 1024 * 1024;

export function createTransport(options: TransportOptions): Transport {
  return async (url, request) => {
    const path = url.slice(options.endpoint.length + 1).split('?', 1)[0] ?? '';
    const kind = kindOf(request.method, path);
    options.tokens.checkAlive();
    const ticketId = kind === 'update' ? /^tickets\/(\d+)/.exec(path)?.[1] : undefined;
    await takeFromBudget(options, kind, ticketId, isUrgent(request));
    const started = performance.now();
    let outcome = 'ok';
    try {
      return await send(options, kind === 'export' ? wholePages(url) : url, request, kind, ticketId);
    } catch (error) {
      const failure = failureOfError(error);
      outcome = failure.kind;
      throw new RequestFailed(failure);
    } finally {
      options.observe(kind, outcome, (performance.now() - started) / 1_000);
    }
  };
}

/** node-zendesk asks for pages of 100; an export's pages may be ten times as long, and only ten a minute are open. */
function wholePages(url: string): string {
  const whole = new URL(url);
  whole.searchParams.delete('page[size]');
  return whole.href;
}

/** A note is what somebody must hear of: a warning, a breach, an escalation. */
function isUrgent({ body }: TransportRequest): boolean {
  return body?.includes(NOTE_MARK) === true;
}

async function takeFromBudget(
  { budget, tokens, now }: TransportOptions,
  kind: BudgetKind,
  ticketId: string | undefined,
  urgent: boolean,
): Promise<void> {
  const grant = ticketId === undefined ? await budget.take(kind) : await budget.take(kind, ticketId, urgent);
  if (grant.granted) return;
  if (grant.refused === true) {
    tokens.rest(grant.retryAt - now());
    tokens.checkAlive();
  }
  throw new RequestFailed({
    kind: 'rate_limited',
    unsent: true,
    retryAt: grant.retryAt,
    message: `our share of Zendesk's limit is used up: ${grant.of}`,
  });
}

/** Sends with the current token, and once more with a fresh one where that is refused. */
async function send(
  options: TransportOptions,
  url: string,
  request: TransportRequest,
  kind: BudgetKind,
  ticketId: string | undefined,
): Promise<unknown> {
  const { tokens } = options;
  for (let tries = 1; ; tries += 1) {
    const token = await tokens.current();
    const asked = performance.now();
    const answer = await exchange({
      method: request.method,
      url,
      headers: { ...request.headers, Authorization: `Bearer ${token}` },
      body: request.body,
      limit: kind === 'export' ? EXPORT_LIMIT : ANSWER_LIMIT,
      timeoutMs: options.timeoutMs,
    });
    const date = Date.parse(answer.header('date') ?? '');
    if (!Number.isNaN(date)) options.onDate?.(date, performance.now() - asked);
    if (answer.status === 401 && tries === 1) {
      tokens.refused(token);
      continue;
    }
    if (answer.status === 401) tokens.dead();
    return bodyOf(options, answer, kind, ticketId);
  }
}

async function bodyOf(
  options: TransportOptions,
  answer: Answer,
  kind: BudgetKind,
  ticketId: string | undefined,
): Promise<unknown> {
  const { budget, log, now } = options;
  const readings = readLimits(answer.header);
  for (const { kind: of, limit, remaining } of readings) {
    // Only advice for the next requests: the answer does not wait for it.
    budget.learn(of, limit, remaining).catch((error: unknown) => log.warn({ err: error }, 'a limit was not kept'));
  }
  const { status } = answer;
  const whom = heldUp(status, answer.body, kind, readings);
  const retryAfter = pauseOf(answer, whom, now());
  if (retryAfter !== null) {
    const blocking = whom === 'ticket' ? budget.block('update', retryAfter, ticketId) : budget.block(whom, retryAfter);
    await blocking.catch((error: unknown) => log.warn({ err: error }, 'a pause was not kept'));
  }
  if (isPage(answer)) {
    throw new RequestFailed({
      kind: 'unavailable',
      refused: true,
      message: `a page was answered with ${answer.status}, not Zendesk's API`,
    });
  }
  const failure = failureOf(status, answer.body, retryAfter, now());
  if (failure !== null) throw new RequestFailed(failure);
  return answer.body ?? {};
}

/** Seconds to wait: as Zendesk says, or after a 429 that says nothing until the window ends; null: none. */
function pauseOf({ status, header }: Answer, whom: Whom, now: EpochMs): number | null {
  const said = retryAfterSeconds(header('retry-after'), now, header('date'));
  if (said !== null || status !== 429) return said;
  const reset = resetSeconds(header, whom);
  // Beyond an hour it is no pause: some proxies give the instant instead.
  return reset === null || reset > LONGEST_WAIT_SECONDS ? DEFAULT_WAIT_SECONDS : Math.max(1, reset);
}

/** Refusals for good that Zendesk's API says in JSON: as a page they come from something in between, which knows no ticket. */
const FOR_GOOD: ReadonlySet<number> = new Set([400, 403, 404, 410, 422]);

function isPage({ status, header }: Answer): boolean {
  return FOR_GOOD.has(status) && /^text\/html\b/i.test(header('content-type') ?? '');
}
