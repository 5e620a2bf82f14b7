/** Reads a recorded case and runs it through facts, judgement and plan, as a look does. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ContractTerms } from '#core/facts/contract.ts';
import type { FactEvent, Facts } from '#core/facts/facts.ts';
import { fieldsByNumber } from '#core/facts/field-values.ts';
import { factsFromZendesk } from '#core/facts/from-zendesk.ts';
import { ownTagsOf } from '#core/facts/updates.ts';
import type { ZendeskPriority } from '#core/facts/zendesk-ticket.ts';
import { judge } from '#core/judge/judge.ts';
import type { Judgement } from '#core/judge/judgement.ts';
import { difference, type Difference } from '#core/plan/difference.ts';
import { auditShape, organizationShape, ticketFieldShape, ticketShape, userShape } from '#rim/zendesk/shapes.ts';
import { toAudit, toField, toOrganization, toTicket, toUser } from '#rim/zendesk/words.ts';
import { samplePolicy } from '../support/policies.ts';

const recording = z.object({
  ticket: ticketShape.transform(toTicket),
  audits: z.array(auditShape.transform(toAudit)),
  users: z.array(userShape.transform(toUser)),
  organizations: z.array(organizationShape.transform(toOrganization)),
  ticket_fields: z.array(ticketFieldShape.transform(toField)),
});

const caseFile = z.strictObject({
  about: z.string().min(20),
  policy: z.string(),
  at: z.iso.datetime().transform((text) => Date.parse(text)),
  botUserId: z.string(),
  contract: z.custom<Partial<ContractTerms>>().nullable(),
  acts: z.array(z.custom<FactEvent>()).default([]),
});

const EMPTY_CONTRACT = {
  status: 'active',
  startsOn: null,
  endsOn: null,
  partner: null,
  region: null,
  users: null,
  entitlements: {},
  contacts: [],
  timeZone: null,
  holidays: [],
  extra: {},
} as const;

/** What came out. */
export interface CaseResult {
  readonly facts: Facts;
  readonly judgement: Judgement;
  readonly difference: Difference;
}

/** Throws when a file of the case is missing or cannot be read. */
export async function runCase(folder: string): Promise<CaseResult> {
  const about = caseFile.parse(await readJson(join(folder, '_case.json')));
  const { ticket, audits, users, organizations, ticket_fields } = recording.parse(
    await readJson(join(folder, '_zendesk.json')),
  );
  const policy = await samplePolicy(about.policy);
  const organizationId = ticket.organizationId ?? '';
  const terms = { ...EMPTY_CONTRACT, policyId: about.policy, organizationId, tier: 'none', ...about.contract };
  const facts = factsFromZendesk({
    policy,
    ticket,
    audits,
    fields: fieldsByNumber(policy, ticket_fields),
    botUserId: about.botUserId,
    acts: about.acts,
    notices: [],
    users: new Map(users.map((user) => [user.id, user])),
    organizations: new Map(organizations.map((organization) => [organization.id, organization])),
    contracts: new Map(about.contract ? [[organizationId, [{ revision: 1, changedAt: 0, terms }]]] : []),
  });
  const judgement = judge(policy, facts, about.at);
  const wanted = { priority: judgement.wantedPriority as ZendeskPriority | null, tags: judgement.wantedTags };
  return { facts, judgement, difference: difference(wanted, ticket, [...ownTagsOf(audits, about.botUserId)]) };
}

/** JSON to read and to compare: instants as RFC 3339. */
export function toText(result: unknown): string {
  const isInstant = (value: unknown) => typeof value === 'number' && value > Date.UTC(2000) && Number.isInteger(value);
  const readable = (_key: string, value: unknown) =>
    isInstant(value) ? new Date(value as number).toISOString() : value;
  return `${JSON.stringify(result, readable, 2)}\n`;
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}
