// The webhook to the sidecar and the two triggers that call it with every creation and every change.
import type { EpochMs, Trigger, Webhook } from '../records.ts';
import type { SandboxState } from '../state.ts';
import { staff } from './people.ts';

const CHANNEL = [
  "{% case ticket.via %}{% when 'Mail' %}email{% when 'Web service' %}api{% when 'Chat' %}chat",
  "{% when 'Phone call (incoming)' %}voice{% when 'Mobile' %}mobile{% when 'Help Center post' %}help_center{% else %}web{% endcase %}",
].join('');

/** The body of the webhook, as Zendesk's placeholders write it. Timestamps have minutes only. */
export function webhookBody(state: SandboxState, event: string): string {
  const fields = [...state.ticketFields.values()]
    .filter((field) => field.type === 'tagger')
    .map((field) => `"${field.title}": "{{ticket.ticket_field_${field.id}}}"`)
    .join(', ');
  return `{ "event": "${event}", "ticket_id": "{{ticket.id}}", "status": "{{ticket.status | downcase}}",
  "priority": "{{ticket.priority | downcase}}", "type": "{{ticket.ticket_type | downcase}}", "channel": "${CHANNEL}",
  "tags": "{{ticket.tags}}", "organization_id": "{{ticket.organization.id}}", "requester_id": "{{ticket.requester.id}}",
  "assignee_id": "{{ticket.assignee.id}}", "group_id": "{{ticket.group.id}}",
  "created_at": "{{ticket.created_at_with_timestamp}}", "updated_at": "{{ticket.updated_at_with_timestamp}}",
  "fields": { ${fields} },
  {% for comment in ticket.comments limit:1 %}"comment": { "public": {{comment.is_public}}, "author_id": "{{comment.author.id}}", "author_role": "{{comment.author.role}}" },
  {% endfor %}"actor_id": "{{current_user.id}}" }`;
}

/** Adds webhook and triggers; updates by the integration itself call nobody, unless `echo`. */
export function addWebhook(
  state: SandboxState,
  at: EpochMs,
  given: { endpoint: string; secret: string; echo?: boolean },
): Webhook {
  const integration = staff(state, 'integration');
  const webhook: Webhook = {
    id: state.nextUlid(at),
    name: 'Tierline',
    description: null,
    status: 'active',
    endpoint: given.endpoint,
    httpMethod: 'POST',
    requestFormat: 'json',
    subscriptions: ['conditional_ticket_events'],
    authentication: null,
    customHeaders: {},
    secret: given.secret,
    createdBy: String(integration.id),
    updatedBy: String(integration.id),
    createdAt: at,
    updatedAt: at,
  };
  state.webhooks.set(webhook.id, webhook);
  state.triggerCategories.push({ id: String(state.nextId()), name: 'Notifications', position: 1 });
  for (const [title, type, event] of [
    ['Tierline: ticket created', 'Create', 'ticket.created'],
    ['Tierline: ticket updated', 'Change', 'ticket.updated'],
  ] as const) {
    const trigger: Trigger = {
      id: state.nextId(),
      title,
      active: true,
      position: state.triggers.size + 1,
      categoryId: state.triggerCategories[0]?.id ?? null,
      description: null,
      conditions: {
        all: [
          { field: 'update_type', operator: 'is', value: type },
          ...(given.echo ? [] : [{ field: 'current_user_id', operator: 'is_not', value: String(integration.id) }]),
        ],
        any: [],
      },
      actions: [{ field: 'notification_webhook', value: [webhook.id, webhookBody(state, event)] }],
      createdAt: at,
      updatedAt: at,
    };
    state.triggers.set(trigger.id, trigger);
  }
  return webhook;
}
