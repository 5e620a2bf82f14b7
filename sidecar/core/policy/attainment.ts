// What share of a tier's promises must be kept, and the credits where they are not.
import type { PolicyText } from '#schema/policy.ts';
import { allOf } from './combination.ts';
import { readCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { entries, isMap, list, placed } from './context.ts';
import { readWithin } from './durations.ts';
import type { Attainment, CreditRule } from './policy.ts';
import { prioritiesOf } from './priority-groups.ts';
import type { Path } from './problem.ts';
import { percent } from './promises.ts';

type Tier = NonNullable<PolicyText['tiers']>[string];

/** Reads attainment: by metric a share, shares by condition, or shares by priority. */
export function readAttainment(context: Context, written: Tier['attainment'], path: Path): readonly Attainment[] {
  return entries(written).flatMap(([metric, value]) => {
    const at = [...path, metric];
    context.refer('metric', metric, at, true);
    if (isMap(value) && !Object.hasOwn(value, 'share')) {
      const { per, when, cites, ...shares } = value;
      const shared: Shared = { per, when, cites, path: at };
      return Object.entries(shares).flatMap(([key, share]) =>
        prioritiesOf(context, key, [...at, key]).flatMap((priority) =>
          attainment(context, metric, share, { ...shared, by: priority === null ? {} : { priority } }, [...at, key]),
        ),
      );
    }
    return placed(value, at).flatMap(([each, place]) => attainment(context, metric, each, { by: {}, path: at }, place));
  });
}

/** What stands beside shares by priority, for all of them. */
interface Shared {
  readonly by?: object;
  readonly per?: unknown;
  readonly when?: unknown;
  readonly cites?: unknown;
  readonly path: Path;
}

function attainment(
  context: Context,
  metric: string,
  value: unknown,
  shared: Shared,
  path: Path,
): readonly Attainment[] {
  const w = (isMap(value) ? value : { share: value }) as {
    share?: unknown;
    per?: string;
    when?: unknown;
    priority?: unknown;
    cites?: string;
  };
  const share = percent(String(w.share));
  if (share === null) {
    context.fault(path, 'wrong-value', `"${String(w.share)}" is not a share`, 'write 95%');
    return [];
  }
  const chosen = w.priority === undefined ? shared.by : { priority: w.priority };
  const when = allOf([
    readCondition(context, chosen, path),
    readCondition(context, shared.when, [...shared.path, 'when']),
    readCondition(context, w.when, [...path, 'when']),
  ]);
  const per = w.per ?? (typeof shared.per === 'string' ? shared.per : 'month');
  const cites = context.cites((w.cites ?? shared.cites) as Parameters<Context['cites']>[0], path);
  return [{ metric, share, per, when, cites }];
}

/** Reads credits. */
export function readCredits(context: Context, written: Tier['credits'], path: Path): readonly CreditRule[] {
  return placed(written, path).flatMap(([w, at]) => {
    const [, count, period] = /^(\d+)(?:\s+(?:breaches\s+)?(?:per|a|in a)\s+(\w+))?$/.exec(w.atLeast ?? '1') ?? [];
    if (count === undefined)
      context.fault(
        [...at, 'atLeast'],
        'wrong-value',
        `"${w.atLeast}" is not a number of breaches`,
        'write 5 per quarter',
      );
    const claimWithin = w.claimWithin === undefined ? null : readWithin(w.claimWithin);
    const cap = w.cap === undefined ? '' : `, at most ${w.cap}`;
    const when = readCondition(context, w.when, [...at, 'when']);
    const cites = context.cites(w.cites, at);
    return list(w.for).map((metric) => {
      context.refer('metric', metric, [...at, 'for']);
      return {
        metric,
        text: `${w.each}${cap}`,
        atLeast: Number(count ?? 1),
        per: w.per ?? period ?? null,
        claimWithin,
        when,
        cites,
      };
    });
  });
}
