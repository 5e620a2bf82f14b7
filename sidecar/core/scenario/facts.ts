// A scenario's short words → facts and events.
import type {
  ContractFacts,
  EpochMs,
  FactEvent,
  Facts,
  FieldValue,
  NoticeFacts,
  OrganizationFacts,
  RequesterFacts,
  TicketStatus,
  UpdateEvent,
} from '#core/facts/facts.ts';
import { workingMs } from '#core/policy/durations.ts';
import type { Policy } from '#core/policy/policy.ts';
import type { Plain, PlainMap, Scenario } from './scenario.ts';

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
    status: (text(ticket['status']) ?? 'open') as TicketStatus,
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

function text(value: Plain | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}

function strings(value: Plain | undefined): string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function isMap(value: Plain | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `true` of a choice stays text, of a checkbox a boolean. */
function fieldValue(policy: Policy, field: string, value: Plain): FieldValue {
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
    status: (text(map['status']) ?? 'active') as ContractFacts['status'],
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

function requesterFacts(map: PlainMap): RequesterFacts {
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

/** The facts of one event line: an update of the ticket, an act, or both (F5). */
export function eventsOf(policy: Policy, raw: PlainMap, facts: Facts, where: string): FactEvent[] {
  const at = instantOf(raw['at'] ?? null, `${where}.at`);
  const acts = actsOf(raw, at, where);
  const world = worldOf(raw, at, facts);
  const update = updateOf(policy, raw, at);
  return [...(update === null ? [] : [update]), ...acts, ...world];
}

function updateOf(policy: Policy, raw: PlainMap, at: EpochMs): UpdateEvent | null {
  const by = text(raw['reply']) ?? text(raw['note']);
  const set: Record<string, FieldValue> = {};
  let priority: UpdateEvent['priority'];
  for (const [key, value] of Object.entries(isMap(raw['set']) ? raw['set'] : {})) {
    if (key === 'priority') priority = { value: text(value), by: text(raw['by']) ?? 'agent' };
    else set[key] = fieldValue(policy, key, value);
  }
  const status = text(raw['status']) as TicketStatus | null;
  const touched =
    by !== null ||
    status !== null ||
    priority !== undefined ||
    Object.keys(set).length > 0 ||
    raw['tags'] !== undefined;
  if (!touched) return null;
  const said = text(raw['text']);
  return {
    at,
    kind: 'update',
    ...(by === null
      ? {}
      : {
          comment: {
            by: by === 'customer' ? 'customer' : 'agent',
            public: raw['reply'] !== undefined,
            ...(said === null ? {} : { text: said }),
            channel: text(raw['channel']),
          },
        }),
    ...(status === null ? {} : { status }),
    ...(Object.keys(set).length === 0 ? {} : { set }),
    ...(priority === undefined ? {} : { priority }),
    ...(raw['tags'] === undefined ? {} : { tags: strings(raw['tags']) }),
  };
}

function actsOf(raw: PlainMap, at: EpochMs, where: string): FactEvent[] {
  const acts: FactEvent[] = [];
  const word = (key: string, make: (value: string) => FactEvent): void => {
    const value = text(raw[key]);
    if (value !== null) acts.push(make(value));
  };
  const reason = text(raw['reason']);
  word('duty', (duty) => ({ at, kind: 'duty', duty, outcome: text(raw['outcome']), note: text(raw['text']) }));
  word('intake', (item) => ({ at, kind: 'intake', item, value: text(raw['value']) }));
  word('handOff', (to) => ({ at, kind: 'handOff', to }));
  word('attempt', (step) => ({
    at,
    kind: 'attempt',
    step,
    outcome: raw['outcome'] === 'reached' ? 'reached' : 'not_reached',
  }));
  word('escalate', (step) => ({ at, kind: 'escalate', step, reason }));
  word('exclusion', (exclusion) => ({ at, kind: 'exclusion', exclusion, reason }));
  word('withdraw', (exclusion) => ({ at, kind: 'withdrawExclusion', exclusion, reason }));
  word('withdrawExclusion', (exclusion) => ({ at, kind: 'withdrawExclusion', exclusion, reason }));
  word('start', (metric) => ({ at, kind: 'start', metric }));
  word('complete', (metric) => ({ at, kind: 'complete', metric }));
  word('agree', (metric) => ({ at, kind: 'agree', metric, due: instantOf(raw['due'] ?? null, `${where}.due`) }));
  word('work', (duration) => ({ at, kind: 'work', service: text(raw['service']), ms: durationMs(duration, where) }));
  word('session', (url) => ({ at, kind: 'session', url }));
  if (raw['defect'] !== undefined) acts.push(defectOf(raw['defect'], at));
  return acts;
}

function durationMs(duration: string, where: string): number {
  const ms = workingMs(duration);
  if (ms === null) throw new ScenarioFault(`${where}.work: ${duration} is no duration; write 2h 10m`);
  return ms;
}

function defectOf(value: Plain, at: EpochMs): FactEvent {
  if (!isMap(value)) return { at, kind: 'defect', reference: text(value) ?? '' };
  const state = text(value['state']);
  return {
    at,
    kind: 'defect',
    reference: text(value['reference']) ?? '',
    url: text(value['url']),
    expectedRelease: text(value['expectedRelease']),
    ...(state === null ? {} : { state: state as 'open' | 'closed' }),
  };
}

function worldOf(raw: PlainMap, at: EpochMs, facts: Facts): FactEvent[] {
  const world: FactEvent[] = [];
  const rating = text(raw['rating']);
  if (rating !== null) world.push({ at, kind: 'rating', value: rating === 'bad' ? 'bad' : 'good' });
  if (raw['contract'] !== undefined)
    world.push({ at, kind: 'contract', contract: changedContract(raw['contract'], facts) });
  const users = isMap(raw['contract']) ? raw['contract']['users'] : undefined;
  if (users !== undefined)
    world.push({ at, kind: 'organization', organization: { ...facts.organization, users: Number(users) } });
  if (isMap(raw['requester']))
    world.push({ at, kind: 'requester', requester: { ...facts.requester, ...requesterFacts(raw['requester']) } });
  return world;
}

/** The contract with what the event names changed; null ends it. */
function changedContract(value: Plain, facts: Facts): ContractFacts | null {
  if (!isMap(value)) return null;
  const before = facts.events.findLast((e) => e.kind === 'contract')?.contract ?? facts.contract;
  const change = contractFacts(value);
  if (before === null) return change;
  const named = Object.entries(change).filter(([key]) => key in value);
  return { ...before, ...Object.fromEntries(named), extra: { ...before.extra, ...change.extra } };
}
