/**
 * POST /webhooks/zendesk: method, type, size, signature, then the port that stores the event, then 200.
 * Zendesk repeats only 409, 429 and 503 with a short Retry-After: any other fault would lose the event.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readWebhook, WEBHOOK_BODY_LIMIT, type WebhookReading } from '#schema/webhook.ts';
import type { EpochMs } from '#core/facts/facts.ts';
import { answerBare, refuseBare, refuseEarly, wasTooSlow } from './bare.ts';
import { header, isPlainJson } from './plain-json.ts';
import { readRawBody } from './raw-body.ts';
import type { RefusalCode } from './refusals.ts';
import { verifySignature } from './signature.ts';

export const WEBHOOK_PATH = '/webhooks/zendesk';

/** Longest wait for the store, in ms: an answer must come before Zendesk gives up (about 10 s). */
const STORE_WITHIN = 4_000;

/** A signed delivery, once it is known to be Zendesk's. */
export interface Delivery {
  /** The signature: the same bytes sent twice are one delivery. Headers that are not signed decide nothing. */
  readonly identity: string;
  readonly signedAt: EpochMs;
  readonly receivedAt: EpochMs;
  /** Not signed; for people who compare logs. */
  readonly invocationId: string | null;
  readonly text: string;
  readonly reading: WebhookReading;
}

export type AcceptAnswer = 'accepted' | 'duplicate' | 'quarantined';

export interface WebhookOptions {
  readonly secrets: readonly string[];
  readonly toleranceMs: number;
  readonly now: () => EpochMs;
  /** Stores the event; settled once it is durable. A rejection means that it could not be stored. */
  readonly accept: (delivery: Delivery) => Promise<AcceptAnswer>;
  /** Told of every answer: an AcceptAnswer or the code of the refusal. */
  readonly observe?: (answer: AcceptAnswer | RefusalCode, seconds: number) => void;
}

/** What the route tells its server. */
export interface WebhookTeller {
  /** Status of each answer. */
  readonly answered: (status: number) => void;
  /** A kind of refusal, or a reason why nothing was stored; at most one line a second of each is wanted. */
  readonly complain: (what: string) => void;
  /** A defect of ours. */
  readonly failed: (error: unknown) => void;
}

/** Answers by itself, without Fastify: it is asked more often than everything else together. */
export function createWebhookRoute(
  options: WebhookOptions,
  teller: WebhookTeller,
): (request: IncomingMessage, response: ServerResponse) => void {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const receivedAt = options.now();
    const started = performance.now();
    const answer = await decide(request, receivedAt, options, teller.complain);
    options.observe?.(answer, (performance.now() - started) / 1_000);
    teller.answered(tell(request, response, answer));
  }
  return (request, response) => {
    if (request.method !== 'POST') {
      teller.answered(refuseBare(response, 'METHOD_NOT_ALLOWED', ['allow', 'POST']));
      return;
    }
    handle(request, response).catch((error: unknown) => {
      teller.failed(error);
      teller.answered(refuseBare(response, 'UNAVAILABLE', ['retry-after', '10']));
    });
  };
}

function tell(request: IncomingMessage, response: ServerResponse, answer: Answer): number {
  switch (answer) {
    case 'accepted':
    case 'duplicate':
    case 'quarantined':
      answerBare(response, 200, `{"status":"${answer}"}`);
      return 200;
    case 'UNAVAILABLE':
      return refuseBare(response, answer, ['retry-after', String(5 + Math.floor(Math.random() * 26))]);
    case 'PAYLOAD_TOO_LARGE':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return refuseEarly(request, response, answer);
    default:
      return refuseBare(response, answer);
  }
}

type Answer =
  | AcceptAnswer
  | Extract<
      RefusalCode,
      | 'SIGNATURE_INVALID'
      | 'SIGNATURE_STALE'
      | 'UNAVAILABLE'
      | 'PAYLOAD_TOO_LARGE'
      | 'UNSUPPORTED_MEDIA_TYPE'
      | 'BAD_REQUEST'
      | 'REQUEST_TIMEOUT'
    >;

async function decide(
  request: IncomingMessage,
  receivedAt: EpochMs,
  options: WebhookOptions,
  complain: (what: string) => void,
): Promise<Answer> {
  if (!isPlainJson(request)) return 'UNSUPPORTED_MEDIA_TYPE';
  const body = await readRawBody(request, WEBHOOK_BODY_LIMIT);
  if (body.kind === 'too_large') return 'PAYLOAD_TOO_LARGE';
  if (body.kind === 'aborted') return wasTooSlow(request.socket) ? 'REQUEST_TIMEOUT' : 'BAD_REQUEST';
  const signature = header(request, 'x-zendesk-webhook-signature');
  const timestamp = header(request, 'x-zendesk-webhook-signature-timestamp');
  const verdict = verifySignature(
    { signature, timestamp, body: body.bytes },
    options.secrets,
    options.toleranceMs,
    receivedAt,
  );
  if (verdict.kind !== 'signed') {
    const code = verdict.kind === 'stale' ? 'SIGNATURE_STALE' : 'SIGNATURE_INVALID';
    complain(code);
    return code;
  }
  const delivery: Delivery = {
    identity: signature ?? '',
    signedAt: verdict.at,
    receivedAt,
    invocationId: header(request, 'x-zendesk-webhook-invocation-id')?.slice(0, 100) ?? null,
    text: body.bytes.toString('utf8'),
    reading: readWebhook(body.bytes),
  };
  try {
    return await within(STORE_WITHIN, options.accept(delivery));
  } catch (error) {
    complain(error instanceof Error ? `not stored: ${error.message}` : 'not stored');
    return 'UNAVAILABLE';
  }
}

/** Rejects when `work` takes longer than `ms`; the work itself goes on. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the store took too long')), ms);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error as Error);
      },
    );
  });
}
