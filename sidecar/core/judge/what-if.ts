// What a change would do to every due time, before anybody makes it. Nothing is written.
import { TICKET_PRIORITIES, wordOf, type TicketPriority } from '#schema/ticket-words.ts';
import type { EpochMs, Facts, FactEvent, TicketStatus } from '#core/facts/facts.ts';
import type { Policy } from '#core/policy/policy.ts';
import { judge } from './judge.ts';
import type { Judgement, TimerJudgement } from './judgement.ts';
import { isBreached } from './timers.ts';

/** Absent or null: that stays as it is. So does a priority or a level that the policy does not know. */
export interface SupposedChange {
  readonly status?: TicketStatus | null;
  /** A priority's id in the policy (P1) or its value in Zendesk (urgent). */
  readonly priority?: string | null;
  readonly level?: string | null;
}

export interface TimerDifference {
  readonly metric: string;
  readonly before: TimerJudgement | null;
  readonly after: TimerJudgement | null;
  /** The change would leave it breached where it is not now. */
  readonly breaches: boolean;
}

export interface WhatIfJudgement {
  readonly before: Judgement;
  readonly after: Judgement;
  readonly changes: readonly TimerDifference[];
}

/** Judges the ticket as it is and as it would be if the change were made at `at`. A hand-off is supposed even where it is not open. */
export function whatIf(policy: Policy, facts: Facts, change: SupposedChange, at: EpochMs): WhatIfJudgement {
  const before = judge(policy, facts, at);
  const known = facts.events.filter((e) => e.at <= at);
  const after = judge(policy, { ...facts, events: [...known, ...supposed(policy, change, at)] }, at);
  const metrics = new Set([...before.timers, ...after.timers].map((t) => t.metric));
  return { before, after, changes: [...metrics].map((metric) => compare(metric, before, after)) };
}

function supposed(policy: Policy, change: SupposedChange, at: EpochMs): FactEvent[] {
  const events: FactEvent[] = [];
  const status = change.status ?? null;
  const value = zendeskPriority(policy, change.priority ?? null);
  if (status !== null || value !== undefined) {
    events.push({
      at,
      kind: 'update',
      ...(status === null ? {} : { status }),
      ...(value === undefined ? {} : { priority: { value, by: 'agent' } }),
    });
  }
  if (change.level !== undefined && change.level !== null)
    events.push({ at, kind: 'handOff', to: change.level, supposed: true });
  return events;
}

function zendeskPriority(policy: Policy, named: string | null): TicketPriority | undefined {
  return policy.priorities.find(({ id }) => id === named)?.zendesk ?? wordOf(named, TICKET_PRIORITIES);
}

function compare(metric: string, before: Judgement, after: Judgement): TimerDifference {
  const was = before.timers.find((t) => t.metric === metric) ?? null;
  const is = after.timers.find((t) => t.metric === metric) ?? null;
  const breaches = is !== null && isBreached(is) && (was === null || !isBreached(was));
  return { metric, before: was, after: is, breaches };
}
