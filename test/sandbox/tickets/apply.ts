// A ticket write's attributes put into a draft, checked as Zendesk checks them.
import { PRIORITIES, ROLES, STATUSES, TYPES, type Status, type Ticket, type User } from '../records.ts';
import { invalid, type Refusal } from '../refusal.ts';
import { isAgent, type SandboxState } from '../state.ts';
import { checkFieldValue, normalizeTags, setField, setTags } from './fields.ts';
import { fieldPairs, type TicketInput } from './input.ts';

/** Puts everything but the comment into `draft`. Throws a refusal at the first fault. */
export function applyInput(state: SandboxState, draft: Ticket, input: TicketInput, options: { bulk: boolean }): void {
  applyWords(draft, input);
  applyPeople(state, draft, input);
  if (input.tags !== undefined) setTags(state, draft, input.tags);
  if (options.bulk) {
    const removed = new Set(normalizeTags(input.remove_tags ?? []));
    const wanted = [...draft.tags, ...normalizeTags(input.additional_tags ?? [])].filter((tag) => !removed.has(tag));
    setTags(state, draft, wanted);
  }
  for (const { id, value } of fieldPairs(input)) {
    const field = state.ticketFields.get(id);
    if (field) setField(state, draft, field, checkFieldValue(field, value));
  }
}

function applyWords(draft: Ticket, input: TicketInput): void {
  const subject = input.subject ?? input.raw_subject;
  if (subject !== undefined) draft.subject = subject;
  if (input.external_id !== undefined) draft.externalId = input.external_id;
  if (input.status !== undefined) draft.status = member(STATUSES, input.status, 'status');
  if (input.priority !== undefined)
    draft.priority =
      input.priority === null || input.priority === '' ? null : member(PRIORITIES, input.priority, 'priority');
  if (input.type !== undefined)
    draft.type = input.type === null || input.type === '' ? null : member(TYPES, input.type, 'type');
  if (input.due_at !== undefined) {
    const at = input.due_at === null ? null : Date.parse(input.due_at);
    if (at !== null && Number.isNaN(at)) throw invalid('due_at', `Due date: ${input.due_at} is not a date`);
    draft.dueAt = at;
  }
}

function applyPeople(state: SandboxState, draft: Ticket, input: TicketInput): void {
  if (input.requester_id !== undefined && input.requester_id !== draft.requesterId) {
    const requester = mustBeUser(state, input.requester_id, 'requester');
    draft.requesterId = requester.id;
    if (input.organization_id === undefined) draft.organizationId = requester.organizationId;
  }
  if (input.organization_id !== undefined) {
    if (input.organization_id !== null) mustBelong(state, draft.requesterId, input.organization_id);
    draft.organizationId = input.organization_id;
  }
  if (input.group_id !== undefined) {
    if (input.group_id !== null && !state.groups.has(input.group_id)) throw invalid('group', 'Group: is invalid');
    draft.groupId = input.group_id;
  }
  applyAssignee(state, draft, input);
  if (input.brand_id !== undefined) {
    if (!state.brands.some((brand) => brand.id === input.brand_id)) throw invalid('brand', 'Brand: is invalid');
    draft.brandId = input.brand_id;
  }
  if (input.ticket_form_id !== undefined) {
    if (!state.ticketForms.has(input.ticket_form_id)) throw invalid('ticket_form_id', 'Ticket form: is invalid');
    draft.formId = input.ticket_form_id;
  }
  if (input.problem_id !== undefined) {
    if (input.problem_id !== null && state.tickets.get(input.problem_id)?.type !== 'problem')
      throw invalid('problem_id', 'Problem: is invalid');
    draft.problemId = input.problem_id;
  }
}

function applyAssignee(state: SandboxState, draft: Ticket, input: TicketInput): void {
  let assigneeId = input.assignee_id;
  if (input.assignee_email !== undefined) {
    const found = [...state.users.values()].find((user) => user.email === input.assignee_email);
    if (!found) throw invalid('assignee', 'Assignee: is invalid');
    assigneeId = found.id;
  }
  if (assigneeId === undefined) return;
  if (assigneeId === null) {
    draft.assigneeId = null;
    return;
  }
  const assignee = state.users.get(assigneeId);
  if (!assignee || !isAgent(assignee)) throw invalid('assignee', 'Assignee: is invalid');
  const groups = state.groupMembers.filter((member) => member.userId === assignee.id);
  if (input.group_id === undefined)
    draft.groupId = groups.find((member) => member.default)?.groupId ?? groups[0]?.groupId ?? draft.groupId;
  else if (!groups.some((member) => member.groupId === draft.groupId))
    throw invalid('assignee', 'Assignee: is not a member of the group');
  if (draft.assigneeId === null && draft.status === 'new') draft.status = 'open';
  draft.assigneeId = assignee.id;
}

/** Refuses what no ticket may be: solved without an assignee, back to new, on hold on a whim of the caller is fine. */
export function checkStatusStep(before: Ticket | null, after: Ticket): Refusal | null {
  if (before && before.status !== 'new' && after.status === 'new')
    return invalid('status', 'Status: cannot be set back to new');
  return null;
}

/** The status after a customer's comment: a waiting or solved ticket opens again. */
export function statusAfterCustomer(status: Status): Status {
  return status === 'pending' || status === 'hold' || status === 'solved' ? 'open' : status;
}

/** The user, or a refusal. */
export function mustBeUser(state: SandboxState, id: number, field: string): User {
  const user = state.users.get(id);
  if (!user || !user.active || !ROLES.includes(user.role))
    throw invalid(field, `${field[0]?.toUpperCase()}${field.slice(1)}: is invalid`);
  return user;
}

function mustBelong(state: SandboxState, userId: number, organizationId: number): void {
  const belongs = [...state.memberships.values()].some(
    (one) => one.userId === userId && one.organizationId === organizationId,
  );
  if (!belongs) throw invalid('organization', 'Organization: is not one of the requester');
}

function member<T extends string>(allowed: readonly T[], value: string, field: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined)
    throw invalid(field, `${field[0]?.toUpperCase()}${field.slice(1)}: ${value} is not included in the list`);
  return found;
}
