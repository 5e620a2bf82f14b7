// `slas` beside a ticket: its SLA policy's metrics as Zendesk counts them, in calendar time.
import type { Account } from '../account.ts';
import { toStamp } from '../clock.ts';
import type { EpochMs, JsonObject, Ticket } from '../records.ts';
import { conditionsHold } from '../triggers/conditions.ts';

const MINUTE = 60_000;

/** Where a metric stands; null: Zendesk does not show it yet. */
type Standing =
  { readonly stage: 'active'; readonly breachAt: EpochMs } | { readonly stage: 'paused' | 'achieved' } | null;

interface Story {
  readonly createdAt: EpochMs;
  readonly now: EpochMs;
  readonly isSolved: boolean;
  readonly status: string;
  /** Public comments of agents and of end users, oldest first. */
  readonly replies: readonly EpochMs[];
  readonly questions: readonly EpochMs[];
  /** Ms in each status until now. */
  readonly spent: ReadonlyMap<string, number>;
}

type Measure = (story: Story, targetMs: number) => Standing;

const achieved = { stage: 'achieved' } as const;
const paused = { stage: 'paused' } as const;
const active = (breachAt: EpochMs): Standing => ({ stage: 'active', breachAt });

/** Runs in some statuses, rests in the others until the ticket is solved. */
const timeIn =
  (...statuses: readonly string[]): Measure =>
  ({ now, isSolved, status, spent }, targetMs) => {
    if (isSolved) return achieved;
    if (!statuses.includes(status)) return paused;
    return active(now + targetMs - statuses.reduce((all, each) => all + (spent.get(each) ?? 0), 0));
  };
const sinceReply: Measure = ({ replies, isSolved }, targetMs) => {
  const last = replies.at(-1);
  if (last === undefined) return null;
  return isSolved ? achieved : active(last + targetMs);
};

const MEASURES: Readonly<Record<string, Measure>> = {
  first_reply_time: ({ createdAt, replies }, targetMs) =>
    replies.length > 0 ? achieved : active(createdAt + targetMs),
  next_reply_time: ({ replies, questions, isSolved }, targetMs) => {
    const last = replies.at(-1);
    if (last === undefined) return null;
    const waiting = questions.find((at) => at > last);
    if (waiting !== undefined && !isSolved) return active(waiting + targetMs);
    return questions.some((at) => replies.some((reply) => reply < at)) ? achieved : null;
  },
  periodic_update_time: sinceReply,
  pausable_update_time: (story, targetMs) => (story.status === 'pending' ? paused : sinceReply(story, targetMs)),
  total_resolution_time: ({ createdAt, isSolved }, targetMs) => (isSolved ? achieved : active(createdAt + targetMs)),
  requester_wait_time: timeIn('new', 'open', 'hold'),
  agent_work_time: timeIn('new', 'open'),
};

export function slasOf(account: Account, ticket: Ticket): JsonObject {
  const cycle = { before: ticket, draft: ticket, comment: null, actorId: ticket.submitterId };
  const policy = [...account.state.slaPolicies.values()]
    .sort((a, b) => a.position - b.position)
    .find((one) => conditionsHold(account.state, one.filter, cycle));
  const story = storyOf(account, ticket);
  const metrics = (policy?.policyMetrics ?? []).filter(({ priority }) => priority === ticket.priority);
  return {
    policy_metrics: metrics.flatMap(({ metric, target }) => {
      const standing = MEASURES[metric]?.(story, target * MINUTE) ?? null;
      if (standing === null) return [];
      const breachAt = 'breachAt' in standing ? standing.breachAt : null;
      const minutes = breachAt === null ? null : Math.round((breachAt - story.now) / MINUTE);
      return [{ breach_at: breachAt === null ? null : toStamp(breachAt), stage: standing.stage, metric, minutes }];
    }),
  };
}

function storyOf({ state, clock }: Account, ticket: Ticket): Story {
  const now = clock.now();
  const by = (isCustomer: boolean): readonly EpochMs[] =>
    ticket.comments
      .filter((comment) => comment.public && (state.users.get(comment.authorId)?.role === 'end-user') === isCustomer)
      .map(({ createdAt }) => createdAt);
  const spent = new Map<string, number>();
  let since = ticket.createdAt;
  let status = 'new';
  const until = (at: EpochMs): void => void spent.set(status, (spent.get(status) ?? 0) + at - since);
  for (const audit of ticket.audits) {
    for (const event of audit.events) {
      if (event['field_name'] !== 'status') continue;
      until(audit.createdAt);
      since = audit.createdAt;
      status = String(event['value']);
    }
  }
  until(now);
  const isSolved = ticket.status === 'solved' || ticket.status === 'closed';
  return {
    createdAt: ticket.createdAt,
    now,
    isSolved,
    status: ticket.status,
    replies: by(false),
    questions: by(true),
    spent,
  };
}
