// Fields, forms, triggers, webhooks and jobs as the JSON that Zendesk's API gives.
import { toStamp } from './clock.ts';
import type * as R from './records.ts';
import type { SandboxState } from './state.ts';

const CUSTOM_TYPES = new Set<R.FieldType>([
  'text',
  'textarea',
  'checkbox',
  'date',
  'integer',
  'decimal',
  'regexp',
  'multiselect',
  'tagger',
]);

/** True for fields that the account made; system fields have attributes of their own on the ticket. */
export function isCustom(field: R.TicketField): boolean {
  return CUSTOM_TYPES.has(field.type);
}

/** A ticket field, system or custom. */
export function ticketFieldJson(state: SandboxState, field: R.TicketField): R.JsonObject {
  return {
    url: `${state.account.url}/api/v2/ticket_fields/${field.id}.json`,
    id: field.id,
    type: field.type,
    title: field.title,
    raw_title: field.title,
    title_in_portal: field.title,
    description: field.description,
    agent_description: null,
    active: field.active,
    required: field.required,
    required_in_portal: false,
    visible_in_portal: false,
    editable_in_portal: false,
    collapsed_for_agents: false,
    position: field.position,
    regexp_for_validation: null,
    tag: field.tag,
    removable: isCustom(field),
    agent_can_edit: true,
    sub_type_id: 0,
    creator_user_id: -1,
    ...(field.type === 'tagger' || field.type === 'multiselect'
      ? { custom_field_options: field.options.map((option) => ({ ...option, raw_name: option.name, default: false })) }
      : {}),
    ...(isCustom(field) ? {} : { system_field_options: field.options.map(({ name, value }) => ({ name, value })) }),
    created_at: toStamp(field.createdAt),
    updated_at: toStamp(field.updatedAt),
  };
}

/** A ticket form. */
export function ticketFormJson(state: SandboxState, form: R.TicketForm): R.JsonObject {
  return {
    id: form.id,
    url: `${state.account.url}/api/v2/ticket_forms/${form.id}.json`,
    name: form.name,
    display_name: form.name,
    end_user_visible: true,
    position: 1,
    active: form.active,
    default: true,
    ticket_field_ids: form.fieldIds,
    agent_conditions: [],
    end_user_conditions: [],
    in_all_brands: true,
    restricted_brand_ids: [],
  };
}

/** A trigger. */
export function triggerJson(state: SandboxState, trigger: R.Trigger): R.JsonObject {
  return {
    url: `${state.account.url}/api/v2/triggers/${trigger.id}.json`,
    id: trigger.id,
    title: trigger.title,
    active: trigger.active,
    position: trigger.position,
    category_id: trigger.categoryId,
    description: trigger.description,
    conditions: trigger.conditions,
    actions: trigger.actions,
    default: false,
    raw_title: trigger.title,
    created_at: toStamp(trigger.createdAt),
    updated_at: toStamp(trigger.updatedAt),
  };
}

/** A webhook; its signing secret is never in it, other secrets are masked. */
export function webhookJson(webhook: R.Webhook): R.JsonObject {
  const authentication = webhook.authentication;
  return {
    id: webhook.id,
    name: webhook.name,
    description: webhook.description,
    status: webhook.status,
    endpoint: webhook.endpoint,
    http_method: webhook.httpMethod,
    request_format: webhook.requestFormat,
    subscriptions: webhook.subscriptions,
    ...(authentication
      ? { authentication: { type: authentication.type, add_position: authentication.add_position } }
      : {}),
    custom_headers: Object.keys(webhook.customHeaders).length ? webhook.customHeaders : null,
    external_source: null,
    created_at: toStamp(webhook.createdAt),
    created_by: webhook.createdBy,
    updated_at: toStamp(webhook.updatedAt),
    updated_by: webhook.updatedBy,
  };
}

/** A background job. */
export function jobJson(state: SandboxState, job: R.Job): R.JsonObject {
  return {
    id: job.id,
    job_type: job.type,
    url: `${state.account.url}/api/v2/job_statuses/${job.id}.json`,
    total: job.total,
    progress: job.progress,
    status: job.status,
    message: job.message,
    results: job.results,
  };
}
