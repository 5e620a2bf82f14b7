// Ticket fields and forms.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Account } from '../account.ts';
import { idOf } from '../http/server.ts';
import { FIELD_TYPES, type FieldOption, type TicketField } from '../records.ts';
import { forbidden, invalid, invalidAttribute, plain, recordNotFound } from '../refusal.ts';
import { isCustom, ticketFieldJson, ticketFormJson } from '../serialize-settings.ts';
import { pageOf } from './paging.ts';

const fieldInput = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  active: z.boolean().optional(),
  required: z.boolean().optional(),
  tag: z.string().nullish(),
  custom_field_options: z
    .array(z.object({ id: z.number().optional(), name: z.string(), value: z.string() }))
    .optional(),
});
type FieldInput = z.infer<typeof fieldInput>;

const admin = { config: { access: 'admin' as const } };

/** Mounts the routes. */
export function fieldRoutes(server: FastifyInstance, account: Account): void {
  const { state } = account;
  const show = (field: TicketField) => ticketFieldJson(state, field);

  server.get('/api/v2/ticket_fields', async (request) =>
    pageOf(request, 'ticket_fields', [...state.ticketFields.values()], show),
  );
  server.get('/api/v2/ticket_fields/:id', async (request) => {
    const field = state.ticketFields.get(idOf(request));
    if (!field) throw recordNotFound();
    return { ticket_field: show(field) };
  });
  server.get('/api/v2/ticket_fields/:id/options', async (request) => {
    const field = state.ticketFields.get(idOf(request));
    if (!field) throw recordNotFound();
    return pageOf(
      request,
      'custom_field_options',
      field.options,
      (option) => ({ ...option, raw_name: option.name, position: 0 }),
      true,
    );
  });
  server.post('/api/v2/ticket_fields', admin, async (request, reply) => {
    const given = readField(request.body);
    const type = FIELD_TYPES.find((one) => one === given.type);
    if (!type) throw invalid('type', 'Type: is invalid');
    if (!given.title) throw invalid('title', 'Title: cannot be blank', 'BlankValue');
    const now = account.clock.now();
    const field: TicketField = {
      id: state.nextId(),
      type,
      title: given.title,
      description: given.description ?? given.title,
      active: given.active ?? true,
      required: given.required ?? false,
      position: state.ticketFields.size + 1,
      tag: given.tag ?? null,
      options: [],
      createdAt: now,
      updatedAt: now,
    };
    if (!isCustom(field)) throw invalid('type', 'Type: system fields exist already');
    field.options = optionsOf(account, given, field);
    state.ticketFields.set(field.id, field);
    return reply.code(201).send({ ticket_field: show(field) });
  });
  server.put('/api/v2/ticket_fields/:id', admin, async (request) => {
    const field = state.ticketFields.get(idOf(request));
    if (!field) throw recordNotFound();
    const given = readField(request.body);
    field.title = given.title ?? field.title;
    field.description = given.description ?? field.description;
    field.active = given.active ?? field.active;
    field.required = given.required ?? field.required;
    if (given.tag !== undefined) field.tag = given.tag;
    if (given.custom_field_options) replaceOptions(account, field, optionsOf(account, given, field));
    field.updatedAt = account.clock.now();
    return { ticket_field: show(field) };
  });
  server.delete('/api/v2/ticket_fields/:id', admin, async (request, reply) => {
    const field = state.ticketFields.get(idOf(request));
    if (!field) throw recordNotFound();
    if (!isCustom(field)) throw forbidden();
    state.ticketFields.delete(field.id);
    for (const ticket of state.tickets.values()) ticket.fields.delete(field.id);
    return reply.code(204).send();
  });

  server.get('/api/v2/ticket_forms', async (request) =>
    pageOf(request, 'ticket_forms', [...state.ticketForms.values()], (form) => ticketFormJson(state, form)),
  );
  server.get('/api/v2/ticket_forms/:id', async (request) => {
    const form = state.ticketForms.get(idOf(request));
    if (!form) throw recordNotFound();
    return { ticket_form: ticketFormJson(state, form) };
  });
  server.put('/api/v2/ticket_forms/:id', admin, async (request) => {
    const form = state.ticketForms.get(idOf(request));
    if (!form) throw recordNotFound();
    const ids = (request.body as { ticket_form?: { ticket_field_ids?: unknown } } | undefined)?.ticket_form
      ?.ticket_field_ids;
    if (ids !== undefined && (!Array.isArray(ids) || ids.some((id) => !state.ticketFields.has(Number(id))))) {
      throw invalid('ticket_field_ids', 'Ticket fields: are invalid');
    }
    if (ids !== undefined) form.fieldIds = ids.map(Number);
    return { ticket_form: ticketFormJson(state, form) };
  });
}

function readField(body: unknown): FieldInput {
  const given = (body as { ticket_field?: unknown } | undefined)?.ticket_field;
  if (given === undefined) throw plain(400, 'MissingParameter', 'Parameter ticket_field is required');
  const checked = fieldInput.safeParse(given);
  if (!checked.success)
    throw invalidAttribute(
      checked.error.issues[0]?.path.join('.') ?? 'ticket_field',
      checked.error.issues[0]?.message ?? '',
    );
  return checked.data;
}

function optionsOf(account: Account, given: FieldInput, field: TicketField): FieldOption[] {
  const options = given.custom_field_options ?? [];
  if (field.type === 'tagger' && options.length === 0)
    throw invalid('custom_field_options', 'Field options: cannot be blank', 'BlankValue');
  const values = options.map((option) => option.value);
  if (new Set(values).size !== values.length)
    throw invalid('custom_field_options', 'Field options: must be unique', 'DuplicateValue');
  return options.map((option) => ({
    id: option.id ?? field.options.find((known) => known.value === option.value)?.id ?? account.state.nextId(),
    name: option.name,
    value: option.value,
  }));
}

// An option that is left out is deleted, and its value goes from the tickets.
function replaceOptions(account: Account, field: TicketField, options: FieldOption[]): void {
  const gone = field.options
    .filter((old) => !options.some((option) => option.value === old.value))
    .map((old) => old.value);
  field.options = options;
  for (const ticket of account.state.tickets.values()) {
    const value = ticket.fields.get(field.id);
    if (typeof value !== 'string' || !gone.includes(value)) continue;
    ticket.fields.set(field.id, null);
    ticket.tags = ticket.tags.filter((tag) => tag !== value);
  }
}
