/** What is known of a ticket, as facts under the policy that governs it. */
import { factsFromZendesk } from '#core/facts/from-zendesk.ts';
import type { Facts } from '#core/facts/facts.ts';
import type { FieldsByNumber } from '#core/facts/field-values.ts';
import type { ZendeskOrganization, ZendeskUser } from '#core/facts/zendesk-ticket.ts';
import type { Policy } from '#core/policy/policy.ts';
import { unknownHere } from '../governing.ts';
import type { Delivered } from '../ports/failures.ts';
import type { Claim } from '../ports/store.ts';
import { organizationOf, peopleOf } from '../reading.ts';
import type { TicketKnowledge } from '../reading.ts';
import { usageOf } from '../usage.ts';
import { takenOver, writtenTagsOf } from '../written-tags.ts';
import { governedBy, organizationsOf } from './governed-by.ts';
import type { LookPorts } from './ports.ts';

/** What can be judged. */
export interface GovernedFacts {
  readonly policy: Policy;
  readonly facts: Facts;
  readonly writtenTags: readonly string[];
}

export interface KnownFacts {
  readonly fields: FieldsByNumber;
  readonly botUserId: string;
  /** Null: no policy is published. */
  readonly governed: GovernedFacts | null;
}

/** What Zendesk knows beside the ticket: fields of the account, people and organizations. */
interface Around {
  readonly fields: FieldsByNumber;
  readonly users: ReadonlyMap<string, ZendeskUser>;
  readonly organizations: ReadonlyMap<string, ZendeskOrganization>;
}

const NO_FIELDS: FieldsByNumber = new Map();

/** Facts under the policy that holds for the ticket; none where no policy is published. */
export async function factsOf(claim: Claim, ports: LookPorts, known: TicketKnowledge): Promise<Delivered<KnownFacts>> {
  const bot = await ports.account.botUserId();
  if (!bot.ok) return bot;
  const botUserId = bot.value;
  const { policy, contracts } = await governedBy(claim, ports, known);
  if (policy === null && claim.row.policy !== null)
    return { ok: false, failure: { kind: 'unavailable', message: unknownHere(claim.row.policy) } };
  if (policy === null) return { ok: true, value: { fields: NO_FIELDS, botUserId, governed: null } };
  const around = await aroundOf(claim, ports, known, policy);
  if (!around.ok) return around;
  const own = writtenTagsOf(claim.row, known.audits, botUserId, policy);
  const more = claim.row.facts === null ? await takenOver(known.audits, ports.tickets) : [];
  const writtenTags = more.length === 0 ? own : [...new Set([...own, ...more])].toSorted();
  const facts = factsFromZendesk({
    policy,
    ...known,
    ...around.value,
    botUserId,
    writtenTags,
    contracts,
    acts: claim.acts.map(({ event }) => event),
    notices: claim.notices,
  });
  const usage = await usageOf(policy, facts, ports.usage);
  const used = usage.length === 0 ? facts : { ...facts, usage };
  const { fields } = around.value;
  return { ok: true, value: { fields, botUserId, governed: { policy, facts: used, writtenTags } } };
}

async function aroundOf(
  claim: Claim,
  ports: LookPorts,
  known: TicketKnowledge,
  policy: Policy,
): Promise<Delivered<Around>> {
  const users = await peopleOf(ports.zendesk, ports.directory, claim, known);
  if (!users.ok) return users;
  const fields = await ports.account.fieldsOf(policy);
  if (!fields.ok) return fields;
  const organizations = new Map<string, ZendeskOrganization>();
  for (const id of organizationsOf(known)) {
    const organization = await organizationOf(ports.zendesk, ports.directory, id, claim.now);
    if (!organization.ok) return organization;
    if (organization.value !== null) organizations.set(id, organization.value);
  }
  return { ok: true, value: { fields: fields.value, users: users.value, organizations } };
}
