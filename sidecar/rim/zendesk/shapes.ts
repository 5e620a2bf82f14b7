/** The parts of Zendesk's answers that we read, checked. Unknown parts are passed over; ids become text. */
import { z } from 'zod';
import { TICKET_PRIORITIES, TICKET_STATUSES } from '#schema/ticket-words.ts';

/** A positive 64-bit number, or its digits. */
export const idShape = z.union([z.number().int(), z.string().regex(/^-?\d+$/)]).transform((value) => String(value));
const idOrNull = idShape.nullish().transform((value) => value ?? null);

/** No ticket is of another time; calendars would be laid out year by year up to it. */
const FIRST = Date.UTC(1970, 0, 1);
const LAST = Date.UTC(2100, 0, 1);
const isOfOurTime = (text: string): boolean => !(Date.parse(text) < FIRST || Date.parse(text) >= LAST);
const stamp = z.iso.datetime({ offset: true }).refine(isOfOurTime, 'an instant before 1970 or after 2099');
const instant = stamp.transform((text) => Date.parse(text));

export const fieldValueShape = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]).transform(String)), z.null()])
  .optional()
  .catch(null)
  .transform((value) => value ?? null);

const viaShape = z
  .object({
    channel: z.union([z.string(), z.number().transform(String)]).nullish(),
    source: z
      .object({ rel: z.string().nullish(), from: z.object({ ticket_id: idShape.nullish() }).nullish().catch(null) })
      .nullish(),
  })
  .nullish()
  .catch(null);

/** A list, or words between spaces, as Zendesk itself takes them. */
const tagsShape = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(/\s+/).filter((tag) => tag !== '')),
]);

export const ticketShape = z.object({
  id: idShape,
  status: z.enum(TICKET_STATUSES),
  priority: z.enum(TICKET_PRIORITIES).nullish().catch(null),
  type: z.string().nullish(),
  tags: tagsShape.nullish(),
  organization_id: idOrNull,
  requester_id: idOrNull,
  via: viaShape,
  created_at: instant,
  updated_at: stamp,
  custom_fields: z.array(z.object({ id: idShape, value: fieldValueShape })).nullish(),
  satisfaction_rating: z.object({ score: z.string().nullish() }).nullish().catch(null),
  generated_timestamp: z.number().nullish(),
});

const auditEventShape = z.looseObject({
  type: z.string(),
  field_name: z.union([z.string(), z.number().transform(String)]).nullish(),
  value: fieldValueShape,
  previous_value: fieldValueShape,
  public: z.boolean().nullish(),
  author_id: idOrNull,
  body: z.string().nullish().catch(null),
  plain_body: z.string().nullish().catch(null),
  via: viaShape,
});

export const auditShape = z.object({
  id: idShape,
  created_at: instant,
  author_id: idOrNull,
  via: viaShape,
  metadata: z
    .object({ custom: z.object({ tierline: z.object({ causes: z.array(z.string()) }).nullish() }).nullish() })
    .nullish()
    .catch(null),
  events: z.array(auditEventShape).nullish(),
});

export const userShape = z.object({
  id: idShape,
  name: z.string().nullish(),
  email: z.string().nullish(),
  role: z.enum(['end-user', 'agent', 'admin']).catch('end-user'),
  role_type: z.number().nullish(),
  suspended: z.boolean().nullish(),
  active: z.boolean().nullish(),
  organization_id: idOrNull,
});

export const organizationShape = z.object({
  id: idShape,
  name: z.string(),
  tags: z.array(z.string()).nullish(),
  organization_fields: z.record(z.string(), fieldValueShape).nullish(),
});

export const ticketFieldShape = z.object({
  id: idShape,
  title: z.string(),
  raw_title: z.string().nullish(),
  type: z.string(),
  active: z.boolean().nullish(),
});

/** Where a list goes on, in either of Zendesk's two styles. */
const paging = {
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish().catch(null) }).nullish(),
  links: z.object({ next: z.string().nullish() }).nullish(),
  next_page: z.string().nullish(),
};

export const auditsAnswer = z.object({
  audits: z.array(auditShape),
  tickets: z.array(z.unknown()).nullish(),
  users: z.array(userShape).nullish(),
  organizations: z.array(organizationShape).nullish(),
  ...paging,
});
export const ticketAnswer = z.object({
  ticket: ticketShape,
  users: z.array(userShape).nullish(),
  organizations: z.array(organizationShape).nullish(),
});
export const writtenAnswer = z.object({ ticket: ticketShape, audit: auditShape.nullish().catch(null) });
export const usersAnswer = z.object({ users: z.array(userShape) });
export const meAnswer = z.object({ user: z.object({ id: idOrNull, role: z.string().nullish() }) });
export const organizationAnswer = z.object({ organization: organizationShape });
export const ticketFieldsAnswer = z.object({ ticket_fields: z.array(ticketFieldShape), ...paging });
export const exportAnswer = z.object({
  tickets: z.array(z.unknown()),
  /** Null where nothing has changed since the start that was asked for. */
  after_cursor: z.string().nullish(),
  end_of_stream: z.boolean(),
});
export const jobAnswer = z.object({
  job_status: z.object({
    id: z.union([z.string().min(1), z.number().transform(String)]),
    status: z.enum(['queued', 'working', 'failed', 'completed', 'killed']),
    message: z.string().nullish(),
    results: z
      .array(
        z.looseObject({
          id: idOrNull,
          success: z.boolean().nullish(),
          status: z.string().nullish(),
          error: z.string().nullish(),
          details: z.string().nullish().catch(null),
        }),
      )
      .nullish()
      .catch(null),
  }),
});
