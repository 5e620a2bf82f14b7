// What a look needs from outside, and from the steps beside it.
import type { EpochMs } from '#core/facts/facts.ts';
import type { Account } from '../account.ts';
import type { Contracts, PolicyRegistry } from '../ports/policies.ts';
import type { Directory, Tickets } from '../ports/store.ts';
import type { Zendesk } from '../ports/zendesk.ts';
import type { Usage } from '../usage.ts';

export interface LookPorts {
  readonly zendesk: Zendesk;
  readonly account: Account;
  readonly directory: Directory;
  readonly contracts: Contracts;
  readonly registry: PolicyRegistry;
  readonly usage: Usage;
  readonly tickets: Pick<Tickets, 'find'>;
  /** Since when the sidecar watches: notes say nothing about earlier. */
  readonly installedAt: EpochMs;
}
