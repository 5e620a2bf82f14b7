/** What every resolver is handed beside its arguments. */
import type { Actor } from '#flow/ports.ts';
import type { Services } from './services.ts';

export interface Context {
  readonly services: Services;
  /** Who asks; the id is a claim where `proven` is false. */
  readonly actor: Actor;
  /** Two requests with one key are one act. */
  readonly key: string;
  /** Stands in the log beside what went wrong. */
  readonly requestId: string;
}

export type Resolver<A> = (parent: unknown, args: A, context: Context) => unknown;

/** Field → resolver of one root type, typed by its arguments. */
export type Resolvers<A extends Readonly<Record<string, unknown>>> = { readonly [F in keyof A]: Resolver<A[F]> };
