// Conditions put together from others.
import type { Condition } from './policy.ts';

export const ALWAYS: Condition = { kind: 'always' };
export const NEVER: Condition = { kind: 'not', of: ALWAYS };

/** All of these; the one itself where there is one, and always where there is none. */
export function allOf(parts: readonly Condition[]): Condition {
  const real = parts
    .filter((part) => part.kind !== 'always')
    .flatMap((part) => (part.kind === 'all' ? part.of : [part]));
  const [only = ALWAYS, another] = real;
  return another === undefined ? only : { kind: 'all', of: real };
}

/** Any of these; the one itself where there is one. Of none, none holds. */
export function anyOf(parts: readonly Condition[]): Condition {
  const [only, another] = parts;
  return only === undefined || another !== undefined ? { kind: 'any', of: parts } : only;
}
