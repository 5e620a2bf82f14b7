// The trigger engine: by position, each at most once in a cycle, in the same save as the update.
import { changeEvents } from '../tickets/audit.ts';
import { checkFieldValue, normalizeTags, setField, setTags } from '../tickets/fields.ts';
import {
  PRIORITIES,
  STATUSES,
  TYPES,
  type AuditEvent,
  type EpochMs,
  type Ticket,
  type Trigger,
  type Via,
} from '../records.ts';
import type { SandboxState } from '../state.ts';
import { conditionsHold, type Cycle } from './conditions.ts';
import { renderPlaceholders } from './placeholders.ts';

/** A webhook action that fired; it is delivered after the commit. */
export interface WebhookCall {
  webhookId: string;
  triggerId: number;
  ticketId: number;
  /** Text for a JSON body, pairs for a form or a query. */
  payload: string | [string, string][];
}

/** Runs the triggers over a draft and changes it. Gives their audit events and the webhooks to call. */
export function runTriggers(
  state: SandboxState,
  cycle: Cycle & { at: EpochMs },
): { events: AuditEvent[]; calls: WebhookCall[] } {
  const events: AuditEvent[] = [];
  const waiting: { trigger: Trigger; webhookId: string; template: unknown }[] = [];
  const fired = new Set<number>();
  const ordered = [...state.triggers.values()]
    .filter((trigger) => trigger.active)
    .sort((a, b) => a.position - b.position || a.id - b.id);
  for (let next = 0; next < ordered.length; next++) {
    const trigger = ordered[next];
    if (!trigger || fired.has(trigger.id) || !conditionsHold(state, trigger.conditions, cycle)) continue;
    fired.add(trigger.id);
    const changes = act(state, trigger, cycle.draft, events, waiting);
    events.push(...changes);
    // A change of the ticket gives the others another look; those that have acted stay out.
    if (changes.length > 0) next = -1;
  }
  const calls = waiting.map(({ trigger, webhookId, template }) => ({
    webhookId,
    triggerId: trigger.id,
    ticketId: cycle.draft.id,
    payload: renderPayload(state, template, cycle.draft, cycle.actorId),
  }));
  return { events, calls };
}

function act(
  state: SandboxState,
  trigger: Trigger,
  draft: Ticket,
  events: AuditEvent[],
  waiting: { trigger: Trigger; webhookId: string; template: unknown }[],
): AuditEvent[] {
  const before: Ticket = { ...draft, tags: [...draft.tags], fields: new Map(draft.fields) };
  const via: Via = {
    channel: 'rule',
    source: { from: { id: trigger.id, title: trigger.title }, to: {}, rel: 'trigger' },
  };
  for (const action of trigger.actions) {
    if (action.field === 'notification_webhook') {
      const [webhookId, template] = action.value as [string, unknown];
      waiting.push({ trigger, webhookId, template });
      events.push({ id: state.nextId(), type: 'External', resource: webhookId, body: '', via });
    } else if (action.field === 'notification_user' || action.field === 'notification_group') {
      const [recipient, subject, body] = action.value as string[];
      events.push({
        id: state.nextId(),
        type: 'Notification',
        recipients: recipient === 'requester_id' ? [draft.requesterId] : [Number(recipient) || 0],
        subject: renderPlaceholders(state, subject ?? '', draft, draft.requesterId),
        body: renderPlaceholders(state, body ?? '', draft, draft.requesterId),
        via,
      });
    } else {
      setValue(state, draft, action.field, Array.isArray(action.value) ? action.value[0] : action.value);
    }
  }
  return changeEvents(before, draft, via).map((event) => ({ id: state.nextId(), ...event }) as AuditEvent);
}

function setValue(state: SandboxState, draft: Ticket, field: string, value: unknown): void {
  const words = String(value ?? '');
  const idOrNull = words === '' ? null : Number(words);
  const custom = /^custom_fields_(\d+)$/.exec(field);
  if (custom) {
    const target = state.ticketFields.get(Number(custom[1]));
    if (target) setField(state, draft, target, checkFieldValue(target, value));
    return;
  }
  switch (field) {
    case 'status':
      draft.status = STATUSES.find((one) => one === words) ?? draft.status;
      break;
    case 'priority':
      draft.priority = PRIORITIES.find((one) => one === words) ?? null;
      break;
    case 'type':
      draft.type = TYPES.find((one) => one === words) ?? null;
      break;
    case 'group_id':
      draft.groupId = idOrNull;
      break;
    case 'assignee_id':
      draft.assigneeId = idOrNull;
      if (idOrNull !== null && draft.status === 'new') draft.status = 'open';
      break;
    case 'set_tags':
      setTags(state, draft, words);
      break;
    case 'current_tags':
      setTags(state, draft, [...draft.tags, words]);
      break;
    case 'remove_tags': {
      const gone = normalizeTags(words);
      setTags(
        state,
        draft,
        draft.tags.filter((tag) => !gone.includes(tag)),
      );
      break;
    }
    default:
      throw new Error(`a stored trigger has the action ${field}`);
  }
}

const ACTIONS = new Set([
  'status',
  'priority',
  'type',
  'group_id',
  'assignee_id',
  'set_tags',
  'current_tags',
  'remove_tags',
  'notification_user',
  'notification_group',
  'notification_webhook',
]);

/** What is wrong with an action; null when nothing is. */
export function actionFault(state: SandboxState, action: { field: string; value: unknown }): string | null {
  const custom = /^custom_fields_(\d+)$/.exec(action.field);
  if (custom) return state.ticketFields.has(Number(custom[1])) ? null : `${action.field} is not a ticket field`;
  if (!ACTIONS.has(action.field)) return `${action.field} is not a valid action`;
  if (action.field !== 'notification_webhook') return null;
  const [id, template] = Array.isArray(action.value) ? (action.value as unknown[]) : [];
  const webhook = typeof id === 'string' ? state.webhooks.get(id) : undefined;
  if (!webhook) return 'Webhook: is invalid';
  if (!webhook.subscriptions.includes('conditional_ticket_events')) return 'Webhook: is not connected to triggers';
  const wantsText = webhook.requestFormat !== 'form_encoded' && ['POST', 'PUT', 'PATCH'].includes(webhook.httpMethod);
  if (wantsText ? typeof template !== 'string' : !Array.isArray(template)) return 'Webhook: body has the wrong shape';
  return null;
}

function renderPayload(
  state: SandboxState,
  template: unknown,
  ticket: Ticket,
  actorId: number,
): string | [string, string][] {
  if (typeof template === 'string') return renderPlaceholders(state, template, ticket, actorId);
  return (template as [string, string][]).map(([key, value]) => [
    key,
    renderPlaceholders(state, value, ticket, actorId),
  ]);
}
