// What each kind of event changes.
import type { FactEvent, FieldValue, UpdateEvent, WorldEvent } from '#core/facts/facts.ts';
import { termOfContract } from './contract-term.ts';
import { doDuty, dutiesByComment, dutiesByField } from './duties.ts';
import { updateStanding } from './standing.ts';
import { levelOf, solved, type State } from './state.ts';
import { ACTS, FIELDS, HAND, PARTIES, STATUS } from './touch.ts';
import type { Occurrence } from './tracks.ts';
import { occur } from './waits.ts';

/** Applies one event to the state; what follows from it is for the story to tell. */
export function apply(state: State, event: FactEvent): void {
  if (event.kind === 'update') return applyUpdate(state, event);
  state.touched |= ACTS | PARTIES;
  return applyAct(state, event);
}

function applyAct(state: State, event: Exclude<FactEvent, UpdateEvent>): void {
  switch (event.kind) {
    case 'duty': {
      const field = doDuty(state, event.duty, event.outcome ?? null, 'act');
      state.progressAt = event.at;
      if (field !== null) setField(state, field.field, field.value);
      return;
    }
    case 'intake':
      state.given = withEntry(state.given, event.item, event.value ?? null);
      return occur(state, { on: 'intake' });
    case 'handOff':
      state.progressAt = event.at;
      return enterLevel(
        state,
        state.policy.levels.findIndex((l) => l.id === event.to),
        'hand-off',
      );
    case 'attempt': {
      const list = state.attempts.get(event.step) ?? [];
      state.attempts = withEntry(state.attempts, event.step, [...list, { at: event.at, outcome: event.outcome }]);
      return;
    }
    case 'escalate':
      // Two people at one instant: the first took the step, and is told of once.
      if (state.taken.has(event.step)) return;
      state.taken = withEntry(state.taken, event.step, event.at);
      return occur(state, { on: 'step', step: event.step });
    case 'exclusion':
      state.recorded = withEntry(state.recorded, event.exclusion, { at: event.at, reason: event.reason ?? null });
      return;
    case 'withdrawExclusion':
      state.recorded = new Map([...state.recorded].filter(([id]) => id !== event.exclusion));
      return;
    case 'start':
      state.requested = new Set([...state.requested, event.metric]);
      return occur(state, { on: 'request', metric: event.metric });
    case 'complete':
      return occur(state, { on: 'complete', metric: event.metric });
    case 'agree':
      for (const run of state.runs) {
        if (run !== null && run.endedAt === null && run.track.metric.id === event.metric) {
          run.agreedDue = event.due;
          run.laidAt = null;
        }
      }
      return;
    case 'work':
      state.work.push({ at: event.at, service: event.service, ms: event.ms });
      return;
    case 'session':
      state.sessions.push({ at: event.at, url: event.url });
      return;
    default:
      return applyWorld(state, event);
  }
}

function withEntry<Value>(map: ReadonlyMap<string, Value>, key: string, value: Value): ReadonlyMap<string, Value> {
  return new Map([...map, [key, value]]);
}

/** What is not an act in the sidebar, or may come from the tracker too. */
function applyWorld(state: State, event: WorldEvent | Extract<FactEvent, { readonly kind: 'defect' }>): void {
  switch (event.kind) {
    case 'defect': {
      const before = state.defect;
      state.defect = {
        reference: event.reference,
        url: event.url ?? before?.url ?? null,
        state: event.state ?? 'open',
        expectedRelease: event.expectedRelease ?? before?.expectedRelease ?? null,
      };
      if (before === null && state.defect.state === 'open') occur(state, { on: 'defect' });
      if (before?.state === 'closed' && state.defect.state === 'open') occur(state, { on: 'defect' });
      if (before?.state === 'open' && state.defect.state === 'closed') occur(state, { on: 'defect_closed' });
      return;
    }
    case 'rating':
      state.rating = event.value;
      return occur(state, { on: 'rating', value: event.value });
    case 'contract':
      state.contract = event.contract;
      state.term = termOfContract(state.policy, event.contract);
      return;
    case 'requester':
      state.requester = event.requester;
      return;
    case 'organization':
      state.organization = event.organization;
      return;
    default:
      throw new Error(`an event that the story does not know: ${JSON.stringify(event satisfies never)}`);
  }
}

const AGENT_REPLY: Occurrence = { on: 'agent_reply' };
const CUSTOMER_REPLY: Occurrence = { on: 'customer_reply' };
const SOLVED: Occurrence = { on: 'solved' };
const REOPENED: Occurrence = { on: 'reopened' };

/** One update of the ticket in Zendesk: the comment counts before the fields, the fields before the status (F5). */
function applyUpdate(state: State, event: UpdateEvent): void {
  const before = state.status;
  const comment = event.comment;
  const agentReply = comment !== undefined && comment.public && comment.by === 'agent';
  const customerReply = comment !== undefined && comment.by === 'customer';
  if (agentReply) {
    state.lastAgentReply = event.at;
    state.progressAt = event.at;
    occur(state, AGENT_REPLY);
  }
  if (comment !== undefined) dutiesByComment(state, comment);
  applyProperties(state, event);
  if (event.set !== undefined) setFields(state, event.set);
  if (event.status !== undefined && event.status !== before) changeStatus(state, event.status);
  if (customerReply) {
    state.lastCustomerReply = event.at;
    occur(state, CUSTOMER_REPLY);
  }
  if (event.priority !== undefined) endOverride(state);
}

/** An override ends when a person sets the priority that the policy wants (G12), and does not come back by itself. */
function endOverride(state: State): void {
  updateStanding(state);
  if (state.hand !== null && state.hand.value === state.standing.derived?.zendesk) state.hand = null;
}

function applyProperties(state: State, event: UpdateEvent): void {
  if (event.type !== undefined) state.type = event.type;
  if (event.tags !== undefined) state.tags = event.tags;
  if (event.channel !== undefined) state.channel = event.channel;
  if (event.type !== undefined || event.tags !== undefined || event.channel !== undefined) state.touched |= ACTS;
  if (event.priority === undefined) return;
  state.hand = handOf(event.priority);
  state.touched |= HAND;
}

function handOf(priority: NonNullable<UpdateEvent['priority']>): State['hand'] {
  return priority.value === null ? null : { value: priority.value, by: priority.by };
}

function setFields(state: State, set: Readonly<Record<string, FieldValue>>): void {
  for (const field in set) setField(state, field, set[field] ?? null);
}

function setField(state: State, field: string, value: FieldValue): void {
  if (state.fields[field] === value) return;
  state.fields[field] = value;
  state.touched |= FIELDS;
  dutiesByField(state, field, value);
  if (state.tracks.heeding.has('field')) occur(state, { on: 'field', field, value });
}

function changeStatus(state: State, status: State['status']): void {
  const was = solved(state);
  // A deleted ticket is owed nothing, whatever the policy's conditions ask.
  state.touched |= status === 'deleted' || state.status === 'deleted' ? STATUS | PARTIES : STATUS;
  state.status = status;
  state.progressAt = state.at;
  if (solved(state) && !was) becomeSolved(state);
  else if (was && !solved(state)) occur(state, REOPENED);
}

export function becomeSolved(state: State): void {
  state.solvedAt = state.at;
  occur(state, SOLVED);
}

/** Moves the ticket to a level and tells the waits. */
export function enterLevel(state: State, index: number, by: State['levelBy']): void {
  const level = state.policy.levels[index];
  if (level === undefined) return;
  const from = levelOf(state)?.id ?? null;
  state.level = index;
  state.touched |= ACTS;
  state.levelEnteredAt = state.at;
  state.levelBy = by;
  occur(state, { on: 'level', level: level.id, from });
}
