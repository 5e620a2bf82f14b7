// What happened on a ticket: comments and audits.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Account } from '../account.ts';
import { idOf, queryOf } from '../http/server.ts';
import type { JsonObject, Ticket } from '../records.ts';
import { recordNotFound } from '../refusal.ts';
import { auditJson, commentJson, organizationJson, ticketJson, userJson } from '../serialize.ts';
import { pageOf } from './paging.ts';
import { mustBeTicket } from './tickets.ts';

const tickets = { config: { resource: 'tickets' } };

/** Mounts the routes. */
export function auditRoutes(server: FastifyInstance, account: Account): void {
  const { state } = account;

  server.get('/api/v2/tickets/:id/comments', tickets, async (request) => {
    const ticket = mustBeTicket(account, idOf(request));
    const rows = ordered(request, ticket.comments);
    const authors = new Set(rows.map((comment) => comment.authorId));
    return {
      ...pageOf(request, 'comments', rows, commentJson, true),
      ...((queryOf(request).include ?? '').includes('users')
        ? {
            users: [...state.users.values()]
              .filter((user) => authors.has(user.id))
              .map((user) => userJson(state, user)),
          }
        : {}),
    };
  });
  server.get('/api/v2/tickets/:id/comments/count', tickets, async (request) => ({
    count: {
      value: mustBeTicket(account, idOf(request)).comments.length,
      refreshed_at: new Date(account.clock.now()).toISOString(),
    },
  }));
  server.get('/api/v2/tickets/:id/audits', tickets, async (request) => {
    const ticket = account.readTicket(mustBeTicket(account, idOf(request)));
    return {
      ...pageOf(request, 'audits', ordered(request, ticket.audits), auditJson, true),
      ...(account.options.auditSideloads === false ? {} : beside(account, ticket, queryOf(request).include)),
    };
  });
  server.get('/api/v2/tickets/:id/audits/:auditId', tickets, async (request) => {
    const ticket: Ticket = mustBeTicket(account, idOf(request));
    const audit = ticket.audits.find((one) => one.id === idOf(request, 'auditId'));
    if (!audit) throw recordNotFound();
    return { audit: auditJson(audit) };
  });
  server.get('/api/v2/tickets/:id/metric_events', tickets, async () => ({}));
}

function ordered<T>(request: FastifyRequest, rows: readonly T[]): T[] {
  const query = queryOf(request);
  const wish = query['page[size]'] === undefined ? query.sort_order === 'desc' : query.sort?.startsWith('-');
  return wish ? rows.toReversed() : [...rows];
}

/** Beside audits stand the ticket, its organization, and the users who wrote something in them. */
function beside(account: Account, ticket: Ticket, include: string | undefined): JsonObject {
  const { state } = account;
  const wanted = (include ?? '').split(',').map((word) => word.trim());
  const authors = new Set<unknown>(
    ticket.audits.flatMap((audit) => [audit.authorId, ...audit.events.map((event) => event.author_id)]),
  );
  const organization = ticket.organizationId === null ? undefined : state.organizations.get(ticket.organizationId);
  return {
    ...(wanted.includes('tickets') ? { tickets: [ticketJson(state, ticket)] } : {}),
    ...(wanted.includes('users')
      ? { users: [...state.users.values()].filter((user) => authors.has(user.id)).map((user) => userJson(state, user)) }
      : {}),
    ...(wanted.includes('organizations')
      ? { organizations: organization ? [organizationJson(state, organization)] : [] }
      : {}),
  };
}
