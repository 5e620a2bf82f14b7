// What billable work has come to so far (NX1, NX2).
import type { EpochMs } from '#core/facts/facts.ts';
import type { FeeRule, Rate, ServiceTerm } from '#core/policy/policy.ts';
import { allHolding, holds } from './conditions.ts';
import type { FeeVerdict, Reason } from './judgement.ts';
import type { State } from './state.ts';
import { durationText } from './words.ts';

const HOUR = 3_600_000;

/**
 * Whether a fee of the tier falls due on a ticket that its service does not charge for. A rule with a condition or a window
 * says so itself; one without is the price of what nothing includes: no service of the tier, no allowance that is left.
 */
export function isCharged(state: State, fees: readonly FeeRule[]): boolean {
  const { term, tier } = state.standing;
  const isIncluded = term !== null || tier?.allowances.some(({ when }) => holds(when, state)) === true;
  return fees.some((rule) => {
    if (rule.rate === null || rule.rate.per === 'month' || rule.rate.per === 'year') return false;
    if (rule.when.kind === 'always' && !hasWindow(rule)) return !isIncluded;
    return holds(rule.when, state) && (!hasWindow(rule) || isInWindow(state, rule));
  });
}

function isInWindow(state: State, rule: FeeRule): boolean {
  const calendar = state.policy.calendar(rule.during ?? rule.outside ?? '', state.organization);
  if (calendar.isOpen(state.facts.opened) === (rule.during !== null)) return true;
  return state.work.some((work) => (partsOf(state, work, [rule]).windowed[0] ?? 0) > 0);
}

/** The fee of the work logged so far; null: coverage is not billable or has no price. */
export function fee(state: State): FeeVerdict | null {
  const { coverage, term, tier, service } = state.standing;
  if (coverage !== 'billable') return null;
  const rules = allHolding(tier === null ? state.policy.fees : tier.fees, state);
  const charges = rules.filter(({ rate }) => rate !== null && !isByTime(rate));
  const prices = pricesOf(term, rules);
  const first = prices.usual?.rate ?? prices.windowed.find(({ rate }) => rate !== null)?.rate ?? charges[0]?.rate;
  if (first === undefined || first === null) return null;
  const work = state.work.filter((w) => w.service === null || w.service === service?.id);
  const workedMs = sumOf(work.map(({ ms }) => ms));
  const reasons: Reason[] = [];
  let amount = prices.usual === null && prices.windowed.length === 0 ? 0 : timeAmount(state, work, prices, reasons);
  for (const charge of charges) {
    amount += charge.rate?.amount ?? 0;
    reasons.push({ text: charge.rate?.text ?? '', cites: charge.cites });
  }
  return { amount: round(amount), currency: first.currency, rate: first.text, workedMs, reasons };
}

type Price = Pick<FeeRule, 'rate' | 'atLeast' | 'roundUpTo' | 'cites'>;
interface Prices {
  /** Of work in no window; null: it is included. */
  readonly usual: (Price & { readonly rate: Rate }) | null;
  /** Rules of a window, with their own rate or a factor on the usual one. */
  readonly windowed: readonly FeeRule[];
}

function pricesOf(term: ServiceTerm | null, rules: readonly FeeRule[]): Prices {
  const priced = (price: Price | null | undefined): Prices['usual'] =>
    price?.rate == null ? null : { ...price, rate: price.rate };
  const plain = rules.find((rule) => !hasWindow(rule) && rule.rate !== null && isByTime(rule.rate));
  const usual = priced(term) ?? priced(plain);
  return { usual, windowed: rules.filter((rule) => hasWindow(rule) && (rule.rate !== null || usual !== null)) };
}

const hasWindow = ({ during, outside }: FeeRule): boolean => during !== null || outside !== null;
const isByTime = ({ per }: Rate): boolean => per === 'hour' || per === 'day';

function timeAmount(state: State, work: State['work'], { usual, windowed }: Prices, reasons: Reason[]): number {
  if (usual !== null && !isByTime(usual.rate)) return usual.rate.amount;
  const parts = work.map((each) => partsOf(state, each, windowed));
  const total = sumOf(work.map(({ ms }) => ms));
  const plain = sumOf(parts.map((part) => part.usual));
  const bill = (ms: number, price: Price, rate: Rate, times: number): number => {
    const counted = billed(ms, price.atLeast, price.roundUpTo);
    const at = times === 1 ? `at ${rate.text}` : `at ${String(times)} times the rate`;
    const worked = price === usual ? `${durationText(total)} worked, ` : '';
    if (counted > 0 || price === usual)
      reasons.push({ text: `${worked}${durationText(counted)} billed ${at}`, cites: price.cites });
    return (counted * times * rate.amount) / (rate.per === 'day' ? 8 * HOUR : HOUR);
  };
  const beside = windowed.map((rule, index) => {
    const ms = sumOf(parts.map((part) => part.windowed[index] ?? 0));
    const rate = rule.rate ?? usual?.rate;
    return rate === undefined ? 0 : bill(ms, rule, rate, rule.times ?? 1);
  });
  return (usual === null ? 0 : bill(plain, usual, usual.rate, 1)) + sumOf(beside);
}

type Stretch = readonly [from: EpochMs, to: EpochMs];

/** A stretch of work, ending when it was logged, cut by the windows: the first of them that it is in counts. */
function partsOf(state: State, work: State['work'][number], windowed: readonly FeeRule[]) {
  let left: readonly Stretch[] = [[work.at - work.ms, work.at]];
  const taken = windowed.map((rule) => {
    const name = rule.during ?? rule.outside ?? '';
    const calendar = state.policy.calendar(name, state.organization);
    const open = rule.during !== null;
    const cut = left.flatMap(([from, to]) =>
      calendar.spans(from, to).map((s) => ({ stretch: [s.from, s.to] as const, in: (s.kind === 'open') === open })),
    );
    left = cut.filter((c) => !c.in).map((c) => c.stretch);
    return lengthOf(cut.filter((c) => c.in).map((c) => c.stretch));
  });
  return { usual: lengthOf(left), windowed: taken };
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
