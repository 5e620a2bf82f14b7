/** Subscription.ticketSupportChanged: the judgement again whenever it changes. */
import type { SubscriptionTicketSupportChangedArgs } from '#schema/generated/support.ts';
import type { Context } from '../context.ts';
import { RequestFault } from '../faults.ts';
import { viewToTicketSupport, type TicketSupport } from '../ticket-support.ts';
import { isZendeskId } from './arguments.ts';

interface Changed {
  /** An error is told as one. */
  readonly ticketSupportChanged: TicketSupport | Error;
}

/** Ends when the reader goes or may no longer read, the ticket goes, or it cannot be read. */
export function ticketSupportChanged(
  _parent: unknown,
  { ticketId }: SubscriptionTicketSupportChangedArgs,
  { services, mayReadOn }: Context,
): AsyncIterableIterator<Changed> {
  if (!isZendeskId(ticketId)) throw new RequestFault('NOT_FOUND', 'There is no such ticket.');
  const changes = changesOf((raise) => services.onChange(ticketId, raise));
  return {
    async next() {
      if (!(await changes.next())) return { done: true, value: undefined };
      try {
        const mayRead = (await mayReadOn?.()) ?? true;
        const view = mayRead ? await services.ticketSupport(ticketId, null) : null;
        if (view !== null) return { done: false, value: { ticketSupportChanged: viewToTicketSupport(view) } };
      } catch (error) {
        changes.end();
        // Thrown from here it would only break the connection.
        if (error instanceof Error) return { done: false, value: { ticketSupportChanged: error } };
        throw error;
      }
      changes.end();
      return { done: true, value: undefined };
    },
    return() {
      changes.end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/**
 * Changes one at a time; those that come while nobody waits count as one.
 * (Not a generator: one that waits cannot be ended before the next change.)
 */
function changesOf(listen: (raise: () => void) => () => void): { next(): Promise<boolean>; end(): void } {
  let waiting: ((more: boolean) => void) | null = null;
  let pending = false;
  let ended = false;
  const stop = listen(() => {
    pending = waiting === null;
    waiting?.(true);
    waiting = null;
  });
  return {
    next() {
      if (ended || pending) {
        pending = false;
        return Promise.resolve(!ended);
      }
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    end() {
      if (ended) return;
      ended = true;
      stop();
      waiting?.(false);
      waiting = null;
    },
  };
}
