// Zendesk's own SLA of a ticket beside ours: where both measure one promise, the due times that differ.
import type { Timer } from '#schema/generated/support.ts';
import { isRecord } from '../zaf/guard.ts';

export interface ZendeskTimer {
  /** Zendesk's word, e.g. first_reply_time. */
  readonly metric: string;
  /** Epoch ms at which Zendesk counts it as breached. */
  readonly breachAt: number;
}

export interface Difference {
  readonly timer: Timer;
  /** Epoch ms; both are due times. */
  readonly ours: number;
  readonly zendesks: number;
  /** What can be told from our receipt; `terms`: neither, so the target, the start or the priority is another. */
  readonly why: 'closed' | 'paused' | 'terms';
}

/** Zendesk's metrics and the ones by which policies usually call the same promise. */
const SAME: Readonly<Record<string, string>> = {
  first_reply_time: 'first_response',
  next_reply_time: 'next_response',
  periodic_update_time: 'update',
  pausable_update_time: 'update',
  requester_wait_time: 'resolution',
  agent_work_time: 'resolution',
  total_resolution_time: 'resolution',
};
/** Zendesk counts in whole minutes. */
const EQUAL_MS = 60_000;

/** What runs in the answer of `/api/v2/tickets/ID.json?include=slas`. Empty: nothing does, or it is no such answer. */
export function zendeskTimers(answer: unknown): ZendeskTimer[] {
  const slas = isRecord(answer) ? answer['slas'] : undefined;
  const metrics: unknown = isRecord(slas) ? slas['policy_metrics'] : undefined;
  if (!Array.isArray(metrics)) return [];
  return metrics.filter(isRecord).flatMap(({ metric, stage, breach_at: stamp }) => {
    const breachAt = typeof stamp === 'string' ? Date.parse(stamp) : NaN;
    const runs = typeof metric === 'string' && stage === 'active' && !Number.isNaN(breachAt);
    return runs ? [{ metric, breachAt }] : [];
  });
}

/** Ours that run and differ from Zendesk's, in our order. */
export function differences(timers: readonly Timer[], zendesk: readonly ZendeskTimer[]): Difference[] {
  return timers.flatMap((timer) => {
    const theirs = zendesk.find(({ metric }) => SAME[metric] === timer.metric);
    const runs = timer.state === 'RUNNING' || timer.state === 'BREACHED';
    if (!theirs || !runs || timer.dueAt === null) return [];
    const ours = Date.parse(timer.dueAt);
    if (Math.abs(ours - theirs.breachAt) <= EQUAL_MS) return [];
    return [{ timer, ours, zendesks: theirs.breachAt, why: whyApart(timer, ours - theirs.breachAt) }];
  });
}

/** `later`: ms by which ours is due after Zendesk's; spans that are not counted only ever make it later. */
function whyApart({ receipt }: Timer, later: number): Difference['why'] {
  if (later <= 0) return 'terms';
  if (receipt.some(({ kind }) => kind === 'CLOSED' || kind === 'HOLIDAY')) return 'closed';
  return receipt.some(({ kind }) => kind === 'PAUSED') ? 'paused' : 'terms';
}
