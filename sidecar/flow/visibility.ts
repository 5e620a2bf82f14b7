/** Which tickets a proven user may see: what Zendesk's own settings allow that user, asked again every minute. */
import type { Delivered } from './ports/failures.ts';
import type { TicketHolders, TicketRestriction, Zendesk } from './ports/zendesk.ts';
import { Unavailable } from './unavailable.ts';

export interface Visibility {
  /** @throws Unavailable where Zendesk cannot be asked and was not for five minutes. */
  restrictionOf(userId: string): Promise<TicketRestriction>;
  /** @throws Unavailable likewise. */
  maySee(userId: string, ticketId: string): Promise<boolean>;
}

const FRESH_MS = 60_000;
const READ_ON_MS = 300_000;
const REMEMBERED = 2_000;

/** `elapsed`: a clock that only measures how old the memory is. */
export function createVisibility(zendesk: Pick<Zendesk, 'restriction' | 'holders'>, elapsed: () => number): Visibility {
  const restrictionOf = remembering((userId) => zendesk.restriction(userId), elapsed);
  const holdersOf = remembering(async (ticketId): Promise<Delivered<TicketHolders | null>> => {
    const answer = await zendesk.holders(ticketId);
    return !answer.ok && answer.failure.kind === 'gone' ? { ok: true, value: null } : answer;
  }, elapsed);
  return {
    restrictionOf,
    async maySee(userId, ticketId) {
      const restriction = await restrictionOf(userId);
      if (restriction.kind === 'none') return true;
      const holders = await holdersOf(ticketId);
      return holders !== null && allows(restriction, userId, holders);
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

/** Asks once a minute for each key; an absent Zendesk leaves what was known for five. */
function remembering<T>(
  read: (key: string) => Promise<Delivered<T>>,
  elapsed: () => number,
): (key: string) => Promise<T> {
  const remembered = new Map<string, { readonly value: T; readonly at: number }>();
  return async (key) => {
    const known = remembered.get(key);
    if (known !== undefined && elapsed() - known.at < FRESH_MS) return known.value;
    const answer = await read(key);
    if (answer.ok) {
      remembered.delete(key);
      remembered.set(key, { value: answer.value, at: elapsed() });
      const oldest = remembered.keys().next();
      if (remembered.size > REMEMBERED && oldest.done !== true) remembered.delete(oldest.value);
      return answer.value;
    }
    if (known !== undefined && elapsed() - known.at < READ_ON_MS) return known.value;
    throw new Unavailable('Zendesk cannot say which tickets you may see. Try again soon.');
  };
}
