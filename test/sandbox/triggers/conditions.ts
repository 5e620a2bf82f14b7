// Does a trigger's condition hold in this update?
import type { Comment, Condition, Ticket, User } from '../records.ts';
import type { SandboxState } from '../state.ts';

export interface Cycle {
  before: Ticket | null;
  draft: Ticket;
  comment: Comment | null;
  actorId: number;
}

const VIA_NUMBERS: Record<string, number> = {
  web: 0,
  email: 4,
  api: 5,
  chat: 29,
  voice: 34,
  mobile: 30,
  help_center: 44,
};
const RANK = ['new', 'open', 'pending', 'hold', 'solved', 'closed'];
const PRIORITY_RANK = ['low', 'normal', 'high', 'urgent'];

const OPERATORS = new Set([
  'is',
  'is_not',
  'less_than',
  'greater_than',
  'less_than_equal',
  'greater_than_equal',
  'changed',
  'not_changed',
  'value',
  'value_previous',
  'not_value',
  'not_value_previous',
  'includes',
  'not_includes',
  'present',
  'not_present',
]);

const FIELDS = new Set([
  'update_type',
  'status',
  'priority',
  'type',
  'group_id',
  'assignee_id',
  'requester_id',
  'organization_id',
  'current_tags',
  'brand_id',
  'ticket_form_id',
  'via_id',
  'current_via_id',
  'role',
  'current_user_id',
  'comment_is_public',
  'requester_role',
  'subject_includes_word',
]);

/** What is wrong with a condition, in Zendesk's words; null when nothing is. */
export function conditionFault(state: SandboxState, condition: Condition): string | null {
  const custom = /^custom_fields_(\d+)$/.exec(condition.field);
  if (custom && !state.ticketFields.has(Number(custom[1]))) return `${condition.field} is not a ticket field`;
  if (!custom && !FIELDS.has(condition.field)) return `${condition.field} is not a valid condition`;
  if (!OPERATORS.has(condition.operator)) return `${condition.operator} is not a valid operator`;
  return null;
}

/** All of `all`, and any of `any` where there are some. */
export function conditionsHold(
  state: SandboxState,
  conditions: { all: Condition[]; any: Condition[] },
  cycle: Cycle,
): boolean {
  const holds = (condition: Condition) => conditionHolds(state, condition, cycle);
  return conditions.all.every(holds) && (conditions.any.length === 0 || conditions.any.some(holds));
}

function conditionHolds(state: SandboxState, condition: Condition, cycle: Cycle): boolean {
  const wanted: unknown = Array.isArray(condition.value) ? (condition.value as unknown[])[0] : condition.value;
  switch (condition.field) {
    case 'update_type':
      return compare(condition.operator, cycle.before ? 'Change' : 'Create', wanted, undefined);
    case 'current_tags':
      return compareTags(condition.operator, cycle, String(wanted ?? ''));
    case 'comment_is_public':
      return commentIs(condition.operator, cycle.comment, String(wanted));
    case 'role':
      return roleIs(condition.operator, state.users.get(cycle.actorId), String(wanted));
    case 'requester_role':
      return roleIs(condition.operator, state.users.get(cycle.draft.requesterId), String(wanted));
    case 'current_user_id':
      return compare(condition.operator, cycle.actorId, wanted, undefined);
    case 'subject_includes_word': {
      const words = String(wanted ?? '')
        .toLowerCase()
        .split(/\s+/);
      const found = words.some((word) => cycle.draft.subject.toLowerCase().includes(word));
      return condition.operator === 'not_includes' ? !found : found;
    }
    default: {
      const before = cycle.before ? valueOf(cycle.before, condition.field) : undefined;
      return compare(condition.operator, valueOf(cycle.draft, condition.field), wanted, before, cycle.before === null);
    }
  }
}

function valueOf(ticket: Ticket, field: string): unknown {
  switch (field) {
    case 'status':
      return ticket.status;
    case 'priority':
      return ticket.priority;
    case 'type':
      return ticket.type;
    case 'group_id':
      return ticket.groupId;
    case 'assignee_id':
      return ticket.assigneeId;
    case 'requester_id':
      return ticket.requesterId;
    case 'organization_id':
      return ticket.organizationId;
    case 'brand_id':
      return ticket.brandId;
    case 'ticket_form_id':
      return ticket.formId;
    case 'via_id':
    case 'current_via_id':
      return VIA_NUMBERS[ticket.via.channel] ?? 0;
    default:
      return ticket.fields.get(Number(field.replace('custom_fields_', ''))) ?? null;
  }
}

function compare(operator: string, now: unknown, wanted: unknown, before: unknown, created = false): boolean {
  const same = (value: unknown) => text(value) === text(wanted);
  const changed = created ? text(now) !== '' : text(now) !== text(before);
  switch (operator) {
    case 'is':
      return same(now);
    case 'is_not':
      return !same(now);
    case 'changed':
      return changed;
    case 'not_changed':
      return !changed;
    case 'value':
      return changed && same(now);
    case 'not_value':
      return !(changed && same(now));
    case 'value_previous':
      return changed && same(before);
    case 'not_value_previous':
      return !(changed && same(before));
    case 'present':
      return text(now) !== '';
    case 'not_present':
      return text(now) === '';
    default: {
      const [left, right] = [rank(now), rank(wanted)];
      if (operator === 'less_than') return left < right;
      if (operator === 'greater_than') return left > right;
      return operator === 'less_than_equal' ? left <= right : left >= right;
    }
  }
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));

function rank(value: unknown): number {
  const name = text(value);
  if (RANK.includes(name)) return RANK.indexOf(name);
  return PRIORITY_RANK.includes(name) ? PRIORITY_RANK.indexOf(name) : Number(name);
}

function compareTags(operator: string, cycle: Cycle, wanted: string): boolean {
  const words = wanted
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const any = words.some((tag) => cycle.draft.tags.includes(tag));
  const changed = cycle.draft.tags.join(' ') !== (cycle.before?.tags ?? []).join(' ');
  if (operator === 'changed') return changed;
  if (operator === 'not_changed') return !changed;
  return operator === 'not_includes' || operator === 'is_not' ? !any : any;
}

function commentIs(operator: string, comment: Comment | null, wanted: string): boolean {
  // `not_relevant` is Zendesk's word for "there is one, public or private".
  const holds = comment !== null && (wanted === 'not_relevant' || String(comment.public) === wanted);
  return operator === 'is_not' ? !holds : holds;
}

function roleIs(operator: string, user: User | undefined, wanted: string): boolean {
  const agent = user !== undefined && user.role !== 'end-user';
  const holds =
    wanted === 'all' || (wanted === 'agent' ? agent : wanted === 'end_user' ? !agent : String(user?.id) === wanted);
  return operator === 'is_not' ? !holds : holds;
}
