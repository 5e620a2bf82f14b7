// Tickets and people as the JSON that Zendesk's API gives.
import { toStamp } from './clock.ts';
import type * as R from './records.ts';
import { isCustom } from './serialize-settings.ts';
import type { SandboxState } from './state.ts';

const stampOrNull = (at: R.EpochMs | null) => (at === null ? null : toStamp(at));

/** A ticket as the API shows it. */
export function ticketJson(state: SandboxState, ticket: R.Ticket): R.JsonObject {
  const fields = [...state.ticketFields.values()].filter(isCustom).map((field) => ({
    id: field.id,
    value: ticket.fields.get(field.id) ?? (field.type === 'checkbox' ? false : null),
  }));
  return {
    url: `${state.account.url}/api/v2/tickets/${ticket.id}.json`,
    id: ticket.id,
    external_id: ticket.externalId,
    via: ticket.via,
    created_at: toStamp(ticket.createdAt),
    updated_at: toStamp(ticket.updatedAt),
    generated_timestamp: Math.floor(ticket.generatedAt / 1000),
    type: ticket.type,
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: ticket.description,
    priority: ticket.priority,
    status: ticket.deleted ? 'deleted' : ticket.status,
    recipient: ticket.recipient,
    requester_id: ticket.requesterId,
    submitter_id: ticket.submitterId,
    assignee_id: ticket.assigneeId,
    organization_id: ticket.organizationId,
    group_id: ticket.groupId,
    collaborator_ids: ticket.collaboratorIds,
    follower_ids: [],
    email_cc_ids: [],
    forum_topic_id: null,
    problem_id: ticket.problemId,
    has_incidents:
      ticket.type === 'problem' && [...state.tickets.values()].some((other) => other.problemId === ticket.id),
    is_public: ticket.isPublic,
    due_at: stampOrNull(ticket.dueAt),
    tags: ticket.tags,
    custom_fields: fields,
    satisfaction_rating: ticket.rating,
    sharing_agreement_ids: [],
    custom_status_id: null,
    encoded_id: `E${ticket.id}-SBOX`,
    fields,
    followup_ids: [],
    ticket_form_id: ticket.formId,
    brand_id: ticket.brandId,
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: false,
    support_type: 'agent',
  };
}

/** A comment as listed under a ticket. */
export function commentJson(comment: R.Comment): R.JsonObject {
  return {
    id: comment.id,
    type: 'Comment',
    author_id: comment.authorId,
    body: comment.body,
    html_body: comment.htmlBody ?? `<div class="zd-comment" dir="auto">${escapeHtml(comment.body)}</div>`,
    plain_body: comment.body,
    public: comment.public,
    attachments: [],
    audit_id: comment.auditId,
    via: comment.via,
    created_at: toStamp(comment.createdAt),
    metadata: { system: {}, custom: {} },
  };
}

/** One audit with its events. */
export function auditJson(audit: R.Audit): R.JsonObject {
  return {
    id: audit.id,
    ticket_id: audit.ticketId,
    created_at: toStamp(audit.createdAt),
    author_id: audit.authorId,
    metadata: audit.metadata,
    events: audit.events,
    via: audit.via,
  };
}

/** A user as seen by an agent. */
export function userJson(state: SandboxState, user: R.User): R.JsonObject {
  return {
    id: user.id,
    url: `${state.account.url}/api/v2/users/${user.id}.json`,
    name: user.name,
    email: user.email,
    created_at: toStamp(user.createdAt),
    updated_at: toStamp(user.updatedAt),
    time_zone: user.timeZone,
    iana_time_zone: user.ianaTimeZone,
    phone: null,
    photo: null,
    locale_id: 1,
    locale: user.locale,
    organization_id: user.organizationId,
    role: user.role,
    verified: true,
    external_id: user.externalId,
    tags: user.tags,
    alias: null,
    active: user.active,
    shared: false,
    shared_agent: false,
    last_login_at: null,
    two_factor_auth_enabled: null,
    signature: null,
    details: null,
    notes: null,
    role_type: user.roleType,
    custom_role_id: null,
    moderator: user.role !== 'end-user',
    ticket_restriction: user.role === 'end-user' ? 'requested' : null,
    only_private_comments: user.roleType === 1,
    restricted_agent: user.role === 'end-user',
    suspended: user.suspended,
    default_group_id: state.groupMembers.find((member) => member.userId === user.id && member.default)?.groupId ?? null,
    user_fields: user.userFields,
  };
}

/** An organization as the API shows it. */
export function organizationJson(state: SandboxState, organization: R.Organization): R.JsonObject {
  return {
    id: organization.id,
    url: `${state.account.url}/api/v2/organizations/${organization.id}.json`,
    name: organization.name,
    external_id: organization.externalId,
    details: organization.details,
    notes: organization.notes,
    group_id: null,
    domain_names: organization.domainNames,
    tags: organization.tags,
    organization_fields: organization.organizationFields,
    shared_tickets: false,
    shared_comments: false,
    created_at: toStamp(organization.createdAt),
    updated_at: toStamp(organization.updatedAt),
  };
}

/** A membership of a user in an organization. */
export function membershipJson(state: SandboxState, membership: R.Membership): R.JsonObject {
  return {
    id: membership.id,
    user_id: membership.userId,
    organization_id: membership.organizationId,
    default: membership.default,
    organization_name: state.organizations.get(membership.organizationId)?.name ?? null,
    view_tickets: false,
    created_at: toStamp(membership.createdAt),
    updated_at: toStamp(membership.createdAt),
  };
}

/** A group of agents. */
export function groupJson(state: SandboxState, group: R.Group): R.JsonObject {
  return {
    id: group.id,
    url: `${state.account.url}/api/v2/groups/${group.id}.json`,
    name: group.name,
    description: '',
    default: [...state.groups.keys()][0] === group.id,
    is_public: true,
    deleted: false,
    created_at: toStamp(group.createdAt),
    updated_at: toStamp(group.createdAt),
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
}
