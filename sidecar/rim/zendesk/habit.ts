/** What an account does again and again: one odd answer is none, and now and then it is asked whether it still does. */
import type { Api } from './api.ts';

/** Tickets in a row that must show it. */
const TICKETS = 2;
/** After so many times that it counted it is asked anew. */
const ASKED_ANEW = 50;

export interface Habit {
  /** Whether the account is known to do so; every fiftieth time false. */
  counts(api: Api): boolean;
  told(api: Api, ticketId: string, does: boolean): void;
}

export function habit(): Habit {
  const shown = new WeakMap<Api, { readonly tickets: ReadonlySet<string>; counted: number }>();
  return {
    counts(api) {
      const known = shown.get(api);
      if (known === undefined || known.tickets.size < TICKETS) return false;
      known.counted += 1;
      return known.counted % ASKED_ANEW !== 0;
    },
    told(api, ticketId, does) {
      const known = shown.get(api);
      if (!does) shown.delete(api);
      else if (known === undefined) shown.set(api, { tickets: new Set([ticketId]), counted: 0 });
      else if (known.tickets.size < TICKETS)
        shown.set(api, { ...known, tickets: new Set([...known.tickets, ticketId]) });
    },
  };
}
