/** Which tickets a proven user may see: what Zendesk's own settings allow that user, asked again every minute. */
import type { Delivered } from './ports/failures.ts';
import type { TicketHolders, TicketRestriction, Zendesk } from './ports/zendesk.ts';
import { Unavailable } from './unavailable.ts';

export interface Visibility {
  /** @throws Unavailable where Zendesk cannot be asked and was not for five minutes. */
  restrictionOf(userId: string): Promise<TicketRestriction>;
  /** Those of up to 100 tickets that the user may see: at most one request. @throws Unavailable likewise. */
  seen(userId: string, ticketIds: readonly string[]): Promise<ReadonlySet<string>>;
}

const FRESH_MS = 60_000;
const READ_ON_MS = 300_000;
/** Users, and tickets, of which it is remembered. */
const REMEMBERED = 5_000;

/** `elapsed`: a clock that only measures how old the memory is. */
export function createVisibility(zendesk: Pick<Zendesk, 'restriction' | 'holders'>, elapsed: () => number): Visibility {
  const restrictions = remembering(
    async ([userId = '']): Promise<Delivered<ReadonlyMap<string, TicketRestriction>>> => {
      const answer = await zendesk.restriction(userId);
      return answer.ok ? { ok: true, value: new Map([[userId, answer.value]]) } : answer;
    },
    elapsed,
  );
  const holders = remembering((ticketIds) => zendesk.holders(ticketIds), elapsed);
  const restrictionOf = async (userId: string): Promise<TicketRestriction> =>
    (await restrictions([userId])).get(userId) ?? { kind: 'own' };
  return {
    restrictionOf,
    async seen(userId, ticketIds) {
      const restriction = await restrictionOf(userId);
      if (restriction.kind === 'none') return new Set(ticketIds);
      const held = await holders(ticketIds);
      return new Set(
        ticketIds.filter((id) => {
          const of = held.get(id) ?? null;
          return of !== null && allows(restriction, userId, of);
        }),
      );
    },
  };
}

function allows(restriction: TicketRestriction, userId: string, holders: TicketHolders): boolean {
  if (holders.requesterId === userId || holders.assigneeId === userId) return true;
  const { organizationId, groupId } = holders;
  switch (restriction.kind) {
    case 'none':
      return true;
    case 'organizations':
      return organizationId !== null && restriction.ids.includes(organizationId);
    case 'groups':
      return groupId !== null && restriction.ids.includes(groupId);
    case 'own':
      return false;
  }
}

/** Asks once a minute for each key, for those together that are not known; an absent Zendesk leaves what was known for five. */
function remembering<T>(
  read: (keys: readonly string[]) => Promise<Delivered<ReadonlyMap<string, T>>>,
  elapsed: () => number,
): (keys: readonly string[]) => Promise<ReadonlyMap<string, T | null>> {
  const remembered = new Map<string, { readonly value: T | null; readonly at: number }>();
  return async (keys) => {
    const stale = keys.filter((key) => elapsed() - (remembered.get(key)?.at ?? -Infinity) >= FRESH_MS);
    const answer = stale.length === 0 ? null : await read(stale);
    if (answer?.ok === true) {
      for (const key of stale) {
        remembered.delete(key); // the newest stand last
        remembered.set(key, { value: answer.value.get(key) ?? null, at: elapsed() });
      }
    }
    const found = new Map<string, T | null>();
    for (const key of keys) {
      const known = remembered.get(key);
      if (known === undefined || elapsed() - known.at >= READ_ON_MS)
        throw new Unavailable('Zendesk cannot say which tickets you may see. Try again soon.');
      found.set(key, known.value);
    }
    for (const oldest of remembered.keys()) {
      if (remembered.size <= REMEMBERED) break;
      remembered.delete(oldest);
    }
    return found;
  };
}
