// Our due times beside those of Zendesk's own SLA: equal, or different for a reason with a name.
import type { EpochMs } from '#core/facts/facts.ts';
import type { TimerState } from '#core/judge/judgement.ts';

/** A timer of ours, with what explains where it stands. */
export interface OwnTimer {
  readonly metric: string;
  readonly state: TimerState;
  /** Working ms; null: days, or as needed. */
  readonly targetMs: number | null;
  readonly startedAt: EpochMs;
  readonly dueAt: EpochMs | null;
  /** Ms until the due instant that its clock did not count: closed, holidays. */
  readonly closedMs: number;
  readonly pausedMs: number;
}

/** A metric of the ticket's SLA in Zendesk. */
export interface ZendeskTimer {
  /** Zendesk's word, `first_reply_time`. */
  readonly metric: string;
  readonly stage: 'active' | 'paused' | 'achieved';
  readonly breachAt: EpochMs | null;
  /** Of the SLA policy that Zendesk applies; null: not known. */
  readonly target: { readonly ms: number; readonly businessHours: boolean } | null;
}

/** The names of all differences; `docs/operating.md` says what each means. */
export const PARITY_CLASSES = [
  'equal',
  'only_here',
  'only_in_zendesk',
  'met_here',
  'met_in_zendesk',
  'paused_here',
  'paused_in_zendesk',
  'priority',
  'target',
  'hours',
  'pauses',
  'start',
  'unexplained',
] as const;
export type ParityClass = (typeof PARITY_CLASSES)[number];

export interface Parity {
  readonly metric: string;
  /** Zendesk's word; null: Zendesk measures nothing of the kind. */
  readonly zendeskMetric: string | null;
  readonly kind: ParityClass;
  readonly here: EpochMs | null;
  readonly zendesk: EpochMs | null;
}

/** Zendesk's metrics and the ones that stand for the same promise here. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  first_reply_time: ['first_response'],
  next_reply_time: ['next_response'],
  periodic_update_time: ['update'],
  pausable_update_time: ['update'],
  total_resolution_time: ['resolution'],
  requester_wait_time: ['resolution', 'workaround'],
  agent_work_time: ['resolution', 'workaround'],
};
/** Zendesk's targets are whole minutes, its stamps whole seconds. */
const EQUAL_MS = 60_000;

/**
 * One entry for each of Zendesk's metrics and for each timer of ours that Zendesk lacks.
 * @param samePriority whether Zendesk shows the priority that we derive: its SLA depends on it.
 */
export function parityOf(
  own: readonly OwnTimer[],
  zendesk: readonly ZendeskTimer[],
  samePriority: boolean,
): readonly Parity[] {
  const compared = zendesk.map((theirs) => {
    const ours = (SAME[theirs.metric] ?? []).flatMap((id) => own.filter(({ metric }) => metric === id))[0];
    if (ours === undefined) return entry(theirs.metric, theirs, null, 'only_in_zendesk');
    return entry(ours.metric, theirs, ours, classOf(ours, theirs, samePriority));
  });
  const shared = new Set(compared.map(({ metric }) => metric));
  const alone = own.filter(({ metric }) => !shared.has(metric));
  return [...compared, ...alone.map((ours) => entry(ours.metric, null, ours, 'only_here'))];
}

function entry(metric: string, theirs: ZendeskTimer | null, ours: OwnTimer | null, kind: ParityClass): Parity {
  return {
    metric,
    zendeskMetric: theirs?.metric ?? null,
    kind,
    here: ours?.dueAt ?? null,
    zendesk: theirs?.breachAt ?? null,
  };
}

const MET: ReadonlySet<TimerState> = new Set(['met', 'breached_met']);

function classOf(ours: OwnTimer, theirs: ZendeskTimer, samePriority: boolean): ParityClass {
  const isMet = MET.has(ours.state);
  if (isMet || theirs.stage === 'achieved') {
    if (isMet && theirs.stage === 'achieved') return 'equal';
    return isMet ? 'met_here' : 'met_in_zendesk';
  }
  const isPaused = ours.state === 'paused';
  if (isPaused || theirs.stage === 'paused') {
    if (isPaused && theirs.stage === 'paused') return 'equal';
    return isPaused ? 'paused_here' : 'paused_in_zendesk';
  }
  if (ours.dueAt === null || theirs.breachAt === null) return ours.dueAt === theirs.breachAt ? 'equal' : 'unexplained';
  if (near(ours.dueAt, theirs.breachAt)) return 'equal';
  if (!samePriority) return 'priority';
  return whyApart(ours, { ...theirs, breachAt: theirs.breachAt }, ours.dueAt);
}

/** The first reason that accounts for the whole difference. */
function whyApart(ours: OwnTimer, theirs: ZendeskTimer & { readonly breachAt: EpochMs }, dueAt: EpochMs): ParityClass {
  const { targetMs, startedAt, closedMs, pausedMs } = ours;
  const { target, breachAt } = theirs;
  if (target !== null && targetMs !== null && !near(target.ms, targetMs)) return 'target';
  const length = breachAt - startedAt;
  if (target?.businessHours === true || targetMs === null) return 'hours';
  if (closedMs > 0 && (near(length, targetMs) || near(length, targetMs + pausedMs))) return 'hours';
  if (pausedMs > 0 && near(dueAt - breachAt, pausedMs)) return 'pauses';
  // Zendesk's whole target lies before its instant: it began to count at another one.
  if (target !== null && closedMs === 0 && pausedMs === 0) return 'start';
  return 'unexplained';
}

function near(one: number, other: number): boolean {
  return Math.abs(one - other) <= EQUAL_MS;
}
