// Promises as written → rules in order, of which the first whose priority, level and condition hold applies.
import type { PolicyText } from '#schema/policy.ts';
import { PROMISE_KEYS } from '#schema/policy/promises.ts';
import { ALWAYS, allOf } from './combination.ts';
import { readCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { isMap, list, placed } from './context.ts';
import { minutesOfDay, readWithin } from './durations.ts';
import type { Condition, PromiseRule, StrengthWord, Within } from './policy.ts';
import { prioritiesOf } from './priority-groups.ts';
import type { Path } from './problem.ts';
import { pathText } from './problem.ts';
import { readTriggers } from './triggers.ts';

type Promises = NonNullable<PolicyText['promises']>;
/** The keys of one entry, all optional. */
type Entry = Omit<NonNullable<PolicyText['metrics']>[string], 'within'> & { readonly within?: unknown };

/** What holds for promises that say nothing themselves. */
export interface Defaults {
  readonly strength: StrengthWord;
  readonly businessDays: string | null;
  /** Only at this level. */
  readonly level: string | null;
  readonly pauses?: Entry['pauses'];
  readonly warn?: Entry['warn'];
}

/** Rules by metric: a promise of `none` gives an empty list, which also ends what would be inherited. */
export type RulesByMetric = ReadonlyMap<string, { readonly rules: readonly PromiseRule[]; readonly none: boolean }>;

/** Reads a map of promises by metric. */
export function readPromises(
  context: Context,
  written: Promises | undefined,
  path: Path,
  defaults: Defaults,
): RulesByMetric {
  const found = new Map<string, { rules: readonly PromiseRule[]; none: boolean }>();
  const shared = context.cites(written?.cites, path);
  for (const [metric, promise] of Object.entries(written ?? {})) {
    if (metric === 'cites' || promise === undefined) continue;
    const rules = new PromiseReader(context, metric, defaults, shared).read(promise, [...path, metric]);
    found.set(metric, { rules, none: promise === 'none' });
  }
  return found;
}

/** Reads the promise that a metric of the policy's own carries itself. */
export function readMetricPromise(
  context: Context,
  metric: string,
  written: Entry,
  path: Path,
  defaults: Defaults,
): readonly PromiseRule[] {
  if (written.within === undefined) return [];
  const reader = new PromiseReader(context, metric, defaults, [], true);
  const {
    title: _title,
    starts: _starts,
    ends: _ends,
    onRequest: _onRequest,
    repeats: _repeats,
    while: _while,
    ...terms
  } = written;
  if (isMap(written.within)) {
    const { within, ...shared } = terms;
    return reader.read({ ...shared, ...(within as object) }, [...path, 'within'], path);
  }
  return reader.read(terms, path);
}

class PromiseReader {
  private readonly context: Context;
  private readonly metric: string;
  private readonly defaults: Defaults;
  private readonly cites: readonly string[];
  /** What the metric says for every promise of it. */
  private readonly ofMetric: Entry;

  constructor(context: Context, metric: string, defaults: Defaults, cites: readonly string[], isOwn = false) {
    this.context = context;
    this.metric = metric;
    this.defaults = defaults;
    this.cites = cites;
    this.ofMetric = isOwn ? {} : metricTerms(context, metric);
  }

  read(promise: unknown, path: Path, sharedPath: Path = path): readonly PromiseRule[] {
    if (!isMap(promise) || Object.hasOwn(promise, 'within')) return this.entries(promise, {}, path, path, null);
    const shared = Object.fromEntries(Object.entries(promise).filter(([key]) => PROMISE_KEYS.includes(key))) as Entry;
    const rules: PromiseRule[] = [];
    const rest: PromiseRule[] = [];
    for (const [key, entry] of Object.entries(promise)) {
      if (PROMISE_KEYS.includes(key)) continue;
      for (const priority of prioritiesOf(this.context, key, [...path, key])) {
        (priority === null ? rest : rules).push(...this.entries(entry, shared, [...path, key], sharedPath, priority));
      }
    }
    if (rules.length + rest.length === 0 && Object.keys(promise).every((key) => PROMISE_KEYS.includes(key))) {
      this.context.fault(path, 'missing', 'a promise says how long: `within`, or a map by priority', 'add within: 4h');
    }
    return [...rules, ...rest];
  }

  private entries(
    written: unknown,
    shared: Entry,
    path: Path,
    sharedPath: Path,
    priority: string | null,
  ): readonly PromiseRule[] {
    if (written === 'none' || written === null || written === undefined) return [];
    return placed(written, path).flatMap(([entry, at]) =>
      this.rule(isMap(entry) ? (entry as Entry) : { within: entry }, shared, at, sharedPath, priority),
    );
  }

  private rule(
    own: Entry,
    shared: Entry,
    path: Path,
    sharedPath: Path,
    priority: string | null,
  ): readonly PromiseRule[] {
    if (!this.context.spend(Math.max(1, list(own.level ?? shared.level).length), path)) return [];
    const entry: Entry = { ...inherited(this.defaults), ...this.ofMetric, ...shared, ...own };
    const at = (key: keyof Entry): Path => {
      const place = own[key] !== undefined ? path : shared[key] !== undefined ? sharedPath : null;
      return [...(place ?? (key in this.ofMetric ? ['metrics', this.metric] : sharedPath)), key as string];
    };
    const within = this.within(entry, path);
    if (within === null) return [];
    for (const key of ['clock', 'businessDays'] as const) {
      if (entry[key] !== undefined) this.context.refer('calendar', entry[key], at(key));
    }
    const when = allOf([
      readCondition(this.context, this.ofMetric.when, ['metrics', this.metric, 'when']),
      readCondition(this.context, shared.when, [...sharedPath, 'when']),
      readCondition(this.context, own.when, [...path, 'when']),
    ]);
    const cites = [
      ...this.cites,
      ...(own.cites === undefined ? this.context.cites(shared.cites, path) : this.context.cites(own.cites, path)),
    ];
    const rule = {
      metric: this.metric,
      priority,
      when,
      within,
      clock: entry.clock ?? null,
      businessDays: entry.businessDays ?? this.defaults.businessDays,
      outside: entry.outside ?? null,
      strength: within.kind === 'as_needed' ? ('best_effort' as const) : (entry.strength ?? this.defaults.strength),
      warn: this.warn(entry.warn, at('warn')),
      pauses: placed(entry.pauses, at('pauses')).map(([pause, place]) => readCondition(this.context, pause, place)),
      starts: readTriggers(this.context, entry.starts, at('starts')),
      ends: readTriggers(this.context, entry.ends, at('ends')),
      agreed: entry.agreed ?? false,
      inForce: readInForce(this.context, entry.inForce, at('inForce')),
      cites: [...new Set(cites)],
      path: pathText(path),
    };
    const levels = [...new Set(list(entry.level))];
    for (const level of levels) this.context.refer('level', level, at('level'));
    const chosen = levels.length > 0 ? levels : [this.defaults.level];
    return chosen.map((level) => ({ ...rule, level }));
  }

  private within(entry: Entry, path: Path): Within | null {
    const written = typeof entry.within === 'string' ? entry.within : '';
    const within = readWithin(written);
    if (within === null) {
      const mend = 'write hours and minutes (1h 30m), days, business days or months, not a mixture';
      this.context.fault(path, 'wrong-value', `"${written}" is not one kind of time`, mend);
      return null;
    }
    if (entry.by === undefined && entry.cutOff === undefined) return within;
    if (within.kind !== 'business_days') {
      this.context.fault(
        [...path, entry.by === undefined ? 'cutOff' : 'by'],
        'wrong-value',
        '`by` and `cutOff` go with business days',
        'write within: 1 business day',
      );
      return within;
    }
    const by = entry.by ?? within.by;
    const text = by === 'close' && within.by !== 'close' ? `${within.text}, by close` : within.text;
    return { ...within, by, cutOff: entry.cutOff === undefined ? null : minutesOfDay(entry.cutOff), text };
  }

  /** A quarter of the target left, unless it says otherwise. */
  private warn(written: Entry['warn'], path: Path): PromiseRule['warn'] {
    if (written === undefined) return { left: 0.25 };
    const map =
      typeof written === 'string'
        ? /%/.test(written)
          ? { left: written }
          : { before: written.replace(/\s+before$/, '') }
        : written;
    if (written === 'none') return { left: 0 };
    if (map.before !== undefined) {
      const before = readWithin(map.before);
      if (before && before.kind !== 'as_needed') return { before };
    }
    const share = percent(map.left ?? '');
    if (share !== null) return { left: share };
    const passed = percent(('after' in map ? map.after : undefined) ?? '');
    if (passed !== null) return { left: 1 - passed };
    this.context.fault(path, 'wrong-value', 'a warning is a time before (30m) or a share that is left (25%)', null);
    return { left: 0.25 };
  }
}

const METRIC_TERMS = ['clock', 'businessDays', 'outside', 'strength', 'warn', 'pauses', 'agreed', 'when'] as const;

/** A metric defined once, with its clock or its pauses, and promised by tiers that name the time alone. */
function metricTerms(context: Context, metric: string): Entry {
  const metrics = context.text.metrics ?? {};
  const written = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  const named = METRIC_TERMS.filter((key) => written?.[key] !== undefined);
  return Object.fromEntries(named.map((key) => [key, written?.[key]]));
}

/** What the tier or the whole policy says of all promises. */
function inherited({ pauses, warn }: Defaults): Entry {
  return { ...(pauses === undefined ? {} : { pauses }), ...(warn === undefined ? {} : { warn }) };
}

/** `95%`, `95` or `0.95` → 0.95; null where the text is neither, or not between 0 and 1. */
export function percent(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  if (!match) return null;
  const number = Number(match[1]);
  const share = match[2] === '%' || number > 1 ? number / 100 : number;
  return share >= 0 && share <= 1 ? share : null;
}

/** Reads `inForce`; nothing written is always in force. */
export function readInForce(context: Context, written: unknown, path: Path): Condition {
  if (written === undefined || written === true) return ALWAYS;
  if (!isMap(written) || !Object.hasOwn(written, 'when')) return readCondition(context, written, path);
  context.cites(written['cites'] as string | undefined, path);
  return readCondition(context, written['when'], [...path, 'when']);
}
