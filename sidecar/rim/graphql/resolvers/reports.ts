/** Attainment, back-tests, health and the audit. */
import type {
  MutationStartBacktestArgs,
  QueryAttainmentArgs,
  QueryAuditLogArgs,
  QueryBacktestArgs,
} from '#schema/generated/support.ts';
import type { Resolvers } from '../context.ts';
import { RequestFault } from '../faults.ts';
import type { AttainmentGroup } from '#flow/attainment.ts';
import type { BacktestRecord } from '#flow/ports/backtests.ts';
import type { Services } from '../services.ts';
import { upper } from '../ticket-support.ts';
import { toDuration, toInstant, toInstantOrNull } from '../time-words.ts';
import { cursorOrNull, instantOf, pageSize, shortText, versionOf } from './arguments.ts';
import { result } from './results.ts';

type ParkedTicket = Awaited<ReturnType<Services['parked']>>[number];
/** Of the tickets that wait for a person so many are named. */
const PARKED_MOST = 50;

const LONGEST_PERIOD = 5 * 366 * 24 * 3_600_000;

export const reportQueries: Resolvers<{
  attainment: QueryAttainmentArgs;
  backtest: QueryBacktestArgs;
  health: object;
  auditLog: QueryAuditLogArgs;
}> = {
  async attainment(_parent, args, { services }) {
    const [from, to] = [instantOf(args.from), instantOf(args.to)];
    if (to <= from || to - from > LONGEST_PERIOD) {
      throw new RequestFault('BAD_USER_INPUT', '`to` must be after `from`, by five years at most.');
    }
    const by = [...new Set(args.by)].map((group) => group.toLowerCase() as AttainmentGroup);
    const rows = await services.attainment(from, to, by);
    return rows.map((row) => {
      const ended = row.met + row.breached;
      return { ...row, share: ended === 0 ? null : row.met / ended };
    });
  },
  async backtest(_parent, { id }, { services }) {
    const record = await services.backtest(shortText('id', id));
    return record === null ? null : toBacktest(record);
  },
  async health(_parent, _args, { services }) {
    const { ready, causes, backlog } = await services.health();
    if (backlog === null) return { ready, causes, backlog };
    const { due, lateMs, failed, setAside } = backlog;
    const parkedTickets = failed === 0 ? [] : (await services.parked(PARKED_MOST)).map(toParked);
    return { ready, causes, backlog: { due, late: toDuration(lateMs), parked: failed, parkedTickets, setAside } };
  },
  async auditLog(_parent, { first, after }, { services }) {
    const page = await services.auditLog(pageSize(first), cursorOrNull(after, isAuditCursor));
    return {
      nodes: page.entries.map((entry) => ({ ...entry, at: toInstant(entry.at) })),
      pageInfo: { hasNextPage: page.more, endCursor: page.entries.at(-1)?.id ?? null },
    };
  },
};

function toParked({ retryAt, ...ticket }: ParkedTicket) {
  return { ...ticket, retryAt: toInstantOrNull(retryAt) };
}

/** Ids of entries are numbers. */
function isAuditCursor(cursor: string): boolean {
  return /^\d{1,18}$/.test(cursor);
}

export const reportMutations: Resolvers<{ startBacktest: MutationStartBacktestArgs }> = {
  async startBacktest(_parent, { input }, { services, actor }) {
    const outcome = await services.startBacktest({
      policyId: shortText('policy', input.policy),
      draftVersion: versionOf('draftVersion', input.draftVersion),
      against: input.against === null || input.against === undefined ? null : versionOf('against', input.against),
      since: instantOf(input.since),
      by: actor,
    });
    return result(outcome, toBacktest);
  },
};

function toBacktest({ policyId, state, since, ...record }: BacktestRecord) {
  return {
    ...record,
    __typename: 'Backtest' as const,
    state: upper(state),
    policy: policyId,
    since: toInstant(since),
  };
}
