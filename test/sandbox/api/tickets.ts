// Tickets one at a time: show, create, change, delete, tags.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../account.ts';
import { actorOf, idOf, queryOf } from '../http/server.ts';
import type { EpochMs, Ticket } from '../records.ts';
import { invalid, plain, recordNotFound } from '../refusal.ts';
import { auditJson, ticketJson } from '../serialize.ts';
import { checkTicketInput, readTicketInput, type TicketInput } from '../tickets/input.ts';
import { normalizeTags } from '../tickets/fields.ts';
import { viaOf, type WriteContext } from '../tickets/write.ts';
import { sideload } from './sideload.ts';

const IDEMPOTENCY_LIFE_MS = 2 * 60 * 60_000;
const tickets = { config: { resource: 'tickets' } };

/** The context of a write that comes over the API, by a token or by an agent's browser. */
export function contextOf(account: Account, request: FastifyRequest): WriteContext {
  const actor = actorOf(request);
  return {
    actorId: actor.user.id,
    via: viaOf(actor.kind === 'oauth' ? 'api' : 'web'),
    at: account.clock.now(),
    client: request.headers['user-agent'] ?? 'unknown',
  };
}

/** The ticket, or 404. Deleted ones are not found. */
export function mustBeTicket(account: Account, id: number): Ticket {
  const ticket = account.state.tickets.get(id);
  if (!ticket || ticket.deleted) throw recordNotFound();
  return ticket;
}

/** Mounts the routes. */
export function ticketRoutes(server: FastifyInstance, account: Account): void {
  const { state } = account;
  const idempotent = new Map<string, { hash: string; at: EpochMs; answer: object }>();

  server.get('/api/v2/tickets/:id', tickets, async (request) => {
    const ticket = account.readTicket(mustBeTicket(account, idOf(request)));
    return { ticket: ticketJson(state, ticket), ...sideload(account, [ticket], queryOf(request).include, true) };
  });

  server.post('/api/v2/tickets', tickets, async (request, reply) => {
    const key = request.headers['idempotency-key'];
    const hash = createHash('sha256').update(JSON.stringify(request.body)).digest('hex');
    if (typeof key === 'string') {
      const known = idempotent.get(key);
      if (known && known.at > account.clock.now() - IDEMPOTENCY_LIFE_MS) {
        if (known.hash !== hash) {
          throw plain(400, 'IdempotentRequestError', "Request parameters don't match the given idempotency key");
        }
        return reply.code(201).header('x-idempotency-lookup', 'hit').send(known.answer);
      }
    }
    const { ticket, audit } = account.createTicket(readTicketInput(request.body), contextOf(account, request));
    const answer = { ticket: ticketJson(state, ticket), audit: auditJson(audit) };
    if (typeof key === 'string') {
      idempotent.set(key, { hash, at: account.clock.now(), answer });
      reply.header('x-idempotency-lookup', 'miss');
    }
    return reply.code(201).header('location', String(answer.ticket.url)).send(answer);
  });

  server.put('/api/v2/tickets/:id', tickets, async (request, reply) => {
    const id = idOf(request);
    takeUpdate(account, request, reply, id);
    const { ticket, audit } = account.updateTicket(id, readTicketInput(request.body), contextOf(account, request));
    return { ticket: ticketJson(state, ticket), audit: auditJson(audit) };
  });

  server.delete('/api/v2/tickets/:id', tickets, async (request, reply) => {
    const ticket = mustBeTicket(account, idOf(request));
    softDelete(account, ticket);
    return reply.code(204).send();
  });

  server.get('/api/v2/tickets/:id/tags', tickets, async (request) => ({
    tags: mustBeTicket(account, idOf(request)).tags,
  }));
  // POST replaces all tags, PUT adds, DELETE removes.
  server.post('/api/v2/tickets/:id/tags', tickets, async (request, reply) => {
    reply.code(201);
    return writeTags(account, request, reply, (_old, given) => given);
  });
  server.put('/api/v2/tickets/:id/tags', tickets, async (request, reply) =>
    writeTags(account, request, reply, (old, given) => [...old, ...given]),
  );
  server.delete('/api/v2/tickets/:id/tags', tickets, async (request, reply) =>
    writeTags(account, request, reply, (old, given) => old.filter((tag) => !given.includes(tag))),
  );
}

/** Takes the ticket away from everything but the incremental export, where it shows as `deleted`. */
export function softDelete(account: Account, ticket: Ticket): void {
  const at = account.clock.now();
  account.state.tickets.set(ticket.id, {
    ...ticket,
    deleted: true,
    generatedAt: at,
    updatedAt: Math.floor(at / 1000) * 1000,
  });
  account.state.revision += 1;
}

function takeUpdate(account: Account, request: FastifyRequest, reply: FastifyReply, id: number): void {
  account.limiter.takeTicketUpdate(reply, actorOf(request).user.id, id);
  const probability = account.options.conflictProbability ?? 0;
  if (probability > 0 && account.state.random() < probability)
    throw plain(409, 'DatabaseConflict', 'Database collision');
}

function writeTags(
  account: Account,
  request: FastifyRequest,
  reply: FastifyReply,
  combine: (old: string[], given: string[]) => string[],
): { tags: string[] } {
  const id = idOf(request);
  takeUpdate(account, request, reply, id);
  const ticket = mustBeTicket(account, id);
  const body = (request.body ?? {}) as { tags?: unknown; safe_update?: unknown; updated_stamp?: unknown };
  const given = body.tags ?? queryOf(request).tags?.split(',');
  if (typeof given !== 'string' && !Array.isArray(given)) throw invalid('tags', 'Tags: are required', 'BlankValue');
  const input: TicketInput = checkTicketInput({
    tags: given,
    ...(body.safe_update === undefined ? {} : { safe_update: body.safe_update }),
    ...(body.updated_stamp === undefined ? {} : { updated_stamp: body.updated_stamp }),
  });
  const written = account.updateTicket(
    id,
    { ...input, tags: combine(ticket.tags, normalizeTags(given)) },
    contextOf(account, request),
  );
  return { tags: written.ticket.tags };
}
