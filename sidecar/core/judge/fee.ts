// What billable work has come to so far (NX1, NX2).
import type { EpochMs } from '#core/facts/facts.ts';
import type { FeeRule, Rate, ServiceTerm } from '#core/policy/policy.ts';
import { allHolding } from './conditions.ts';
import type { FeeVerdict, Reason } from './judgement.ts';
import type { State } from './state.ts';
import { durationText } from './words.ts';

const HOUR = 3_600_000;

/** The fee of the work logged so far; null: coverage is not billable or has no price. */
export function fee(state: State): FeeVerdict | null {
  const { coverage, term, tier, service } = state.standing;
  if (coverage !== 'billable') return null;
  const rules = allHolding(tier?.fees ?? [], state);
  const charges = rules.filter((f) => f.rate !== null && f.rate.per !== 'hour' && f.rate.per !== 'day');
  const rate = term?.rate ?? rules.find((f) => f.rate?.per === 'hour' || f.rate?.per === 'day')?.rate ?? null;
  const currency = rate?.currency ?? charges[0]?.rate?.currency ?? null;
  if (currency === null) return null;
  const work = state.work.filter((w) => w.service === null || w.service === service?.id);
  const workedMs = work.reduce((sum, w) => sum + w.ms, 0);
  const reasons: Reason[] = [];
  let amount = rate === null ? 0 : timeAmount(state, work, rate, term, rules, reasons);
  for (const charge of charges) {
    amount += charge.rate?.amount ?? 0;
    reasons.push({ text: charge.rate?.text ?? '', cites: charge.cites });
  }
  return { amount: round(amount), currency, rate: rate?.text ?? charges[0]?.rate?.text ?? '', workedMs, reasons };
}

function timeAmount(
  state: State,
  work: State['work'],
  rate: Rate,
  term: ServiceTerm | null,
  rules: readonly FeeRule[],
  reasons: Reason[],
): number {
  const perMs = rate.amount / (rate.per === 'day' ? 8 * HOUR : HOUR);
  if (rate.per !== 'hour' && rate.per !== 'day') return rate.amount;
  const dearer = rules.filter((f) => f.times !== null && (f.during !== null || f.outside !== null));
  const parts = work.map((w) => partsOf(state, w, dearer));
  const total = work.reduce((sum, w) => sum + w.ms, 0);
  const usual = billed(sumOf(parts.map((p) => p.usual)), term?.atLeast ?? null, term?.roundUpTo ?? null);
  reasons.push({
    text: `${durationText(total)} worked, ${durationText(usual)} billed at ${rate.text}`,
    cites: term?.cites ?? [],
  });
  return dearer.reduce((amount, rule, index) => {
    const extra = billed(sumOf(parts.map((p) => p.dearer[index] ?? 0)), rule.atLeast, rule.roundUpTo);
    if (extra === 0) return amount;
    reasons.push({ text: `${durationText(extra)} billed at ${rule.times ?? 1} times the rate`, cites: rule.cites });
    return amount + extra * (rule.times ?? 1) * perMs;
  }, usual * perMs);
}

type Stretch = readonly [from: EpochMs, to: EpochMs];

/** A stretch of work, ending when it was logged, cut by the dearer windows: the first of them that is open counts. */
function partsOf(state: State, work: State['work'][number], dearer: readonly FeeRule[]) {
  let left: readonly Stretch[] = [[work.at - work.ms, work.at]];
  const taken = dearer.map((rule) => {
    const name = rule.during ?? rule.outside ?? '';
    const calendar = state.policy.calendar(name, state.organization);
    const open = rule.during !== null;
    const cut = left.flatMap(([from, to]) =>
      calendar.spans(from, to).map((s) => ({ stretch: [s.from, s.to] as const, in: (s.kind === 'open') === open })),
    );
    left = cut.filter((c) => !c.in).map((c) => c.stretch);
    return lengthOf(cut.filter((c) => c.in).map((c) => c.stretch));
  });
  return { usual: lengthOf(left), dearer: taken };
}

function lengthOf(stretches: readonly Stretch[]): number {
  return sumOf(stretches.map(([from, to]) => to - from));
}

function sumOf(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + part, 0);
}

/** The sum is rounded once; nothing worked is nothing billed. */
function billed(ms: number, atLeast: number | null, roundUpTo: number | null): number {
  if (ms <= 0) return 0;
  const enough = Math.max(ms, atLeast ?? 0);
  return roundUpTo === null || roundUpTo <= 0 ? enough : Math.ceil(enough / roundUpTo) * roundUpTo;
}

function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}
