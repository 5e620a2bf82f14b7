// Many tickets: lists, bulk writes as jobs, merge.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Account } from '../account.ts';
import { idOf, queryOf, actorOf } from '../http/server.ts';
import type { Ticket } from '../records.ts';
import { invalid, plain, recordNotFound, Refusal } from '../refusal.ts';
import { ticketJson } from '../serialize.ts';
import { checkTicketInput, type TicketInput } from '../tickets/input.ts';
import { jobAnswer, startJob } from './jobs.ts';
import { pageOf } from './paging.ts';
import { sideload } from './sideload.ts';
import { contextOf, mustBeTicket, softDelete } from './tickets.ts';

const MOST_IDS = 100;
const tickets = { config: { resource: 'tickets' } };

/** Mounts the routes. */
export function ticketListRoutes(server: FastifyInstance, account: Account): void {
  const { state } = account;
  const visible = () => [...state.tickets.values()].filter((ticket) => !ticket.deleted);
  const list = (request: FastifyRequest, rows: Ticket[]) => ({
    ...pageOf(request, 'tickets', sortedBy(request, rows), (ticket) => ticketJson(state, ticket), true),
    ...sideload(account, rows, queryOf(request).include),
  });

  server.get('/api/v2/tickets', tickets, async (request) => {
    const externalId = queryOf(request).external_id;
    return list(
      request,
      visible().filter((ticket) => externalId === undefined || ticket.externalId === externalId),
    );
  });
  server.get('/api/v2/tickets/count', tickets, async () => ({
    count: { value: visible().length, refreshed_at: new Date(account.clock.now()).toISOString() },
  }));
  server.get('/api/v2/tickets/show_many', tickets, async (request) => {
    const ids = idList(queryOf(request).ids);
    const found = ids.flatMap((id) => {
      const ticket = state.tickets.get(id);
      return ticket && !ticket.deleted ? [account.readTicket(ticket)] : [];
    });
    return {
      tickets: found.map((ticket) => ticketJson(state, ticket)),
      count: found.length,
      next_page: null,
      previous_page: null,
      ...sideload(account, found, queryOf(request).include),
    };
  });
  server.get('/api/v2/organizations/:id/tickets', tickets, async (request) => {
    const id = idOf(request);
    if (!state.organizations.has(id)) throw recordNotFound();
    return list(
      request,
      visible().filter((ticket) => ticket.organizationId === id),
    );
  });
  server.get('/api/v2/users/:id/tickets/requested', tickets, async (request) => {
    const id = idOf(request);
    return list(
      request,
      visible().filter((ticket) => ticket.requesterId === id),
    );
  });
  server.get('/api/v2/users/:id/tickets/assigned', tickets, async (request) => {
    const id = idOf(request);
    return list(
      request,
      visible().filter((ticket) => ticket.assigneeId === id),
    );
  });

  server.put('/api/v2/tickets/update_many', tickets, async (request, reply) => {
    account.limiter.takeTicketUpdate(reply, actorOf(request).user.id, null);
    const items = bulkItems(request);
    const context = { ...contextOf(account, request), bulk: true };
    const job = startJob(account, 'Bulk Update Ticket', items, ({ id, input }, index) => {
      account.updateTicket(id, input, { ...context, at: account.clock.now() });
      return { index, id, action: 'update', status: 'Updated', success: true };
    });
    return jobAnswer(account, reply, job);
  });
  server.post('/api/v2/tickets/create_many', tickets, async (request, reply) => {
    const given = (request.body as { tickets?: unknown } | undefined)?.tickets;
    if (!Array.isArray(given) || given.length > MOST_IDS)
      throw plain(400, 'MissingParameter', 'Parameter tickets is required');
    const context = contextOf(account, request);
    const items = given.map((item, index) => ({ id: index, input: checkTicketInput(item) }));
    const job = startJob(account, 'Bulk Create Ticket', items, ({ input }, index) => {
      const { ticket } = account.createTicket(input, { ...context, at: account.clock.now() });
      return { index, id: ticket.id, success: true };
    });
    return jobAnswer(account, reply, job);
  });
  server.delete('/api/v2/tickets/destroy_many', tickets, async (request, reply) => {
    const items = idList(queryOf(request).ids).map((id) => ({ id }));
    const job = startJob(account, 'Bulk Delete Ticket', items, ({ id }, index) => {
      softDelete(account, mustBeTicket(account, id));
      return { index, id, action: 'delete', status: 'Deleted', success: true };
    });
    return jobAnswer(account, reply, job);
  });
  server.post('/api/v2/tickets/:id/merge', tickets, async (request, reply) => {
    const target = mustBeTicket(account, idOf(request));
    const body = (request.body ?? {}) as {
      ids?: unknown;
      source_comment?: string;
      target_comment?: string;
      source_comment_is_public?: boolean;
    };
    if (!Array.isArray(body.ids) || body.ids.length === 0)
      throw plain(400, 'MissingParameter', 'Parameter ids is required');
    const sources = body.ids.map((id) => mustBeTicket(account, Number(id)));
    if (sources.some((source) => source.id === target.id || source.status === 'closed'))
      throw invalid('base', 'Ticket: cannot be merged');
    const job = startJob(account, 'Ticket Merge', [{ id: target.id }], () => {
      merge(account, request, target, sources, body);
      return { id: target.id, success: true };
    });
    return jobAnswer(account, reply, job);
  });
}

function merge(
  account: Account,
  request: FastifyRequest,
  target: Ticket,
  sources: Ticket[],
  words: { source_comment?: string; target_comment?: string; source_comment_is_public?: boolean },
): void {
  const context = contextOf(account, request);
  const names = sources.map((source) => `#${source.id}`).join(', ');
  const via = (from: number[]) => ({
    channel: 'web',
    source: { from: { ticket_ids: from, channel: 'web' }, to: {}, rel: 'merge' },
  });
  account.updateTicket(
    target.id,
    {
      comment: {
        body: words.target_comment ?? `Requests ${names} were closed and merged into this request.`,
        public: false,
      },
    },
    { ...context, via: via(sources.map((source) => source.id)) },
  );
  for (const source of sources) {
    const body = words.source_comment ?? `This request was closed and merged into request #${target.id}.`;
    const input: TicketInput = {
      comment: { body, public: words.source_comment_is_public ?? false },
      status: 'closed',
      tags: [...source.tags, 'closed_by_merge'],
    };
    account.updateTicket(source.id, input, { ...context, via: via([target.id]) });
  }
}

function bulkItems(request: FastifyRequest): { id: number; input: TicketInput }[] {
  const body = (request.body ?? {}) as { ticket?: unknown; tickets?: unknown };
  const ids = queryOf(request).ids;
  if (ids !== undefined) {
    const input = checkTicketInput(body.ticket ?? {});
    return idList(ids).map((id) => ({ id, input }));
  }
  if (!Array.isArray(body.tickets) || body.tickets.length === 0)
    throw plain(400, 'MissingParameter', 'Parameter tickets is required');
  if (body.tickets.length > MOST_IDS) throw plain(400, 'TooManyValues', `Only ${MOST_IDS} tickets at a time`);
  return body.tickets.map((item: { id?: unknown }) => ({ id: Number(item.id), input: checkTicketInput(item) }));
}

function idList(text: string | undefined): number[] {
  if (text === undefined || text === '') throw plain(400, 'MissingParameter', 'Parameter ids is required');
  const ids = text.split(',').map(Number);
  if (ids.some((id) => !Number.isInteger(id)))
    throw new Refusal(400, { error: 'Invalid parameter: ids must be integers' });
  if (ids.length > MOST_IDS) throw plain(400, 'TooManyValues', `Only ${MOST_IDS} ids at a time`);
  return ids;
}

function sortedBy(request: FastifyRequest, rows: Ticket[]): Ticket[] {
  const query = queryOf(request);
  const cursor = query['page[size]'] !== undefined;
  // Offset sorting is silently ignored together with cursor paging.
  const wish = cursor ? query.sort : query.sort_by && `${query.sort_order === 'desc' ? '-' : ''}${query.sort_by}`;
  const sign = wish?.startsWith('-') ? -1 : 1;
  const key = wish?.replace(/^-/, '');
  const value = (ticket: Ticket): number | string =>
    key === 'updated_at'
      ? ticket.updatedAt
      : key === 'created_at'
        ? ticket.createdAt
        : key === 'status'
          ? ticket.status
          : ticket.id;
  return rows.sort((a, b) => (value(a) < value(b) ? -sign : value(a) > value(b) ? sign : a.id - b.id));
}
