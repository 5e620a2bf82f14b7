// A scenario's short words → the facts at its opening.
import { TICKET_STATUSES, wordOf } from '#schema/ticket-words.ts';
import type {
  ContractFacts,
  EpochMs,
  Facts,
  FieldValue,
  NoticeFacts,
  OrganizationFacts,
  RequesterFacts,
} from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';
import { isMap, strings, text, type Plain, type PlainMap } from './plain.ts';
import type { Scenario } from './scenario.ts';

/** What a scenario's own text gets wrong: an instant that is none, a value that no field can have. */
export class ScenarioFault extends RangeError {
  override readonly name = 'ScenarioFault';
}

/** Keys of `ticket` that are not fields of the policy. */
const TICKET_KEYS = new Set(['id', 'opened', 'channel', 'status', 'type', 'priority', 'tags']);
const CONTRACT_KEYS = new Set([
  'tier',
  'status',
  'startsOn',
  'endsOn',
  'partner',
  'region',
  'users',
  'entitlements',
  'contacts',
  'timeZone',
  'holidays',
  'organization',
]);

/** An RFC 3339 instant, in epoch ms. @throws ScenarioFault that names the place. */
export function instantOf(value: Plain, where: string): EpochMs {
  if (typeof value === 'string') {
    try {
      return Temporal.Instant.from(value).epochMilliseconds;
    } catch {
      throw new ScenarioFault(`${where}: ${value} is no instant; write 2026-03-02T09:00:00Z`);
    }
  }
  throw new ScenarioFault(`${where}: an instant is missing; write 2026-03-02T09:00:00Z`);
}

export function factsOf(policy: Policy, scenario: Scenario): Facts {
  const ticket = scenario.ticket;
  const contract = scenario.contract ?? null;
  const fields: Record<string, FieldValue> = {};
  for (const [key, value] of Object.entries(ticket))
    if (!TICKET_KEYS.has(key)) fields[key] = fieldValue(policy, key, value);
  return {
    ticketId: text(ticket['id']) ?? '1',
    opened: instantOf(ticket['opened'] ?? null, 'ticket.opened'),
    channel: text(ticket['channel']),
    status: wordOf(ticket['status'], TICKET_STATUSES) ?? 'open',
    type: text(ticket['type']),
    priority: text(ticket['priority']),
    tags: strings(ticket['tags']),
    fields,
    contract: contract === null ? null : contractFacts(withTier(contract, policy)),
    requester: requesterFacts(scenario.requester ?? {}),
    organization: organizationFacts(contract ?? {}, scenario.organization ?? {}),
    notices: (scenario.notices ?? []).map(noticeFacts),
    usage: Object.entries(scenario.usage ?? {}).map(([allowance, usage]) =>
      typeof usage === 'number'
        ? { allowance, used: usage }
        : { allowance, used: usage.used ?? 0, earlier: usage.earlier ?? [] },
    ),
    reviewed: scenario.reviewed ?? null,
    events: [],
  };
}

/** `true` of a choice stays text, of a checkbox a boolean. @throws ScenarioFault where no field can have the value. */
export function fieldValue(policy: Policy, field: string, value: Plain): FieldValue {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'object')
    throw new ScenarioFault(`ticket.${field}: a field's value is a word, a number or a list`);
  const type = policy.fields.get(field)?.type;
  if (type === 'checkbox') return value === true || value === 'true';
  if (type === 'number' && typeof value === 'string') return Number(value);
  return type === undefined || type === 'number' ? (value as FieldValue) : String(value);
}

/** A contract that names no tier has the policy's only one. */
function withTier(contract: PlainMap, policy: Policy): PlainMap {
  const [only, another] = policy.tiers.keys();
  return contract['tier'] === undefined && only !== undefined && another === undefined
    ? { tier: only, ...contract }
    : contract;
}

export function contractFacts(map: PlainMap): ContractFacts {
  const extra: Record<string, FieldValue> = {};
  for (const [key, value] of Object.entries(map)) if (!CONTRACT_KEYS.has(key)) extra[key] = value as FieldValue;
  return {
    tier: text(map['tier']) ?? '',
    status: wordOf(map['status'], ['active', 'unpaid', 'ended']) ?? 'active',
    startsOn: text(map['startsOn']),
    endsOn: text(map['endsOn']),
    partner: text(map['partner']),
    region: text(map['region']),
    entitlements: entitlementsOf(map['entitlements']),
    contacts: contactsOf(map['contacts']),
    extra,
  };
}

/** A map to quantities, or a list of entitlements that are not counted. */
function entitlementsOf(value: Plain | undefined): Record<string, number | null> {
  if (!isMap(value)) return Object.fromEntries(strings(value).map((id) => [id, null]));
  return Object.fromEntries(Object.entries(value).map(([id, n]) => [id, n === null || n === true ? null : Number(n)]));
}

function contactsOf(value: Plain | undefined): NonNullable<ContractFacts['contacts']> {
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([role, names]) => strings(names).map((name) => ({ role, name })));
}

export function requesterFacts(map: PlainMap): RequesterFacts {
  const { approved, role, certifiedOn, ...extra } = map;
  return {
    approved: approved === true,
    role: text(role),
    certifiedOn: text(certifiedOn),
    extra: extra as Record<string, FieldValue>,
  };
}

function organizationFacts(contract: PlainMap, organization: PlainMap): OrganizationFacts {
  const { users, timeZone, holidays, name, id, ...extra } = organization;
  const count = users ?? contract['users'] ?? null;
  return {
    id: text(id ?? contract['organization']),
    name: text(name ?? contract['organization']),
    users: count === null ? null : Number(count),
    timeZone: text(timeZone ?? contract['timeZone']),
    holidays: strings(holidays ?? contract['holidays']),
    extra: extra as Record<string, FieldValue>,
  };
}

function noticeFacts(map: PlainMap, index: number): NoticeFacts {
  return {
    id: text(map['id']) ?? `${text(map['kind']) ?? 'notice'}-${index + 1}`,
    kind: text(map['kind']) ?? '',
    text: text(map['text']),
    announced: instantOf(map['announced'] ?? null, `notices[${index}].announced`),
    from: instantOf(map['from'] ?? null, `notices[${index}].from`),
    to: instantOf(map['to'] ?? null, `notices[${index}].to`),
    organizations: strings(map['organizations']),
  };
}
