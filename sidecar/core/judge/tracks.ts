// Which waits a policy can have at all: promises that start and end alike share one track, so that a change of tier or
// priority moves a wait from one target to another and never restarts it.
import type { Condition, Metric, Policy, PromiseRule, Tier, Trigger } from '#core/policy/policy.ts';

export interface Track {
  readonly index: number;
  readonly metric: Metric;
  readonly starts: readonly Trigger[];
  readonly ends: readonly Trigger[];
  /** Levels whose promise it is; null: not a level's. */
  readonly levels: ReadonlySet<string> | null;
  /** Entering one of its levels starts it (G8). */
  readonly onEntry: boolean;
  /** Bits of what may start or end it, so that most events are passed over at once. */
  readonly startBits: number;
  readonly endBits: number;
  /** Conditions that start or end it by coming true; null: none does. */
  readonly startsWhen: Condition | null;
  readonly endsWhen: Condition | null;
}

const KINDS: readonly string[] = [
  'opened',
  'solved',
  'reopened',
  'agent_reply',
  'customer_reply',
  'defect',
  'defect_closed',
  'intake',
  'rating',
  'field',
  'met',
  'duty',
  'level',
  'step',
  'channel',
  'request',
  'complete',
];

/** The bit of a kind of occurrence. Entering a level is the occurrence `level`. */
export function bitOf(kind: string): number {
  return BITS.get(kind) ?? 0;
}

const BITS = new Map([
  ...KINDS.map((kind, i) => [kind, 1 << i] as const),
  ['level_entered', 1 << KINDS.indexOf('level')],
]);

function bitsOf(triggers: readonly Trigger[]): number {
  return triggers.reduce((bits, t) => (t.on === 'when' ? bits : bits | bitOf(t.on)), 0);
}

const SOLVED = bitOf('solved');

export function startsBySolving(track: Track): boolean {
  return (track.startBits & SOLVED) !== 0;
}

function conditionIn(triggers: readonly Trigger[]): Condition | null {
  const trigger = triggers.find((t) => t.on === 'when');
  return trigger?.on === 'when' ? trigger.when : null;
}

export interface TrackedRule {
  readonly rule: PromiseRule;
  readonly track: Track;
}

/** The promises of one tier, metric by metric and track by track, each in the policy's order. */
export interface TierPromises {
  readonly byTrack: readonly (readonly PromiseRule[])[];
  readonly byMetric: ReadonlyMap<Metric, readonly TrackedRule[]>;
}

export const NO_PROMISES: TierPromises = { byTrack: [], byMetric: new Map() };

export interface Tracks {
  readonly all: readonly Track[];
  readonly byMetric: ReadonlyMap<string, readonly Track[]>;
  of(tier: Tier): TierPromises;
}

const known = new WeakMap<Policy, Tracks>();

export function tracksOf(policy: Policy): Tracks {
  let tracks = known.get(policy);
  if (tracks === undefined) {
    tracks = layTracks(policy);
    known.set(policy, tracks);
  }
  return tracks;
}

interface Draft {
  index: number;
  metric: Metric;
  starts: readonly Trigger[];
  ends: readonly Trigger[];
  levels: Set<string> | null;
  onEntry: boolean;
  startBits: number;
  endBits: number;
  startsWhen: Condition | null;
  endsWhen: Condition | null;
}

function layTracks(policy: Policy): Tracks {
  const drafts = new Map<string, Draft>();
  const byTier = new Map<Tier, TierPromises>();
  for (const tier of policy.tiers.values()) {
    const byMetricOfTier = new Map<Metric, TrackedRule[]>();
    for (const rule of tier.promises) {
      const metric = policy.metrics.get(rule.metric);
      if (metric === undefined) throw new Error(`promise of a metric that does not exist: ${rule.metric}`);
      const rules = byMetricOfTier.get(metric) ?? [];
      byMetricOfTier.set(metric, rules);
      rules.push({ rule, track: draftFor(drafts, metric, rule) });
    }
    const byTrack: PromiseRule[][] = [];
    for (const { rule, track } of [...byMetricOfTier.values()].flat()) (byTrack[track.index] ??= []).push(rule);
    byTier.set(tier, { byMetric: byMetricOfTier, byTrack });
  }
  const all = [...drafts.values()];
  const byMetric = new Map<string, Track[]>();
  for (const track of all) byMetric.set(track.metric.id, [...(byMetric.get(track.metric.id) ?? []), track]);
  return { all, byMetric, of: (tier) => byTier.get(tier) ?? NO_PROMISES };
}

function draftFor(drafts: Map<string, Draft>, metric: Metric, rule: PromiseRule): Draft {
  const starts = rule.starts ?? metric.starts;
  const ends = rule.ends ?? metric.ends;
  const key = JSON.stringify([metric.id, starts, ends, rule.level !== null]);
  let draft = drafts.get(key);
  if (draft === undefined) {
    const onEntry = rule.level !== null && starts.some((t) => t.on === 'opened' || t.on === 'level_entered');
    const startBits = bitsOf(starts) | bitOf('request') | (onEntry ? bitOf('level') : 0);
    const endBits = bitsOf(ends) | bitOf('complete') | (metric.endsOnSolve ? bitOf('solved') : 0);
    const levels = rule.level === null ? null : new Set<string>();
    const startsWhen = conditionIn(starts);
    const endsWhen = conditionIn(ends);
    draft = { index: drafts.size, metric, starts, ends, levels, onEntry, startBits, endBits, startsWhen, endsWhen };
    drafts.set(key, draft);
  }
  if (rule.level !== null) draft.levels?.add(rule.level);
  return draft;
}
