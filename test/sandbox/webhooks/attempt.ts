// One signed request of a webhook, and what came of it.
import type { Webhook } from '../records.ts';
import type { Outcome } from './redelivery.ts';
import { signWebhook } from './signature.ts';

export interface Attempted {
  outcome: Outcome;
  /** The body of the answer. */
  text: string;
}

export interface Sending {
  body: string;
  invocationId: string;
  secret: string;
  accountId: number;
  timestamp: string;
  /** Ends the attempt; a time-out counts as silence. */
  signal: AbortSignal;
}

/** An attempt that reached nobody. */
export function unconnected(message: string): Attempted {
  return { outcome: { kind: 'connection', message }, text: '' };
}

/** Sends once, follows no redirect. Never throws. */
export async function sendSigned(webhook: Webhook, sending: Sending): Promise<Attempted> {
  const bodiless = webhook.httpMethod === 'GET' || webhook.httpMethod === 'DELETE';
  const target = bodiless && sending.body !== '' ? `${webhook.endpoint}?${sending.body}` : webhook.endpoint;
  try {
    const response = await fetch(target, {
      method: webhook.httpMethod,
      redirect: 'manual',
      signal: sending.signal,
      headers: headersOf(webhook, sending, bodiless ? '' : sending.body),
      ...(bodiless ? {} : { body: sending.body }),
    });
    const text = await response.text();
    return {
      outcome: { kind: 'answered', status: response.status, retryAfter: response.headers.get('retry-after') },
      text,
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return { outcome: { kind: 'timeout' }, text: '' };
    return unconnected(describe(error));
  }
}

function headersOf(webhook: Webhook, sending: Sending, signedBody: string): Record<string, string> {
  return {
    'content-type': contentTypeOf(webhook),
    'user-agent': 'Zendesk Webhook',
    'x-zendesk-account-id': String(sending.accountId),
    'x-zendesk-webhook-id': webhook.id,
    'x-zendesk-webhook-invocation-id': sending.invocationId,
    'x-zendesk-webhook-signature': signWebhook(sending.secret, sending.timestamp, signedBody),
    'x-zendesk-webhook-signature-timestamp': sending.timestamp,
    ...authenticationHeader(webhook),
    ...webhook.customHeaders,
  };
}

function contentTypeOf(webhook: Webhook): string {
  if (webhook.requestFormat === 'xml') return 'application/xml';
  return webhook.requestFormat === 'json' ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded';
}

function authenticationHeader(webhook: Webhook): Record<string, string> {
  const data = webhook.authentication?.data ?? {};
  switch (webhook.authentication?.type) {
    case 'basic_auth':
      return {
        authorization: `Basic ${Buffer.from(`${String(data.username)}:${String(data.password)}`).toString('base64')}`,
      };
    case 'bearer_token':
      return { authorization: `Bearer ${String(data.token)}` };
    case 'api_key':
      return { [String(data.name)]: String(data.value) };
    default:
      return {};
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
