// The placeholders of trigger actions: Liquid over what Zendesk puts in. Values are not escaped for JSON.
import { Liquid } from 'liquidjs';
import type { Comment, EpochMs, Ticket, User } from '../records.ts';
import type { SandboxState } from '../state.ts';
import { tagsOfValue } from '../tickets/fields.ts';

const liquid = new Liquid({ cache: true });

const CHANNEL_TITLES: Record<string, string> = {
  web: 'Web form',
  email: 'Mail',
  api: 'Web service',
  chat: 'Chat',
  voice: 'Phone call (incoming)',
  mobile: 'Mobile',
  help_center: 'Help Center post',
};

/** Minute precision, as documented: `2013-12-12T05:35Z`. */
export function toMinuteStamp(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}

const titled = (value: string | null) => (value === null ? '' : value[0]?.toUpperCase() + value.slice(1));

/** Renders a template for a ticket as it is now. Unknown placeholders give nothing. */
export function renderPlaceholders(state: SandboxState, template: string, ticket: Ticket, actorId: number): string {
  return String(
    liquid.parseAndRenderSync(template, {
      ticket: ticketDrop(state, ticket),
      current_user: userDrop(state, state.users.get(actorId)),
    }),
  );
}

/** Whether a template can be read at all. */
export function isTemplate(template: string): boolean {
  try {
    liquid.parse(template);
    return true;
  } catch {
    return false;
  }
}

function ticketDrop(state: SandboxState, ticket: Ticket): object {
  const organization = ticket.organizationId === null ? undefined : state.organizations.get(ticket.organizationId);
  const newestFirst = [...ticket.comments].reverse();
  const publicOnes = newestFirst.filter((comment) => comment.public);
  return {
    id: ticket.id,
    external_id: ticket.externalId ?? '',
    title: ticket.subject,
    description: ticket.description,
    status: titled(ticket.status),
    priority: titled(ticket.priority),
    ticket_type: titled(ticket.type),
    via: CHANNEL_TITLES[ticket.via.channel] ?? ticket.via.channel,
    tags: ticket.tags.join(' '),
    url: `${state.account.url.replace(/^https?:\/\//, '')}/agent/tickets/${ticket.id}`,
    created_at_with_timestamp: toMinuteStamp(ticket.createdAt),
    updated_at_with_timestamp: toMinuteStamp(ticket.updatedAt),
    due_date_with_timestamp: ticket.dueAt === null ? '' : toMinuteStamp(ticket.dueAt),
    organization: organization && {
      ...organization,
      external_id: organization.externalId,
      custom_fields: organization.organizationFields,
    },
    requester: userDrop(state, state.users.get(ticket.requesterId)),
    submitter: userDrop(state, state.users.get(ticket.submitterId)),
    assignee: userDrop(state, ticket.assigneeId === null ? undefined : state.users.get(ticket.assigneeId)),
    group: ticket.groupId === null ? undefined : { id: ticket.groupId, name: state.groups.get(ticket.groupId)?.name },
    brand: { id: ticket.brandId },
    comments: newestFirst.map((comment) => commentDrop(state, comment)),
    public_comments: publicOnes.map((comment) => commentDrop(state, comment)),
    latest_comment: newestFirst[0]?.body ?? '',
    latest_public_comment: publicOnes[0]?.body ?? '',
    ...fieldDrops(state, ticket),
  };
}

function fieldDrops(state: SandboxState, ticket: Ticket): Record<string, string> {
  const drops: Record<string, string> = {};
  for (const field of state.ticketFields.values()) {
    const value = ticket.fields.get(field.id) ?? null;
    const tags = tagsOfValue(field, value);
    drops[`ticket_field_${field.id}`] =
      tags.length > 0 ? tags.join(' ') : value === null || value === false ? '' : String(value);
    drops[`ticket_field_option_title_${field.id}`] = field.options
      .filter((option) => tags.includes(option.value))
      .map((option) => option.name)
      .join(', ');
  }
  return drops;
}

function userDrop(state: SandboxState, user: User | undefined): object | undefined {
  if (!user) return undefined;
  const organization = user.organizationId === null ? undefined : state.organizations.get(user.organizationId);
  return {
    id: user.id,
    name: user.name,
    first_name: user.name.split(' ')[0],
    email: user.email ?? '',
    external_id: user.externalId ?? '',
    role: user.role,
    tags: user.tags.join(' '),
    time_zone: user.timeZone,
    organization: organization && { name: organization.name },
  };
}

function commentDrop(state: SandboxState, comment: Comment): object {
  return {
    id: comment.id,
    value: comment.body,
    is_public: comment.public,
    author: userDrop(state, state.users.get(comment.authorId)),
    created_at_with_time: toMinuteStamp(comment.createdAt),
  };
}
