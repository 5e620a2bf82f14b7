// What is kept of one person, and taking it out.
import type { ContractTerms } from '#core/facts/contract.ts';
import type { Person } from '#core/facts/erased.ts';

/** Where the person stands. Numbers are those of the rows. */
export interface Traces {
  readonly contracts: readonly {
    readonly organizationId: string;
    readonly revision: number;
    readonly terms: ContractTerms;
    readonly actor: string;
  }[];
  readonly audit: readonly {
    readonly id: number;
    readonly actor: string;
    readonly subject: string;
    readonly detail: string | null;
  }[];
  readonly acts: readonly { readonly id: number; readonly actor: string; readonly event: string }[];
  /** Tickets whose reading or judgement names the person. */
  readonly tickets: readonly string[];
  /** Webhooks kept aside that name the person. */
  readonly events: readonly number[];
}

/** The same rows as they shall be. */
export type Erased = Pick<Traces, 'contracts' | 'audit' | 'acts' | 'tickets' | 'events'> & {
  readonly userId: string;
  /** The entry of the audit log about it: names nobody but the pseudonym. */
  readonly entry: { readonly actor: string; readonly subject: string; readonly detail: string };
};

export interface Erasure {
  /** The person as last read from Zendesk; null: never seen. */
  profile(userId: string): Promise<{ readonly name: string | null; readonly email: string | null } | null>;
  find(person: Person): Promise<Traces>;
  /** All of it in one transaction. Tickets are emptied and read from Zendesk again. */
  erase(erased: Erased): Promise<void>;
}
