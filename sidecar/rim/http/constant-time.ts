/** The one place where secrets are compared. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two digests of equal length are the same, in a time that does not tell where they differ. */
export function sameDigest(left: Uint8Array, right: Uint8Array): boolean {
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

/** Whether two texts are the same; their lengths are hidden by digests. */
export function sameText(left: string, right: string): boolean {
  return sameDigest(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}
