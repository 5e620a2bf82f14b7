// What an account of Zendesk shows of us (fields, webhook, triggers), and what the published policies need of it. Plain data.

export const FIELD_TYPES = ['tagger', 'multiselect', 'checkbox', 'decimal', 'date', 'text'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface FieldOption {
  readonly name: string;
  /** A tag of Zendesk's. */
  readonly value: string;
}

/** A ticket field that conditions of the policies ask about. */
export interface WantedField {
  /** The `zendesk` name in the policy: exact title, or number. */
  readonly name: string;
  /** For people, where the field must be made. */
  readonly description: string;
  readonly type: FieldType;
  readonly options: readonly FieldOption[];
  /** Ids of the policies that name it. */
  readonly policies: readonly string[];
}

export interface SeenField {
  readonly id: string;
  readonly title: string;
  /** Zendesk's word, also of system fields. */
  readonly type: string;
  readonly active: boolean;
  readonly options: readonly (FieldOption & { readonly id: string | null })[];
}

export interface Webhook {
  readonly name: string;
  /** Where Zendesk sends to: the sidecar's public address with /webhooks/zendesk. */
  readonly endpoint: string;
  readonly status: 'active' | 'inactive';
  readonly method: string;
  readonly format: string;
  readonly subscriptions: readonly string[];
}
export interface SeenWebhook extends Webhook {
  readonly id: string;
}

export interface TriggerCondition {
  readonly field: string;
  readonly operator: string;
  /** Plain data of JSON; null: the operator takes none. */
  readonly value: unknown;
}
export interface TriggerAction {
  readonly field: string;
  readonly value: unknown;
}
export interface Trigger {
  readonly title: string;
  readonly active: boolean;
  readonly all: readonly TriggerCondition[];
  readonly any: readonly TriggerCondition[];
  readonly actions: readonly TriggerAction[];
}
export interface SeenTrigger extends Trigger {
  readonly id: string;
}

/** The account as it is. */
export interface SeenAccount {
  /** The user as whom we write: our triggers do not answer to it. */
  readonly ownUserId: string;
  readonly fields: readonly SeenField[];
  readonly webhooks: readonly SeenWebhook[];
  readonly triggers: readonly SeenTrigger[];
}

export const WEBHOOK_NAME = 'Tierline';
export const WEBHOOK_PATH = '/webhooks/zendesk';

/** The account's field of a policy's name: by number where the name is one, else by exact title, active ones first. */
export function seenField(name: string, fields: readonly SeenField[]): SeenField | null {
  if (/^\d+$/.test(name)) return fields.find(({ id }) => id === name) ?? null;
  const titled = fields.filter(({ title }) => title === name);
  return titled.find(({ active }) => active) ?? titled[0] ?? null;
}
