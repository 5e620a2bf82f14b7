// How much is behind each fold, without loading what draws it.
import type { Contact, TicketSupport } from '#schema/generated/support.ts';

export interface People {
  readonly route: Contact | null;
  readonly level: readonly Contact[];
  /** Those to verify a requester with, else all whom the contract names. */
  readonly named: readonly Contact[];
}

export function reachable({ requester, contract, level, route }: TicketSupport): People {
  const named = requester.namedContacts.length > 0 ? requester.namedContacts : (contract?.contacts ?? []);
  return { route: route?.details ?? null, level: level?.contacts ?? [], named };
}

export function peopleCount(support: TicketSupport): number {
  const { route, level, named } = reachable(support);
  return named.length + level.length + (route ? 1 : 0);
}

export function timersByHand({ choices }: TicketSupport): number {
  return choices.startTimers.length + choices.completeTimers.length + choices.agreeInstants.length;
}

/** Duties and required information: done, of all. */
export function todoCount({ duties, intake }: TicketSupport): { count: number; total: number } {
  const required = intake.items.filter((item) => !item.optional);
  const count = duties.filter((duty) => duty.state !== 'OPEN').length + required.filter((item) => item.given).length;
  return { count, total: duties.length + required.length };
}
