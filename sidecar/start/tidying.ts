/** What has to be done again and again: old rows go, and what a lost connection did not tell is asked for. */
import { complain, type Base } from './base.ts';
import type { ReadPolicies } from './policies.ts';
import type { Kept } from './store.ts';
import type { Work } from './work.ts';

const TIDY_EVERY_MS = 60_000;

/** Once a minute from now on. */
export function startTidying(base: Base, { store }: Kept, { readAgain }: ReadPolicies, { ports }: Work): void {
  const tidying = setInterval(() => {
    void store.tidy().catch(complain(base, 'old rows were not removed'));
    // Word of a publication is lost with a connection: nobody stays behind for longer than this.
    readAgain();
    ports.account.lookForFields();
    void store.agenda.askPublished().catch(complain(base, 'tickets of a publication were not asked for'));
  }, TIDY_EVERY_MS);
  base.stops.add(() => clearInterval(tidying));
}
