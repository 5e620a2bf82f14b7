// `include=`: related records beside tickets.
import type { Account } from '../account.ts';
import type { JsonObject, Ticket } from '../records.ts';
import { auditJson, groupJson, organizationJson, userJson } from '../serialize.ts';
import { slasOf } from './slas.ts';

/** The arrays that `include` asks for. `show`: of a single ticket, which alone has `slas`. */
export function sideload(
  account: Account,
  tickets: readonly Ticket[],
  include: string | undefined,
  show = false,
): JsonObject {
  const { state } = account;
  const wanted = new Set((include ?? '').split(',').map((word) => word.trim()));
  const result: JsonObject = {};
  const only = <T>(ids: readonly (number | null)[], from: Map<number, T>) =>
    [...new Set(ids)].flatMap((id) => {
      const found = id === null ? undefined : from.get(id);
      return found ? [found] : [];
    });
  if (wanted.has('users')) {
    const ids = tickets.flatMap((ticket) => [ticket.requesterId, ticket.submitterId, ticket.assigneeId]);
    result.users = only(ids, state.users).map((user) => userJson(state, user));
  }
  if (wanted.has('organizations')) {
    const ids = tickets.map((ticket) => ticket.organizationId);
    result.organizations = only(ids, state.organizations).map((organization) => organizationJson(state, organization));
  }
  if (wanted.has('groups')) {
    const ids = tickets.map((ticket) => ticket.groupId);
    result.groups = only(ids, state.groups).map((group) => groupJson(state, group));
  }
  if (wanted.has('last_audits'))
    result.last_audits = tickets.flatMap((ticket) => ticket.audits.slice(-1)).map(auditJson);
  if (wanted.has('comment_count'))
    result.comment_counts = tickets.map((ticket) => ({ ticket_id: ticket.id, count: ticket.comments.length }));
  const [single] = tickets;
  if (show && single && wanted.has('slas')) result.slas = slasOf(account, single);
  return result;
}
