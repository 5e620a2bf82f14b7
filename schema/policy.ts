// A policy file as written: the whole language in one schema. Unknown keys are faults.
import { z } from 'zod';
import { calendar, holidayRule } from './policy/calendars.ts';
import { metric, strength } from './policy/promises.ts';
import { entitlement, product, service, sharedTerms, tier } from './policy/terms.ts';
import { byId, cites, date, duration, id, many, names, strict, text } from './policy/values.ts';
import * as work from './policy/work.ts';

export const policySchema = strict({
  policy: id().describe('The id of the policy'),
  title: text(200).describe('What people call it').optional(),
  description: text(4000).describe('For people').optional(),
  source: work.source().describe('The published agreement that it encodes').optional(),
  clauses: work.clauses().describe('The clauses of the source: id to title, or { title, manual }').optional(),
  timeZone: text(60).describe("IANA zone of the policy's dates; default: Etc/UTC").optional(),
  ...sharedTerms(),
  strength: strength().optional(),
  reviewed: date().describe('The day on which somebody last compared it with its source').optional(),
  staleAfter: duration().describe('How long a review holds; default: 365 days').optional(),
  fields: byId(work.field()).describe('Ticket fields that conditions ask about').optional(),
  holidays: byId(many(holidayRule()))
    .describe('Sets of days: by country, date, range, or counted from another')
    .optional(),
  calendars: byId(calendar()).describe('Hours: zone, windows by day, closed dates').optional(),
  priorities: byId(work.priority(), 50).describe('In order; the first whose `when` holds').optional(),
  services: byId(service()).describe('What is offered; the first takes what no other does').optional(),
  metrics: byId(metric()).describe('Metrics of your own, with their promise for every tier').optional(),
  tiers: byId(tier(), 100).describe('Packages: hours, channels, services, promises').optional(),
  withoutContract: z
    .union([id(), strict({ coverage: id().optional(), tier: id().optional(), cites: cites().optional() })])
    .describe('not_covered, limited, covered, billable, or the id of the tier that stands in')
    .optional(),
  requesters: work.requesters().describe('Who may ask, and what the others are').optional(),
  entitlements: byId(entitlement()).describe('What a contract may include, and which products it covers').optional(),
  products: z
    .union([z.array(id()), byId(product())])
    .describe('Products and the life of their versions')
    .optional(),
  levels: byId(work.level(), 50).describe('Levels of support in order: owner, duties, hand-off').optional(),
  withoutPartner: z
    .enum(['vendor', 'customer'])
    .describe('Who stands in for the partner where an organization has none; default: vendor')
    .optional(),
  topics: byId(work.topic()).describe('What a ticket may be about: its level and product').optional(),
  duties: byId(work.duty()).describe('What somebody has to do').optional(),
  ordered: many(names()).describe('Lists of duties that are done in order').optional(),
  contacts: byId(work.contact()).describe('Roles and how to reach them').optional(),
  routes: z
    .union([many(work.route()), byId(work.route())])
    .describe('Tickets that go to somebody else')
    .optional(),
  escalation: many(work.step()).describe('Steps in order, and what opens them').optional(),
  intake: byId(work.intake()).describe('What the customer has to give').optional(),
  exclusions: byId(work.exclusion()).describe('What is not supported: by rule, or recorded by an agent').optional(),
  advice: z
    .union([many(work.advice()), byId(work.advice())])
    .describe('What to offer or do first')
    .optional(),
  tags: byId(work.tag()).describe('Tags of your own: tag to condition').optional(),
  notices: byId(work.notice()).describe('Kinds of notice, their lead time and recipients').optional(),
  downtime: byId(calendar()).describe('Windows of planned downtime').optional(),
  certification: work.certification().describe("How long a requester's certificate holds").optional(),
  defects: work.defects().describe('Where defects are tracked').optional(),
  queue: strict({ order: names(), cites: cites().optional() }).describe('The order of the queue').optional(),
});

/** A policy file as written, its shape checked. */
export type PolicyText = z.infer<typeof policySchema>;
