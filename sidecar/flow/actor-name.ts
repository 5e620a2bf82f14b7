/** How who acts stands in the audit log, in acts and contracts: one spelling, whatever was done and however it ended. */
import type { Actor } from './ports/store.ts';

/** The id, behind the name where there is one beside it; `as claimed`: only the page says who it is. */
export function actorName({ id, name, proven }: Actor): string {
  if (name === id) return proven ? id : `${id} (as claimed)`;
  return proven ? `${name} (${id})` : `${name} (${id}, as claimed)`;
}
