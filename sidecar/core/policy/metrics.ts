// Metrics: those that every policy has, those of the policy's own, and those that only a promise names.
import type { Metric, Trigger } from './policy.ts';
import { readCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { entries, isMap, titleOf } from './context.ts';
import { PROMISE_KEYS } from '#schema/policy/promises.ts';
import { nearest } from './problem.ts';
import { readTriggers } from './triggers.ts';

type Shape = Pick<Metric, 'title' | 'starts' | 'ends' | 'repeats' | 'endsOnSolve'>;
const OPENED: readonly Trigger[] = [{ on: 'opened' }];
const REPLY: readonly Trigger[] = [{ on: 'agent_reply' }];

/** Metrics that need no definition. */
const KNOWN: Readonly<Record<string, Shape>> = {
  first_response: { title: 'First response', starts: OPENED, ends: REPLY, repeats: false, endsOnSolve: true },
  update: { title: 'Next update', starts: REPLY, ends: REPLY, repeats: true, endsOnSolve: true },
  next_response: {
    title: 'Next response',
    starts: [{ on: 'customer_reply' }],
    ends: REPLY,
    repeats: false,
    endsOnSolve: true,
  },
  workaround: { title: 'Workaround', starts: OPENED, ends: [{ on: 'complete' }], repeats: false, endsOnSolve: true },
  resolution: { title: 'Resolution', starts: OPENED, ends: [{ on: 'solved' }], repeats: false, endsOnSolve: true },
};
export const KNOWN_METRICS: readonly string[] = Object.keys(KNOWN);

/** The names of all metrics: known, defined, or named by a promise. */
export function metricNames(context: Context): ReadonlySet<string> {
  const names = new Set<string>(entries(context.text.metrics).map(([name]) => name));
  const add = (promises: unknown): void => {
    if (!isMap(promises)) return;
    for (const name of Object.keys(promises)) if (name !== 'cites') names.add(name);
  };
  add(context.text.promises);
  for (const [, tier] of entries(context.text.tiers)) add(tier.promises);
  for (const [, level] of entries(context.text.levels)) add(level.promises);
  return names;
}

/** Compiles every metric. */
export function readMetrics(context: Context): ReadonlyMap<string, Metric> {
  const metrics = new Map<string, Metric>();
  const levelled = levelMetrics(context);
  for (const [id, written] of entries(context.text.metrics)) {
    const base = shapeOf(id, levelled.has(id));
    const path = ['metrics', id];
    const onRequest = written.onRequest ?? false;
    const starts =
      readTriggers(context, written.starts, [...path, 'starts']) ??
      (onRequest && !Object.hasOwn(KNOWN, id) ? [{ on: 'request' as const }] : base.starts);
    const ends =
      readTriggers(context, written.ends, [...path, 'ends']) ??
      (written.starts === undefined && !onRequest ? base.ends : endsOf(base, id));
    metrics.set(id, {
      id,
      title: written.title ?? base.title,
      starts,
      ends,
      repeats: written.repeats ?? base.repeats,
      onRequest,
      endsOnSolve:
        written.starts === undefined && !onRequest ? base.endsOnSolve : !starts.some(outlivesSolving) && !onRequest,
      whileHolds: written.while === undefined ? null : readCondition(context, written.while, [...path, 'while']),
      cites: context.cites(written.cites, path),
    });
  }
  for (const id of context.known('metric')) {
    if (!metrics.has(id))
      metrics.set(id, { id, ...shapeOf(id, levelled.has(id)), onRequest: false, whileHolds: null, cites: [] });
  }
  misspelt(context, metrics);
  return metrics;
}

const endsOf = (base: Shape, id: string): readonly Trigger[] =>
  Object.hasOwn(KNOWN, id) || /_update$/.test(id) ? base.ends : [{ on: 'complete' }];
/** What starts with solving or after it is not ended by solving. */
const outlivesSolving = (trigger: Trigger): boolean =>
  trigger.on === 'solved' || trigger.on === 'rating' || trigger.on === 'request';

function levelMetrics(context: Context): ReadonlySet<string> {
  return new Set(entries(context.text.levels).flatMap(([, level]) => Object.keys(level.promises ?? {})));
}

/** What a metric means by its name, where nothing says otherwise. */
function shapeOf(id: string, ofLevel: boolean): Shape {
  const known = Object.hasOwn(KNOWN, id) ? KNOWN[id] : undefined;
  if (known) return known;
  const title = titleOf(id);
  if (/_updates?$/.test(id)) {
    const starts: readonly Trigger[] = ofLevel ? [{ on: 'level_entered' }, { on: 'agent_reply' }] : REPLY;
    return { title, starts, ends: REPLY, repeats: true, endsOnSolve: true };
  }
  if (/^(?:acknowledge?ment|acknowledge|initial_response|first_reply|response)$/.test(id))
    return { title, starts: OPENED, ends: REPLY, repeats: false, endsOnSolve: true };
  if (/^(?:restoration|fix|permanent_fix|closure|solution)$/.test(id))
    return { title, starts: OPENED, ends: [{ on: 'complete' }, { on: 'solved' }], repeats: false, endsOnSolve: true };
  return { title, starts: OPENED, ends: [{ on: 'complete' }], repeats: false, endsOnSolve: true };
}

/** A metric that nothing defines and that is a letter away from a known one is a slip. */
function misspelt(context: Context, metrics: ReadonlyMap<string, Metric>): void {
  const defined = new Set([...KNOWN_METRICS, ...entries(context.text.metrics).map(([name]) => name)]);
  const look = (promises: unknown, path: readonly string[]): void => {
    for (const id of Object.keys(promises ?? {})) {
      if (id === 'cites' || defined.has(id) || !metrics.has(id)) continue;
      const meant = nearest(id, PROMISE_KEYS.includes(id) ? PROMISE_KEYS : defined);
      const close =
        meant !== null &&
        Math.abs(meant.length - id.length) <= 2 &&
        sharedStart(meant, id) >= 3 &&
        !/_update$/.test(id);
      if (PROMISE_KEYS.includes(id)) {
        context.fault(
          [...path, id],
          'unknown-reference',
          `"${id}" is not a metric: promises are by metric`,
          'such as first_response: { P1: 1h }',
          { key: true },
        );
      } else if (close) {
        context.fault(
          [...path, id],
          'unknown-reference',
          `there is no metric "${id}"`,
          `did you mean "${meant}"? (else define it under \`metrics\`)`,
          { key: true },
        );
      }
    }
  };
  look(context.text.promises, ['promises']);
  for (const [name, tier] of entries(context.text.tiers)) look(tier.promises, ['tiers', name, 'promises']);
  for (const [name, level] of entries(context.text.levels)) look(level.promises, ['levels', name, 'promises']);
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
