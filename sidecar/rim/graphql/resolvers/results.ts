/** Outcomes of services as members of the schema's unions. */
import type { Outcome, Refused, RefusedProblem } from '#flow/refused.ts';

/** The value in the schema's words, or Refused. */
export function result<T, R>(outcome: Outcome<T>, words: (value: T) => R): R | ReturnType<typeof toRefused> {
  return outcome.kind === 'done' ? words(outcome.value) : toRefused(outcome);
}

export function toRefused(refused: Refused) {
  return {
    __typename: 'Refused' as const,
    code: refused.code,
    message: refused.message,
    problems: refused.problems.map(toProblem),
  };
}

export function toProblem({ message, line, column, path, blockedBy }: RefusedProblem) {
  return { message, line: line ?? null, column: column ?? null, path: path ?? null, blockedBy: blockedBy ?? null };
}

/** A refusal that is decided before any service is asked. */
export function refusedWith(code: string, message: string) {
  return toRefused({ kind: 'refused', code, message, problems: [] });
}
