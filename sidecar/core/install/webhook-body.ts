// What our triggers send: Zendesk's placeholders round a JSON body. Only values that need no escaping stand in it.

/** Zendesk's title of a channel (English accounts; others fall to `web` and are read from the API) → our word. */
const CHANNEL = [
  "{% case ticket.via %}{% when 'Mail' %}email{% when 'Web service' %}api{% when 'Chat' %}chat",
  "{% when 'Phone call (incoming)' %}voice{% when 'Mobile' %}mobile{% when 'Help Center post' %}help_center",
  '{% else %}web{% endcase %}',
].join('');

/**
 * The body of one event. The subject and other free text are left out on purpose: a quote in them would break the JSON.
 * @param choices name and number of the ticket fields with options.
 */
export function webhookBody(event: string, choices: readonly { readonly name: string; readonly id: string }[]): string {
  const fields = choices.map(({ name, id }) => `${JSON.stringify(name)}: "{{ticket.ticket_field_${id}}}"`).join(', ');
  return `{ "event": "${event}", "ticket_id": "{{ticket.id}}", "status": "{{ticket.status | downcase}}",
  "priority": "{{ticket.priority | downcase}}", "type": "{{ticket.ticket_type | downcase}}", "channel": "${CHANNEL}",
  "tags": "{{ticket.tags}}", "organization_id": "{{ticket.organization.id}}", "requester_id": "{{ticket.requester.id}}",
  "assignee_id": "{{ticket.assignee.id}}", "group_id": "{{ticket.group.id}}",
  "created_at": "{{ticket.created_at_with_timestamp}}", "updated_at": "{{ticket.updated_at_with_timestamp}}",
  "fields": { ${fields} },
  {% for comment in ticket.comments limit:1 %}"comment": { "public": {{comment.is_public}}, "author_id": "{{comment.author.id}}", "author_role": "{{comment.author.role}}" },
  {% endfor %}"actor_id": "{{current_user.id}}" }`;
}
