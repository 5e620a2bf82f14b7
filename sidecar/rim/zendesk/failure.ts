/** What an answer of Zendesk's means for us: decided here and nowhere else. */
import type { DeliveryFailure } from '#flow/ports.ts';
import type { EpochMs } from '#core/facts/facts.ts';

/** Carries a failure through node-zendesk, which knows only exceptions. */
export class RequestFailed extends Error {
  readonly failure: DeliveryFailure;
  constructor(failure: DeliveryFailure) {
    super(`${failure.kind}: ${failure.message}`);
    this.name = 'RequestFailed';
    this.failure = failure;
  }
}

/** Where a limit was hit and no time was said: Zendesk's limits are per minute. */
export const DEFAULT_WAIT_SECONDS = 60;
/** Nobody waits longer for one answer's sake. */
export const LONGEST_WAIT_SECONDS = 3_600;

/**
 * The failure that a status means; null: none.
 * @param body parsed JSON, or undefined where it was none.
 * @param retryAfter seconds; null: not said.
 */
export function failureOf(
  status: number,
  body: unknown,
  retryAfter: number | null,
  now: EpochMs,
): DeliveryFailure | null {
  if (status >= 200 && status < 300) return null;
  const message = `Zendesk answered ${status}${said(body)}`;
  const limited = (): DeliveryFailure => ({
    kind: 'rate_limited',
    retryAt: now + (retryAfter ?? DEFAULT_WAIT_SECONDS) * 1_000,
    message,
  });
  switch (status) {
    case 401:
      return { kind: 'unauthorized', message };
    case 403:
      return { kind: 'forbidden', message };
    case 404:
    case 410:
      return { kind: 'gone', message };
    case 408:
    case 423:
    case 425:
      return { kind: 'unavailable', message };
    case 409:
      return { kind: 'conflict', message };
    case 422:
      return { kind: /closed prevents/i.test(message) ? 'closed' : 'invalid', message };
    case 429:
      return limited();
    case 503:
      return retryAfter === null ? { kind: 'unavailable', message } : limited();
    default:
      // Redirects are not followed: the account moved or something stands in between; it may come back.
      return { kind: status >= 400 && status < 500 ? 'invalid' : 'unavailable', message };
  }
}

/** No answer at all. */
export function failureOfError(error: unknown): DeliveryFailure {
  if (error instanceof RequestFailed) return error.failure;
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return { kind: 'timeout', message: 'Zendesk did not answer in time' };
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : '';
  return { kind: 'unavailable', message: `Zendesk cannot be reached${code}` };
}

/**
 * `Retry-After` in whole seconds from now: a number of seconds or an HTTP date in any of its three forms; of a header that
 * came twice the longer one; null: absent or unreadable. At most an hour, at least one second.
 * @param date the answer's `Date`: by that clock a date is meant, however wrong ours is.
 */
export function retryAfterSeconds(value: string | null, now: EpochMs, date: string | null = null): number | null {
  if (value === null) return null;
  const said = date === null ? NaN : httpDate(date.trim());
  const saidAt = Number.isNaN(said) ? now : said;
  const numbers = value.split(',').map((each) => (/^\s*\d+(?:\.\d+)?\s*$/.test(each) ? Number(each) : NaN));
  const seconds = numbers.some(Number.isNaN) ? (httpDate(value.trim()) - saidAt) / 1_000 : Math.max(...numbers);
  if (!Number.isFinite(seconds)) return null;
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(1, Math.ceil(seconds)));
}

/** NaN: none. The form of `asctime` names no zone and means UTC, as the others do. */
function httpDate(text: string): EpochMs {
  return Date.parse(/ \d{4}$/.test(text) ? `${text} GMT` : text);
}

/** Zendesk's own code and first description, from any of its five envelopes. Never the request's or the ticket's text. */
function said(body: unknown): string {
  const words = [...errorWords(field(body, 'error')), ...errorWords(field(field(body, 'errors'), 0)), detail(body)];
  const text = words.filter((word) => typeof word === 'string' && word !== '').join(': ');
  return text === '' ? '' : `: ${text.slice(0, 200)}`;
}

function errorWords(error: unknown): unknown[] {
  if (typeof error === 'string') return [error];
  return [field(error, 'code'), field(error, 'title')];
}

function detail(body: unknown): unknown {
  const details = field(body, 'details');
  if (typeof details !== 'object' || details === null) return undefined;
  const first: unknown = Object.values(details)[0];
  return field(field(first, 0), 'description');
}

function field(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** The first error code of a body, e.g. `TooManyRequests`; null: none. */
export function errorCode(body: unknown): string | null {
  const error = field(body, 'error');
  if (typeof error === 'string') return error;
  const code = field(field(field(body, 'errors'), 0), 'code');
  return typeof code === 'string' ? code : null;
}
