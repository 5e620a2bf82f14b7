// What agents and customers do to tickets from the agent page.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Account } from '../account.ts';
import { mustBeTicket, softDelete } from '../api/tickets.ts';
import { idOf } from '../http/server.ts';
import type { JsonObject } from '../records.ts';
import { invalidAttribute, plain } from '../refusal.ts';
import { auditJson, commentJson, organizationJson, ticketJson, userJson } from '../serialize.ts';
import { findTicketField, type SandboxState } from '../state.ts';
import { checkTicketInput } from '../tickets/input.ts';
import { viaOf, type Written } from '../tickets/write.ts';
import { actingUser } from './people.ts';

const words = z.string().min(1);
const values = z.record(z.string(), z.unknown());
const newTicket = z.strictObject({
  subject: words,
  description: words,
  requesterId: z.number(),
  channel: z.string().optional(),
  type: z.string().nullish(),
  priority: z.string().nullish(),
  tags: z.array(z.string()).optional(),
  fields: values.optional(),
});
const update = z.strictObject({
  comment: z.strictObject({ body: words, public: z.boolean() }).optional(),
  status: z.string().optional(),
  priority: z.string().nullish(),
  type: z.string().nullish(),
  subject: z.string().optional(),
  tags: z.array(z.string()).optional(),
  fields: values.optional(),
  assigneeId: z.number().nullish(),
  groupId: z.number().nullish(),
  organizationId: z.number().nullish(),
  requesterId: z.number().optional(),
});
const customerReply = z.strictObject({ body: words, userId: z.number().optional(), channel: z.string().optional() });
const rating = z.strictObject({ score: z.enum(['good', 'bad']), comment: z.string().optional() });

/** Mounts the routes. */
export function controlTicketRoutes(server: FastifyInstance, account: Account): void {
  const { state, clock } = account;

  server.get('/sandbox/tickets/:id', async (request) => {
    const ticket = mustBeTicket(account, idOf(request));
    const organization = ticket.organizationId === null ? undefined : state.organizations.get(ticket.organizationId);
    const assignee = ticket.assigneeId === null ? undefined : state.users.get(ticket.assigneeId);
    const requester = state.users.get(ticket.requesterId);
    const writers = new Set([
      ticket.requesterId,
      ...ticket.comments.map((comment) => comment.authorId),
      ...ticket.audits.map((audit) => audit.authorId),
    ]);
    return {
      ticket: ticketJson(state, ticket),
      requester: requester ? userJson(state, requester) : null,
      organization: organization ? organizationJson(state, organization) : null,
      assignee: assignee ? userJson(state, assignee) : null,
      comments: ticket.comments.map(commentJson),
      audits: ticket.audits.map(auditJson),
      users: [...state.users.values()].filter((user) => writers.has(user.id)).map((user) => userJson(state, user)),
    };
  });

  server.post('/sandbox/tickets', async (request, reply) => {
    const given = read(newTicket, request);
    const { subject, description, requesterId, channel, fields, ...rest } = given;
    const input = checkTicketInput({
      ...rest,
      subject,
      comment: { body: description },
      requester_id: requesterId,
      custom_fields: fieldPairs(state, fields),
    });
    const written = account.createTicket(input, {
      actorId: requesterId,
      via: viaOf(channel ?? 'web'),
      at: clock.now(),
    });
    return reply.code(201).send(show(state, written));
  });

  server.post('/sandbox/tickets/:id/update', async (request) => {
    const { assigneeId, groupId, organizationId, requesterId, fields, ...rest } = read(update, request);
    const input = checkTicketInput({
      ...rest,
      ...(assigneeId === undefined ? {} : { assignee_id: assigneeId }),
      ...(groupId === undefined ? {} : { group_id: groupId }),
      ...(organizationId === undefined ? {} : { organization_id: organizationId }),
      ...(requesterId === undefined ? {} : { requester_id: requesterId }),
      custom_fields: fieldPairs(state, fields),
    });
    const context = { actorId: actingUser(account, request).id, via: viaOf('web'), at: clock.now() };
    return show(state, account.updateTicket(idOf(request), input, context));
  });

  server.post('/sandbox/tickets/:id/customer-reply', async (request) => {
    const { body, userId, channel } = read(customerReply, request);
    const ticket = mustBeTicket(account, idOf(request));
    const input = checkTicketInput({ comment: { body, public: true } });
    const context = { actorId: userId ?? ticket.requesterId, via: viaOf(channel ?? 'email'), at: clock.now() };
    return show(state, account.updateTicket(ticket.id, input, context));
  });

  server.post('/sandbox/tickets/:id/rating', async (request) => {
    const { score, comment } = read(rating, request);
    const ticket = mustBeTicket(account, idOf(request));
    const context = {
      actorId: ticket.requesterId,
      via: viaOf('email'),
      at: clock.now(),
      rating: { score, comment: comment ?? null },
    };
    return show(state, account.updateTicket(ticket.id, checkTicketInput({}), context));
  });

  server.delete('/sandbox/tickets/:id', async (request, reply) => {
    softDelete(account, mustBeTicket(account, idOf(request)));
    return reply.code(204).send();
  });
}

/** Reads a body by its shape; 400 for anything else. */
export function read<T extends z.ZodType>(shape: T, request: FastifyRequest): z.infer<T> {
  const checked = shape.safeParse(request.body ?? {});
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw invalidAttribute(issue?.path.join('.') || 'body', issue?.message ?? '');
}

function fieldPairs(
  state: SandboxState,
  fields: Record<string, unknown> | undefined,
): { id: number; value: unknown }[] {
  return Object.entries(fields ?? {}).map(([key, value]) => {
    const field = findTicketField(state, key);
    if (!field) throw plain(422, 'UnknownField', `There is no ticket field ${key}`);
    return { id: field.id, value };
  });
}

function show(state: SandboxState, { ticket, audit }: Written): JsonObject {
  return { ticket: ticketJson(state, ticket), audit: auditJson(audit) };
}
