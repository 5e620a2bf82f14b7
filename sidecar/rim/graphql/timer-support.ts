/** A timer as the outside sees it. */
import type { TimerJudgement } from '#core/judge/judgement.ts';
import { toDuration, toInstant, toInstantOrNull } from './time-words.ts';

export function toTimer(timer: TimerJudgement) {
  return {
    metric: timer.metric,
    title: timer.title,
    state: timer.state.toUpperCase(),
    strength: timer.strength.toUpperCase(),
    target: targetDuration(timer.target),
    targetText: timer.targetText,
    startedAt: toInstant(timer.startedAt),
    dueAt: toInstantOrNull(timer.dueAt),
    warnAt: toInstantOrNull(timer.warnAt),
    metAt: toInstantOrNull(timer.metAt),
    pausedAt: toInstantOrNull(timer.pausedAt),
    remaining: timer.remainingMs === null ? null : toDuration(timer.remainingMs),
    clock: timer.clock,
    receipt: timer.receipt.map((span) => ({
      from: toInstant(span.from),
      to: toInstant(span.to),
      kind: span.kind.toUpperCase(),
      counted: span.counted,
    })),
    reasons: timer.reasons,
  };
}

/** Days and business days alike are calendar periods; `targetText` tells which. As needed: nothing. */
function targetDuration(target: TimerJudgement['target']): string {
  if (target === null) return 'PT0S';
  switch (target.kind) {
    case 'working':
      return toDuration(target.ms);
    case 'days':
    case 'business_days':
      return `P${target.count}D`;
    case 'months':
      return `P${target.count}M`;
  }
}
