/** The same questions and acts for a proven user whom Zendesk shows only some tickets: of the others there is nothing. */
import { refused } from './refused.ts';
import type { createServices } from './services.ts';
import type { Visibility } from './visibility.ts';
import { visibleQueue } from './visible-queue.ts';

type Services = ReturnType<typeof createServices>;

/** Attainment stays whole: it counts and names no ticket. Who is bound to organizations sees no other's contract and contacts. */
export function visibleTo<S extends Services>(userId: string, services: S, visibility: Visibility): S {
  const sees = async (ticketId: string): Promise<boolean> => (await visibility.seen(userId, [ticketId])).has(ticketId);
  const none = (ticketId: string) => refused('NOT_FOUND', `There is no ticket ${ticketId}.`);
  const own: Pick<
    Services,
    'ticketSupport' | 'whatIf' | 'act' | 'reportDefect' | 'retryWriteBack' | 'queue' | 'organizationSupport'
  > = {
    ticketSupport: async (ticketId, at) => ((await sees(ticketId)) ? services.ticketSupport(ticketId, at) : null),
    whatIf: async (ticketId, change) => ((await sees(ticketId)) ? services.whatIf(ticketId, change) : null),
    act: async (wish) => ((await sees(wish.ticketId)) ? services.act(wish) : none(wish.ticketId)),
    reportDefect: async (wish) => ((await sees(wish.ticketId)) ? services.reportDefect(wish) : none(wish.ticketId)),
    retryWriteBack: async (ticketId, by) =>
      (await sees(ticketId)) ? services.retryWriteBack(ticketId, by) : none(ticketId),
    queue: (request) => visibleQueue(userId, request, services.queue, visibility),
    async organizationSupport(id) {
      const restriction = await visibility.restrictionOf(userId);
      if (restriction.kind === 'organizations' && !restriction.ids.includes(id)) return null;
      const view = await services.organizationSupport(id);
      if (view === null) return null;
      const open = await visibility.seen(
        userId,
        view.openTickets.map(({ ticketId }) => ticketId),
      );
      return { ...view, openTickets: view.openTickets.filter(({ ticketId }) => open.has(ticketId)) };
    },
  };
  return { ...services, ...own };
}
