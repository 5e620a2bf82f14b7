// What the stand-in stores: one Zendesk account's records.

/** UTC milliseconds since 1970. */
export type EpochMs = number;

export const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const;
export type Status = (typeof STATUSES)[number];
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];
export const TYPES = ['problem', 'incident', 'question', 'task'] as const;
export type TicketType = (typeof TYPES)[number];
export const ROLES = ['end-user', 'agent', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export type FieldValue = string | number | boolean | readonly string[] | null;
export type JsonObject = { [key: string]: unknown };

export interface Via {
  channel: string;
  source: { from: JsonObject; to: JsonObject; rel: string | null };
}

export interface User {
  id: number;
  name: string;
  email: string | null;
  role: Role;
  /** Zendesk's numbers: 1 light agent, 4 admin; null for plain agents and end users. */
  roleType: number | null;
  organizationId: number | null;
  externalId: string | null;
  tags: string[];
  userFields: JsonObject;
  timeZone: string;
  ianaTimeZone: string;
  locale: string;
  suspended: boolean;
  active: boolean;
  createdAt: EpochMs;
  updatedAt: EpochMs;
}

export interface Organization {
  id: number;
  name: string;
  externalId: string | null;
  details: string | null;
  notes: string | null;
  domainNames: string[];
  tags: string[];
  organizationFields: JsonObject;
  createdAt: EpochMs;
  updatedAt: EpochMs;
}

export interface Membership {
  id: number;
  userId: number;
  organizationId: number;
  default: boolean;
  createdAt: EpochMs;
}

export interface Group {
  id: number;
  name: string;
  createdAt: EpochMs;
}

export const FIELD_TYPES = [
  'subject',
  'description',
  'status',
  'tickettype',
  'priority',
  'group',
  'assignee',
  'text',
  'textarea',
  'checkbox',
  'date',
  'integer',
  'decimal',
  'regexp',
  'multiselect',
  'tagger',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface FieldOption {
  id: number;
  name: string;
  value: string;
}

export interface TicketField {
  id: number;
  type: FieldType;
  title: string;
  description: string;
  active: boolean;
  required: boolean;
  position: number;
  /** Of a checkbox: the tag that stands for "true". */
  tag: string | null;
  options: FieldOption[];
  createdAt: EpochMs;
  updatedAt: EpochMs;
}

export interface TicketForm {
  id: number;
  name: string;
  active: boolean;
  fieldIds: number[];
}

export interface Comment {
  id: number;
  auditId: number;
  authorId: number;
  body: string;
  htmlBody: string | null;
  public: boolean;
  via: Via;
  createdAt: EpochMs;
}

export type AuditEvent = { id: number; type: string } & JsonObject;

export interface Audit {
  id: number;
  ticketId: number;
  createdAt: EpochMs;
  authorId: number;
  via: Via;
  metadata: { system: JsonObject; custom: JsonObject };
  events: AuditEvent[];
}

export interface Ticket {
  id: number;
  externalId: string | null;
  subject: string;
  description: string;
  type: TicketType | null;
  priority: Priority | null;
  status: Status;
  recipient: string | null;
  requesterId: number;
  submitterId: number;
  assigneeId: number | null;
  organizationId: number | null;
  groupId: number | null;
  brandId: number;
  formId: number;
  collaboratorIds: number[];
  problemId: number | null;
  isPublic: boolean;
  dueAt: EpochMs | null;
  tags: string[];
  fields: Map<number, FieldValue>;
  rating: { score: string; comment: string | null };
  via: Via;
  createdAt: EpochMs;
  updatedAt: EpochMs;
  /** Changes with every write, also with those of the system. */
  generatedAt: EpochMs;
  comments: Comment[];
  audits: Audit[];
  deleted: boolean;
}

export interface Condition {
  field: string;
  operator: string;
  value?: unknown;
}

export interface Trigger {
  id: number;
  title: string;
  active: boolean;
  position: number;
  categoryId: string | null;
  description: string | null;
  conditions: { all: Condition[]; any: Condition[] };
  actions: { field: string; value: unknown }[];
  createdAt: EpochMs;
  updatedAt: EpochMs;
}

export interface Webhook {
  id: string;
  name: string;
  description: string | null;
  status: 'active' | 'inactive';
  endpoint: string;
  httpMethod: string;
  requestFormat: 'json' | 'xml' | 'form_encoded';
  subscriptions: string[];
  authentication: { type: string; data: JsonObject; add_position: string } | null;
  customHeaders: Record<string, string>;
  secret: string;
  createdBy: string;
  updatedBy: string;
  createdAt: EpochMs;
  updatedAt: EpochMs;
}

export interface SlaPolicy {
  id: number;
  title: string;
  position: number;
  filter: { all: Condition[]; any: Condition[] };
  policyMetrics: { priority: string; metric: string; target: number; business_hours: boolean }[];
}

export interface Job {
  id: string;
  type: string;
  total: number;
  progress: number;
  status: 'queued' | 'working' | 'failed' | 'completed' | 'killed';
  message: string | null;
  results: JsonObject[] | null;
  createdAt: EpochMs;
}
