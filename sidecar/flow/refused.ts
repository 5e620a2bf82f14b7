/** An expected failure of something that a person asked for: nothing was changed. */
export interface Refused {
  readonly kind: 'refused';
  /** E.g. CONFLICT, POLICY_INVALID, NOT_FOUND, or the judgement's own code. */
  readonly code: string;
  readonly message: string;
  readonly problems: readonly RefusedProblem[];
}
export interface RefusedProblem {
  readonly message: string;
  readonly line?: number | null;
  readonly column?: number | null;
  readonly path?: string | null;
  readonly blockedBy?: readonly string[] | null;
}
export type Outcome<T> = { readonly kind: 'done'; readonly value: T } | Refused;

export function refused(code: string, message: string, problems: readonly RefusedProblem[] = []): Refused {
  return { kind: 'refused', code, message, problems };
}
export function done<T>(value: T): Outcome<T> {
  return { kind: 'done', value };
}
