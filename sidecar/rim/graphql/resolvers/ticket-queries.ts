/** Query.ticketSupport, organizationSupport, whatIf and queue. */
import type {
  QueryOrganizationSupportArgs,
  QueryQueueArgs,
  QueryTicketSupportArgs,
  QueryWhatIfArgs,
  TicketChange,
} from '#schema/generated/support.ts';
import { TICKET_STATUSES, type TicketStatus } from '#schema/ticket-words.ts';
import type { QueueRow } from '#flow/ports.ts';
import type { Resolvers } from '../context.ts';
import { toKeptContract } from '../contract-support.ts';
import { RequestFault } from '../faults.ts';
import type { SupportView } from '#flow/support.ts';
import type { WhatIfChange } from '#flow/what-if.ts';
import { toCoverage, toNotice, viewToTicketSupport, type TicketSupport } from '../ticket-support.ts';
import { toTimer } from '../timer-support.ts';
import { toInstant, toInstantOrNull } from '../time-words.ts';
import { cursorOrNull, instantOrNull, isZendeskId, pageSize, shortText, shortTextOrNull } from './arguments.ts';

export const ticketQueries: Resolvers<{
  ticketSupport: QueryTicketSupportArgs;
  organizationSupport: QueryOrganizationSupportArgs;
  whatIf: QueryWhatIfArgs;
  queue: QueryQueueArgs;
}> = {
  async ticketSupport(_parent, { ticketId, at }, { services }) {
    if (!isZendeskId(ticketId)) return null;
    const view = await services.ticketSupport(ticketId, instantOrNull(at));
    return view === null ? null : viewToTicketSupport(view);
  },

  async organizationSupport(_parent, { organizationId }, { services }) {
    if (!isZendeskId(organizationId)) return null;
    const view = await services.organizationSupport(organizationId);
    if (view === null) return null;
    return {
      organizationId: view.organizationId,
      contract: view.contract === null ? null : toKeptContract(view.contract),
      coverage: toCoverage(view.coverage),
      notices: view.notices.map(toNotice),
      openTickets: view.openTickets.map(toQueueItem),
      targets: view.targets.map(({ priority, timers }) => ({ priority, timers: timers.map(toTimer) })),
    };
  },

  async whatIf(_parent, { ticketId, change }, { services }) {
    const view = isZendeskId(ticketId) ? await services.whatIf(ticketId, toChange(change)) : null;
    if (view === null) throw new RequestFault('NOT_FOUND', 'There is no such ticket.');
    checkSupposed(change, view.after);
    const [before, after] = [viewToTicketSupport(view.before), viewToTicketSupport(view.after)];
    return { before, after, changes: timerChanges(before, after) };
  },

  async queue(_parent, { first, after, filter }, { services }) {
    const page = await services.queue({
      first: pageSize(first),
      after: cursorOrNull(after, isQueueCursor),
      policyId: shortTextOrNull('policy', filter?.policy),
      tier: shortTextOrNull('tier', filter?.tier),
      priority: shortTextOrNull('priority', filter?.priority),
      level: shortTextOrNull('level', filter?.level),
      owner: filter?.owner?.toLowerCase() ?? null,
      atRisk: filter?.atRisk ?? null,
      breached: filter?.breached ?? null,
      organizationId: shortTextOrNull('organizationId', filter?.organizationId),
    });
    return {
      nodes: page.rows.map(toQueueItem),
      pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.endCursor },
      total: page.total,
    };
  },
};

const LARGEST_RANK = 2 ** 31 - 1;

/** A JSON list, as the queue writes its place: rank, instant, ticket; numbers that the database has room for. */
function isQueueCursor(cursor: string): boolean {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const rank = /^\[(\d{1,10}),-?\d{1,15},"\d{1,19}"\]$/.exec(text)?.[1];
  return rank !== undefined && Number(rank) <= LARGEST_RANK;
}

/** Deleted, a ticket is only by Zendesk's hand. */
const STATUSES = TICKET_STATUSES.filter((status) => status !== 'deleted');
const PRIORITIES = ['urgent', 'high', 'normal', 'low'];

/** What the policy does not know cannot be supposed: it would look as if the change changed nothing. */
function checkSupposed({ priority, level }: TicketChange, { judgement }: SupportView): void {
  if (judgement === null) return;
  if (priority != null && priority !== judgement.priority?.id && !PRIORITIES.includes(priority)) {
    throw new RequestFault('BAD_USER_INPUT', `The policy knows no priority ${shortText('priority', priority)}.`);
  }
  if (level != null && level !== judgement.level?.id) {
    throw new RequestFault('BAD_USER_INPUT', `The policy knows no level ${shortText('level', level)}.`);
  }
}

function statusOrNull(status: string | null | undefined): TicketStatus | null {
  if (status === null || status === undefined) return null;
  const known = STATUSES.find((each) => each === status);
  if (known !== undefined) return known;
  throw new RequestFault('BAD_USER_INPUT', `\`status\` must be one of ${STATUSES.join(', ')}.`);
}

function toChange(change: TicketChange): WhatIfChange {
  return {
    status: statusOrNull(change.status),
    priority: shortTextOrNull('priority', change.priority),
    level: shortTextOrNull('level', change.level),
    at: instantOrNull(change.at),
  };
}

export function toQueueItem(row: QueueRow) {
  return {
    ticketId: row.ticketId,
    organizationId: row.organizationId,
    tier: row.tier,
    priority: row.priority,
    level: row.level,
    openedAt: toInstant(row.openedAt),
    nextDueAt: toInstantOrNull(row.nextDueAt),
    nextMetric: row.nextMetric,
    breached: row.breached,
    atRisk: row.atRisk,
  };
}

type Timer = TicketSupport['timers'][number];

/** Timers of either side that differ, in their order, those that are new at the end. */
function timerChanges(before: TicketSupport, after: TicketSupport) {
  const [earlier, later] = [before, after].map(
    (support) => new Map(support.timers.map((timer) => [timer.metric, timer])),
  );
  const metrics = new Set([...(earlier?.keys() ?? []), ...(later?.keys() ?? [])]);
  return [...metrics].flatMap((metric) => {
    const [was, is] = [earlier?.get(metric), later?.get(metric)];
    if (was?.dueAt === is?.dueAt && was?.state === is?.state) return [];
    return [
      {
        metric,
        dueBefore: was?.dueAt ?? null,
        dueAfter: is?.dueAt ?? null,
        stateBefore: was?.state ?? null,
        stateAfter: is?.state ?? null,
        breaches: isBreached(is) && !isBreached(was),
      },
    ];
  });
}

function isBreached(timer: Timer | undefined): boolean {
  return timer?.state === 'BREACHED' || timer?.state === 'BREACHED_MET';
}
