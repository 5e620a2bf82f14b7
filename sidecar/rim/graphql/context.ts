/** What every resolver is handed beside its arguments. */
import type { Actor } from '#flow/ports.ts';
import type { Services } from './services.ts';

export interface Context {
  readonly services: Services;
  /** Who asks; the id is a claim where `proven` is false. */
  readonly actor: Actor;
  /** A key for the next act of this request: a repeated request gets the same ones in the same order. */
  readonly nextKey: () => string;
  /** Of a subscription: whether its reader may still read; asked before each event. */
  readonly mayReadOn?: () => Promise<boolean>;
  /** Stands in the log beside what went wrong. */
  readonly requestId: string;
}

/** The first act has the request's own key; a space, which no key of a client has, parts the others' from their number. */
export function actKeys(requestKey: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return count === 1 ? requestKey : `${requestKey} ${String(count)}`;
  };
}

export type Resolver<A> = (parent: unknown, args: A, context: Context) => unknown;

/** Field → resolver of one root type, typed by its arguments. */
export type Resolvers<A extends Readonly<Record<string, unknown>>> = { readonly [F in keyof A]: Resolver<A[F]> };
