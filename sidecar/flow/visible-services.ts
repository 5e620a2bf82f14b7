/** The same questions and acts for a proven user whom Zendesk shows only some tickets: of the others there is nothing. */
import type { QueuePage, QueueRequest } from './ports/store.ts';
import type { TicketRestriction } from './ports/zendesk.ts';
import { refused } from './refused.ts';
import type { createServices } from './services.ts';
import type { Visibility } from './visibility.ts';

type Services = ReturnType<typeof createServices>;

const NO_TICKETS: QueuePage = { rows: [], hasNextPage: false, endCursor: null, total: 0 };

/** Attainment stays whole: it counts and names no ticket. */
export function visibleTo<S extends Services>(userId: string, services: S, visibility: Visibility): S {
  const sees = (ticketId: string): Promise<boolean> => visibility.maySee(userId, ticketId);
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
    queue: async (request) => queueWithin(await visibility.restrictionOf(userId), request, services),
    async organizationSupport(id) {
      const view = await services.organizationSupport(id);
      if (view === null) return null;
      const restriction = await visibility.restrictionOf(userId);
      const isOpen = restriction.kind === 'none' || isWithin(restriction, id);
      return isOpen ? view : { ...view, openTickets: [] };
    },
  };
  return { ...services, ...own };
}

/** A page of the organizations whose tickets the user sees; by group or assignee the database cannot choose. */
async function queueWithin(
  restriction: TicketRestriction,
  request: QueueRequest,
  services: Pick<Services, 'queue'>,
): Promise<QueuePage> {
  if (restriction.kind === 'none') return services.queue(request);
  if (restriction.kind !== 'organizations' || restriction.ids.length === 0) return NO_TICKETS;
  return services.queue({ ...request, organizationIds: restriction.ids });
}

function isWithin(restriction: TicketRestriction, organizationId: string): boolean {
  return restriction.kind === 'organizations' && restriction.ids.includes(organizationId);
}
