// What billable work has come to so far (NX1, NX2).
import type { FeeRule, Rate, ServiceTerm } from '#core/policy/policy.ts';
import { holds } from './conditions.ts';
import type { FeeVerdict, Reason } from './judgement.ts';
import type { State } from './state.ts';
import { durationText } from './words.ts';

const HOUR = 3_600_000;

/** The fee of the work logged so far; null: coverage is not billable or has no price. */
export function fee(state: State): FeeVerdict | null {
  const { coverage, term, tier, service } = state.standing;
  if (coverage !== 'billable') return null;
  const rules = (tier?.fees ?? []).filter((f) => holds(f.when, state));
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
  const dearer = rules.find((f) => f.times !== null && (f.during !== null || f.outside !== null));
  const total = work.reduce((sum, w) => sum + w.ms, 0);
  const special = dearer === undefined ? 0 : work.reduce((sum, w) => sum + partWithin(state, w, dearer), 0);
  const usual = billed(total - special, term?.atLeast ?? null, term?.roundUpTo ?? null);
  reasons.push({
    text: `${durationText(total)} worked, ${durationText(usual)} billed at ${rate.text}`,
    cites: term?.cites ?? [],
  });
  if (dearer === undefined || special === 0) return usual * perMs;
  const extra = billed(special, dearer.atLeast, dearer.roundUpTo);
  reasons.push({ text: `${durationText(extra)} billed at ${dearer.times ?? 1} times the rate`, cites: dearer.cites });
  return (usual + extra * (dearer.times ?? 1)) * perMs;
}

/** The part of a stretch of work, ending when it was logged, that lies in the dearer window. */
function partWithin(state: State, work: State['work'][number], rule: FeeRule): number {
  const from = work.at - work.ms;
  if (rule.during !== null) return state.policy.calendar(rule.during, state.organization).elapsedMs(from, work.at);
  if (rule.outside === null) return 0;
  return work.ms - state.policy.calendar(rule.outside, state.organization).elapsedMs(from, work.at);
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
