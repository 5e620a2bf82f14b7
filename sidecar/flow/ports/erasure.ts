// What is kept of one person, and taking it out.
import type { ContractTerms } from '#core/facts/contract.ts';
import type { Mention, Person } from '#core/facts/known-as.ts';

/** Rows in which the number or one of the words occurs, be it as a part of another. Numbers are those of the rows. */
export interface Records {
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
  /** Webhooks that are still kept. */
  readonly events: readonly { readonly id: number; readonly body: string }[];
}

/** The same rows as they shall be. */
export type Erased = Pick<Records, 'contracts' | 'audit' | 'acts'> & {
  readonly userId: string;
  readonly tickets: readonly string[];
  readonly events: readonly number[];
  /** The entry of the audit log about it: names nobody but the pseudonym. */
  readonly entry: { readonly actor: string; readonly subject: string; readonly detail: string };
};

export interface Erasure {
  /** The person as last read from Zendesk; null: never seen. */
  profile(userId: string): Promise<Mention | null>;
  /** Other people's profiles that have one of these names or addresses. */
  others(person: Person): Promise<readonly Mention[]>;
  records(person: Person): Promise<Records>;
  /** Tickets in whose reading or judgement number or words occur; `record`, in JSON, where only words do. */
  tickets(person: Person): Promise<readonly { readonly ticketId: string; readonly record: string | null }[]>;
  /**
   * All of it in one transaction. Tickets are emptied and read from Zendesk again. When it returns, whatever look began
   * before is void: it can write nothing down.
   */
  erase(erased: Erased): Promise<void>;
}
