// The sample world: customers in every tier and tickets in every state, with the whole history of each.
import type { SandboxClock } from './clock.ts';
import type { EpochMs } from './records.ts';
import { findTicketField, type SandboxState } from './state.ts';
import { checkTicketInput, type TicketInput } from './tickets/input.ts';
import { createTicket, updateTicket, viaOf } from './tickets/write.ts';
import { addTicketFields } from './world/fields.ts';
import { addPeople, customerPerson, staff } from './world/people.ts';
import { STORIES } from './world/stories.ts';
import type { Step, Story } from './world/story.ts';

const MINUTE = 60_000;
const ACCOUNT_AGE = 400 * 24 * 60 * MINUTE;

/** Fills an empty account. Times are relative to the clock's present. */
export function buildWorld(state: SandboxState, clock: SandboxClock): void {
  const start = clock.now();
  addPeople(state, start - ACCOUNT_AGE);
  addTicketFields(state, start - ACCOUNT_AGE);
  const policyId = state.nextId();
  state.slaPolicies.set(policyId, {
    id: policyId,
    title: 'Standard',
    position: 1,
    filter: { all: [{ field: 'current_tags', operator: 'not_includes', value: 'no_sla' }], any: [] },
    policyMetrics: ['urgent', 'high', 'normal', 'low'].map((priority, rank) => ({
      priority,
      metric: 'first_reply_time',
      target: 60 * 2 ** rank,
      business_hours: false,
    })),
  });
  // Oldest first, so that numbers grow with time.
  for (const story of [...STORIES].sort((a, b) => b.ago - a.ago)) tell(state, story, start);
}

function tell(state: SandboxState, story: Story, start: EpochMs): void {
  const requester = customerPerson(state, story.customer, story.person);
  const byPhone = story.channel === 'voice';
  const input = checkTicketInput({
    subject: story.subject,
    comment: { body: story.text },
    requester_id: requester.id,
    ...(story.type ? { type: story.type } : {}),
    custom_fields: fieldsOf(state, story.set ?? {}),
  });
  const { ticket } = createTicket(state, input, {
    actorId: byPhone ? staff(state, 'agent').id : requester.id,
    via: viaOf(story.channel),
    at: start - story.ago * MINUTE,
  });
  for (const step of story.steps ?? []) take(state, ticket.id, requester.id, step, start, story.channel);
  state.stories[story.name] = ticket.id;
}

function take(
  state: SandboxState,
  ticketId: number,
  requesterId: number,
  step: Step,
  start: EpochMs,
  channel: string,
): void {
  const actorId = step.by === 'requester' ? requesterId : staff(state, step.by).id;
  const input: TicketInput = checkTicketInput({
    ...(step.reply === undefined ? {} : { comment: { body: step.reply, public: true } }),
    ...(step.note === undefined ? {} : { comment: { body: step.note, public: false } }),
    ...(step.status === undefined ? {} : { status: step.status }),
    ...(step.assign ? { assignee_id: actorId } : {}),
    ...(step.set ? { custom_fields: fieldsOf(state, step.set) } : {}),
  });
  updateTicket(state, ticketId, input, {
    actorId,
    via: viaOf(step.by === 'requester' ? channel : 'web'),
    at: start - step.ago * MINUTE,
    ...(step.rating === undefined ? {} : { rating: { score: step.rating, comment: null } }),
  });
}

/** Fields by title or number, as the API takes them. Throws when a title is unknown. */
export function fieldsOf(state: SandboxState, values: Record<string, unknown>): { id: number; value: unknown }[] {
  return Object.entries(values).map(([key, value]) => {
    const field = findTicketField(state, key);
    if (!field) throw new Error(`there is no ticket field ${key}`);
    return { id: field.id, value };
  });
}
