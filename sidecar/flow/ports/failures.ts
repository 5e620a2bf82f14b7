// How a call to an outside system may fail, as one closed union.
import type { EpochMs } from '#core/facts/facts.ts';

/** `message` is safe to show: no secret, no ticket text. */
export type DeliveryFailure =
  /** 409: the ticket changed since it was read. Read again, decide again. */
  | { readonly kind: 'conflict'; readonly message: string }
  /** 429, 503 with Retry-After, or our own budget. What was sent may have been done all the same, unless `unsent`. */
  | { readonly kind: 'rate_limited'; readonly retryAt: EpochMs; readonly message: string; readonly unsent?: true }
  /** 401: the credential is dead. All writes stop. */
  | { readonly kind: 'unauthorized'; readonly message: string; readonly unsent?: true }
  /** 403 */
  | { readonly kind: 'forbidden'; readonly message: string }
  /** 404, 410: deleted, merged away or not visible. */
  | { readonly kind: 'gone'; readonly message: string }
  /** 422 on a closed ticket: it can never be changed again. */
  | { readonly kind: 'closed'; readonly message: string }
  /** 400, 413, 422 and answers of a wrong shape: the same request never works. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** 5xx, no connection: it did not happen, or nobody knows. `refused`: a page refused it for good, Zendesk's or somebody's in between. */
  | { readonly kind: 'unavailable'; readonly message: string; readonly refused?: true }
  /** No answer in time: nobody knows whether it happened. */
  | { readonly kind: 'timeout'; readonly message: string };

export type Delivered<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: DeliveryFailure };
