// What a timer shows at an instant. The page subtracts instants and nothing else: calendars stay in the sidecar.
import type { Timer } from '#schema/generated/support.ts';
import { isoMs, SECONDS_BELOW_MS } from './text/duration.ts';

/** The schema's states, and the warning before a due time. */
export type Look = Timer['state'] | 'AT_RISK';

export interface TimerView {
  readonly timer: Timer;
  readonly look: Look;
  /** Calendar ms until the due instant, negative once it has passed; null: it has none. Zendesk's own badge counts so too. */
  readonly left: number | null;
  /** Working ms left on the timer's clock; null: not known. */
  readonly workingLeft: number | null;
  /** Used share of the target, 0 to 1; null: not known. */
  readonly used: number | null;
  /** Ms by which it was met late; 0: it was not. */
  readonly late: number;
}

/** `now` in epoch ms of the sidecar's clock. */
export function timerView(timer: Timer, now: number): TimerView {
  const due = instant(timer.dueAt);
  const left = due === null ? null : due - now;
  const met = instant(timer.metAt);
  const counted = timer.receipt.filter((span) => span.counted);
  const total = sum(counted.map((span) => Date.parse(span.to) - Date.parse(span.from)));
  const ahead = sum(counted.map((span) => Math.max(0, Date.parse(span.to) - Math.max(now, Date.parse(span.from)))));
  const look = lookOf(timer, now);
  const running = look === 'RUNNING' || look === 'AT_RISK';
  return {
    timer,
    look,
    left,
    workingLeft: running && total > 0 ? ahead : isoMs(timer.remaining),
    used: total > 0 ? usedShare(look, total, ahead, isoMs(timer.remaining)) : null,
    late: timer.state === 'BREACHED_MET' && due !== null && met !== null ? Math.max(0, met - due) : 0,
  };
}

/** Most urgent first: breached, then by what is left, then paused, then what has ended. Equal ones keep the policy's order. */
export function byUrgency(timers: readonly Timer[], now: number): TimerView[] {
  const rank: Record<Look, number> = {
    BREACHED: 0,
    AT_RISK: 1,
    RUNNING: 1,
    PAUSED: 2,
    BEST_EFFORT: 3,
    BREACHED_MET: 4,
    MET: 5,
  };
  return timers
    .map((timer) => timerView(timer, now))
    .sort((a, b) => rank[a.look] - rank[b.look] || (a.left ?? Infinity) - (b.left ?? Infinity) || 0);
}

/** Ms until any of the shown texts changes: a second, or the next full minute of the time left; null: nothing ticks. */
export function nextTick(timers: readonly Timer[], now: number): number | null {
  const waits = timers.flatMap((timer) => {
    const { look, left } = timerView(timer, now);
    if (left === null || (look !== 'RUNNING' && look !== 'AT_RISK' && look !== 'BREACHED')) return [];
    const step = left < SECONDS_BELOW_MS + 60_000 && left > -60_000 ? 1_000 : 60_000;
    const rest = ((left % step) + step) % step;
    return [rest === 0 ? step : rest];
  });
  // One ms more: at the full minute itself the old text is still right.
  return waits.length === 0 ? null : Math.min(...waits) + 1;
}

function lookOf(timer: Timer, now: number): Look {
  const due = instant(timer.dueAt);
  const warn = instant(timer.warnAt);
  if (timer.state !== 'RUNNING') return timer.state;
  // The due time may pass between two answers: the page sees that by itself.
  if (due !== null && now >= due) return 'BREACHED';
  return warn !== null && now >= warn ? 'AT_RISK' : 'RUNNING';
}

function usedShare(look: Look, total: number, ahead: number, remaining: number | null): number {
  if (look === 'BREACHED' || look === 'BREACHED_MET') return 1;
  const left = look === 'PAUSED' && remaining !== null ? Math.max(0, remaining) : ahead;
  return Math.min(1, Math.max(0, 1 - left / total));
}

function instant(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
