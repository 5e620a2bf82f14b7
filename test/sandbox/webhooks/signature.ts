// Zendesk's webhook signature: base64 of HMAC-SHA256 over timestamp + raw body.
import { createHmac } from 'node:crypto';

/** Key of "Test webhook" before it is saved. It is printed in Zendesk's documentation: never a real secret. */
export const PUBLISHED_TEST_SECRET = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';

/** The 44 characters of `x-zendesk-webhook-signature`. The secret is used as text, not decoded. */
export function signWebhook(secret: string, timestamp: string, body: string | Uint8Array): string {
  return createHmac('sha256', secret).update(timestamp).update(body).digest('base64');
}
