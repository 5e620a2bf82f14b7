/** Whether Zendesk signed these bytes, and when: base64 of HMAC-SHA256 over timestamp and raw body. */
import { createHmac } from 'node:crypto';
import type { EpochMs } from '#core/facts/facts.ts';
import { sameDigest } from './constant-time.ts';

export type SignatureVerdict =
  | { readonly kind: 'signed'; readonly at: EpochMs }
  | { readonly kind: 'invalid' }
  /** Signed, but too long ago or ahead of our clock. */
  | { readonly kind: 'stale' };

export interface SignedBytes {
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly body: Uint8Array;
}

/** 32 bytes in base64, written in its one canonical way. */
const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})Z$/;

/**
 * Judges a delivery. The timestamp's strict form matters: the signed text has no separator between it and the body.
 * @param secrets any of them may have signed; several during a rotation.
 * @param toleranceMs how far the timestamp may lie from `now`, inclusive.
 */
export function verifySignature(
  delivery: SignedBytes,
  secrets: readonly string[],
  toleranceMs: number,
  now: EpochMs,
): SignatureVerdict {
  const { signature, timestamp, body } = delivery;
  const at = timestamp === undefined ? null : strictInstant(timestamp);
  if (timestamp === undefined || at === null) return { kind: 'invalid' };
  if (signature === undefined || !BASE64_OF_32_BYTES.test(signature)) return { kind: 'invalid' };
  const given = Buffer.from(signature, 'base64');
  const signed = secrets.some((secret) => sameDigest(given, digest(secret, timestamp, body)));
  if (!signed) return { kind: 'invalid' };
  return Math.abs(now - at) <= toleranceMs ? { kind: 'signed', at } : { kind: 'stale' };
}

/** The signature that Zendesk would send. */
export function sign(secret: string, timestamp: string, body: Uint8Array): string {
  return digest(secret, timestamp, body).toString('base64');
}

/** The secret is used as text, though it looks like base64. */
function digest(secret: string, timestamp: string, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(timestamp).update(body).digest();
}

/** Deliveries of one second carry the same text. */
let last: { readonly text: string; readonly at: EpochMs } | undefined;

/** Exactly `YYYY-MM-DDTHH:MM:SSZ`, and an instant that exists: no 30 February, no hour 24. */
function strictInstant(text: string): EpochMs | null {
  if (last?.text === text) return last.at;
  if (!TIMESTAMP.test(text)) return null;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return null;
  if (new Date(ms).toISOString() !== `${text.slice(0, -1)}.000Z`) return null;
  last = { text, at: ms };
  return ms;
}
