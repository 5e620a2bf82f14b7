/** The queue of a user whom Zendesk shows only some tickets: the pages of all are gone through, and each ticket is asked about. */
import type { QueuePage, QueueRequest, QueueRow } from './ports/store.ts';
import type { Visibility } from './visibility.ts';

type ReadPage = (request: QueueRequest) => Promise<QueuePage>;
type Seen = (ticketIds: readonly string[]) => Promise<ReadonlySet<string>>;

const PAGE = 100;
/** One question goes through so many pages, each at most one request to Zendesk; the next goes on where it ended. */
const PAGES = 20;

export const NO_TICKETS: QueuePage = { rows: [], hasNextPage: false, endCursor: null, total: () => Promise.resolve(0) };

/** `total` counts what is visible among the first 2,000 tickets of the queue, as the schema says: each hundred may cost a request to Zendesk. */
export async function visibleQueue(
  userId: string,
  request: QueueRequest,
  all: ReadPage,
  visibility: Visibility,
): Promise<QueuePage> {
  const restriction = await visibility.restrictionOf(userId);
  if (restriction.kind === 'none') return all(request);
  if (restriction.kind === 'organizations' && restriction.ids.length === 0) return NO_TICKETS;
  const narrowed = restriction.kind === 'organizations' ? { ...request, organizationIds: restriction.ids } : request;
  const seen: Seen = (ticketIds) => visibility.seen(userId, ticketIds);
  const page = await visiblePage(narrowed, all, seen);
  if (request.after === null && !page.hasNextPage) return { ...page, total: () => Promise.resolve(page.rows.length) };
  return { ...page, total: () => visibleTotal(narrowed, all, seen) };
}

async function visiblePage(request: QueueRequest, all: ReadPage, seen: Seen): Promise<Omit<QueuePage, 'total'>> {
  const rows: QueueRow[] = [];
  let { after } = request;
  for (let pages = 0; pages < PAGES; pages++) {
    const page = await all({ ...request, first: PAGE, after });
    const open = await seen(page.rows.map(({ ticketId }) => ticketId));
    for (const [index, row] of page.rows.entries()) {
      if (!open.has(row.ticketId)) continue;
      if (rows.length === request.first) {
        // There is one more: the page ends before it, and the next begins with it.
        const endCursor = index === 0 ? after : (await all({ ...request, first: index, after })).endCursor;
        return { rows, hasNextPage: true, endCursor };
      }
      rows.push(row);
    }
    after = page.endCursor ?? after;
    if (!page.hasNextPage) return { rows, hasNextPage: false, endCursor: rows.length === 0 ? null : after };
  }
  return { rows, hasNextPage: true, endCursor: after };
}

async function visibleTotal(request: QueueRequest, all: ReadPage, seen: Seen): Promise<number> {
  let total = 0;
  let after: string | null = null;
  for (let pages = 0; pages < PAGES; pages++) {
    const page: QueuePage = await all({ ...request, first: PAGE, after });
    total += (await seen(page.rows.map(({ ticketId }) => ticketId))).size;
    if (!page.hasNextPage) break;
    after = page.endCursor;
  }
  return total;
}
