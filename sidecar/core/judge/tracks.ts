// Which waits a policy can have at all: promises that start and end alike share one track, so that a change of tier or
// priority moves a wait from one target to another and never restarts it.
import type { FieldValue } from '#core/facts/facts.ts';
import type { Condition, Metric, Policy, PromiseRule, Tier, Trigger } from '#core/policy/policy.ts';
import { oncePer } from './once.ts';

export interface Track {
  readonly index: number;
  readonly metric: Metric;
  readonly starts: readonly Trigger[];
  readonly ends: readonly Trigger[];
  /** Levels whose promise it is; null: not a level's. */
  readonly levels: ReadonlySet<string> | null;
  /** Entering one of its levels starts it (G8). */
  readonly onEntry: boolean;
  /** Solving the ticket starts it; so reopening ends it (G14). */
  readonly startsBySolving: boolean;
  /** Conditions that start or end it by coming true; null: none does. */
  readonly startsWhen: Condition | null;
  readonly endsWhen: Condition | null;
  /** What happens when a wait of it ends. */
  readonly met: Occurrence;
}

/** Something that happened and may start or end a wait. */
export type Occurrence =
  | {
      readonly on:
        'opened' | 'solved' | 'reopened' | 'agent_reply' | 'customer_reply' | 'defect' | 'defect_closed' | 'intake';
    }
  | { readonly on: 'rating'; readonly value: 'good' | 'bad' }
  | { readonly on: 'field'; readonly field: string; readonly value: FieldValue }
  | { readonly on: 'met'; readonly metric: string }
  | { readonly on: 'duty'; readonly duty: string; readonly outcome: string | null }
  | { readonly on: 'level'; readonly level: string; readonly from: string | null }
  | { readonly on: 'step'; readonly step: string }
  | { readonly on: 'channel'; readonly channel: string }
  | { readonly on: 'request' | 'complete'; readonly metric: string };

/** The tracks that one kind of occurrence may end or start, so that most occurrences are passed over at once. */
export interface Heeding {
  readonly ending: readonly Track[];
  readonly starting: readonly Track[];
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
  readonly heeding: ReadonlyMap<Occurrence['on'], Heeding>;
  of(tier: Tier): TierPromises;
}

export const tracksOf = oncePer(layTracks);

interface Draft {
  index: number;
  metric: Metric;
  starts: readonly Trigger[];
  ends: readonly Trigger[];
  levels: Set<string> | null;
  onEntry: boolean;
  startsBySolving: boolean;
  startsWhen: Condition | null;
  endsWhen: Condition | null;
  met: Occurrence;
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
  return { all, byMetric, heeding: heedingOf(all), of: (tier) => byTier.get(tier) ?? NO_PROMISES };
}

function heedingOf(tracks: readonly Track[]): Tracks['heeding'] {
  const heeding = new Map<Occurrence['on'], { ending: Track[]; starting: Track[] }>();
  const of = (on: Occurrence['on']) => {
    const heeded = heeding.get(on) ?? { ending: [], starting: [] };
    heeding.set(on, heeded);
    return heeded;
  };
  for (const track of tracks) {
    for (const on of endingOf(track)) of(on).ending.push(track);
    for (const on of startingOf(track)) of(on).starting.push(track);
  }
  return heeding;
}

function endingOf({ ends, metric }: Track): ReadonlySet<Occurrence['on']> {
  return new Set([...ends.flatMap(occurrenceOf), 'complete', ...(metric.endsOnSolve ? (['solved'] as const) : [])]);
}

function startingOf({ starts, onEntry, startsBySolving }: Track): ReadonlySet<Occurrence['on']> {
  const entering = onEntry ? (['level'] as const) : [];
  const reopening = startsBySolving ? (['reopened'] as const) : [];
  return new Set([...starts.flatMap(occurrenceOf), 'request', ...entering, ...reopening]);
}

/** What a trigger listens to: entering a level is the occurrence `level`, and nothing occurs when a condition comes true. */
function occurrenceOf({ on }: Trigger): Occurrence['on'][] {
  return on === 'when' ? [] : [on === 'level_entered' ? 'level' : on];
}

function draftFor(drafts: Map<string, Draft>, metric: Metric, rule: PromiseRule): Draft {
  const starts = rule.starts ?? metric.starts;
  const ends = rule.ends ?? metric.ends;
  const key = JSON.stringify([metric.id, starts, ends, rule.level !== null]);
  let draft = drafts.get(key);
  if (draft === undefined) {
    const onEntry = rule.level !== null && starts.some((t) => t.on === 'opened' || t.on === 'level_entered');
    draft = {
      index: drafts.size,
      metric,
      starts,
      ends,
      levels: rule.level === null ? null : new Set<string>(),
      onEntry,
      startsBySolving: starts.some((t) => t.on === 'solved'),
      startsWhen: conditionIn(starts),
      endsWhen: conditionIn(ends),
      met: { on: 'met', metric: metric.id },
    };
    drafts.set(key, draft);
  }
  if (rule.level !== null) draft.levels?.add(rule.level);
  return draft;
}
