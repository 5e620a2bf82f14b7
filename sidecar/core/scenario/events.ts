// A scenario's event lines → events: updates of the ticket, acts of people, changes of the world round it.
import { TICKET_PRIORITIES, TICKET_STATUSES, wordOf, type TicketPriority } from '#schema/ticket-words.ts';
import type {
  CommentFact,
  ContractFacts,
  EpochMs,
  FactEvent,
  Facts,
  FieldValue,
  UpdateEvent,
} from '#core/facts/facts.ts';
import { workingMs } from '#core/policy/durations.ts';
import type { Policy } from '#core/policy/policy.ts';
import { contractFacts, fieldValue, instantOf, requesterFacts, ScenarioFault } from './facts.ts';
import { isMap, strings, text, type Plain, type PlainMap } from './plain.ts';

/**
 * What one event line says: an update of the ticket, an act, or both (F5). `where`: its place in the file.
 * @throws ScenarioFault that names the place
 */
export function eventsOf(policy: Policy, raw: PlainMap, facts: Facts, where: string): FactEvent[] {
  const at = instantOf(raw['at'] ?? null, `${where}.at`);
  const acts = actsOf(raw, at, where);
  const world = worldOf(raw, at, facts);
  const update = updateOf(policy, raw, at, where);
  return [...(update === null ? [] : [update]), ...acts, ...world];
}

/** Null: the priority is cleared. */
function priorityByHand(value: Plain, where: string): TicketPriority | null {
  const word = wordOf(value, TICKET_PRIORITIES);
  if (word === undefined && value !== null)
    throw new ScenarioFault(
      `${where}.set.priority: ${String(value)} is no priority of Zendesk; write urgent, high, normal or low`,
    );
  return word ?? null;
}

function updateOf(policy: Policy, raw: PlainMap, at: EpochMs, where: string): UpdateEvent | null {
  const by = text(raw['reply']) ?? text(raw['note']);
  const set: Record<string, FieldValue> = {};
  let priority: UpdateEvent['priority'];
  for (const [key, value] of Object.entries(isMap(raw['set']) ? raw['set'] : {})) {
    if (key === 'priority') priority = { value: priorityByHand(value, where), by: text(raw['by']) ?? 'agent' };
    else set[key] = fieldValue(policy, key, value);
  }
  const status = wordOf(raw['status'], TICKET_STATUSES) ?? null;
  const changes = {
    ...(by === null ? {} : { comment: commentOf(raw, by) }),
    ...(status === null ? {} : { status }),
    ...(raw['type'] === undefined ? {} : { type: text(raw['type']) }),
    ...(Object.keys(set).length === 0 ? {} : { set }),
    ...(priority === undefined ? {} : { priority }),
    ...(raw['tags'] === undefined ? {} : { tags: strings(raw['tags']) }),
  };
  return Object.keys(changes).length === 0 ? null : { at, kind: 'update', ...changes };
}

function commentOf(raw: PlainMap, by: string): CommentFact {
  const said = text(raw['text']);
  return {
    by: by === 'customer' ? 'customer' : 'agent',
    public: raw['reply'] !== undefined,
    ...(said === null ? {} : { text: said }),
    channel: text(raw['channel']),
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
  const state = wordOf(value['state'], ['open', 'closed']);
  return {
    at,
    kind: 'defect',
    reference: text(value['reference']) ?? '',
    url: text(value['url']),
    expectedRelease: text(value['expectedRelease']),
    ...(state === undefined ? {} : { state }),
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
