// What a ticket write may carry; wrong types are refused, unknown attributes ignored, as by Zendesk.
import { z } from 'zod';
import { invalidAttribute, plain } from '../refusal.ts';

const id = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const tags = z.union([z.string(), z.array(z.string())]);

const comment = z.object({
  body: z.string().optional(),
  html_body: z.string().optional(),
  public: flag.optional(),
  author_id: id.optional(),
  uploads: z.array(z.string()).optional(),
});

export const ticketInput = z.object({
  subject: z.string().optional(),
  raw_subject: z.string().optional(),
  description: z.string().optional(),
  comment: z.preprocess((given) => (typeof given === 'string' ? { body: given } : given), comment).optional(),
  type: z.string().nullish(),
  priority: z.string().nullish(),
  status: z.string().optional(),
  external_id: z.string().nullish(),
  requester_id: id.optional(),
  requester: z.object({ name: z.string().optional(), email: z.string().optional() }).optional(),
  submitter_id: id.optional(),
  assignee_id: id.nullish(),
  assignee_email: z.string().optional(),
  organization_id: id.nullish(),
  group_id: id.nullish(),
  brand_id: id.optional(),
  ticket_form_id: id.optional(),
  problem_id: id.nullish(),
  due_at: z.string().nullish(),
  tags: tags.optional(),
  additional_tags: tags.optional(),
  remove_tags: tags.optional(),
  custom_fields: z.union([z.array(z.object({ id, value: z.unknown() })), z.record(z.string(), z.unknown())]).optional(),
  fields: z.union([z.array(z.object({ id, value: z.unknown() })), z.record(z.string(), z.unknown())]).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  safe_update: flag.optional(),
  updated_stamp: z.string().optional(),
});

export type TicketInput = z.infer<typeof ticketInput>;

/** Reads `{ ticket: {...} }`. */
export function readTicketInput(body: unknown): TicketInput {
  const value = (body as { ticket?: unknown } | null | undefined)?.ticket;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw plain(400, 'MissingParameter', 'Parameter ticket is required');
  }
  return checkTicketInput(value);
}

/** Checks the inside of `ticket`. */
export function checkTicketInput(value: unknown): TicketInput {
  const checked = ticketInput.safeParse(value);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw invalidAttribute(issue?.path.join('.') ?? 'ticket', issue?.message ?? '');
}

/** The written custom fields as pairs. */
export function fieldPairs(input: TicketInput): { id: number; value: unknown }[] {
  const given = input.custom_fields ?? input.fields ?? [];
  return Array.isArray(given)
    ? given.map(({ id, value }) => ({ id, value }))
    : Object.entries(given).map(([key, value]) => ({ id: Number(key), value }));
}
