// The terms of a tier: services, fees, allowances, the customer's silence.
import type { PolicyText } from '#schema/policy.ts';
import { ALWAYS, allOf } from './combination.ts';
import { readCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { entries, isMap, type One, placed } from './context.ts';
import { readWithin, workingMs } from './durations.ts';
import { readRate } from './money.ts';
import type { AllowanceRule, Condition, FeeRule, Rate, ServiceTerm, SilenceRule } from './policy.ts';
import { nearest, type Path } from './problem.ts';
import { readInForce } from './promises.ts';
import { timeCondition } from './time-conditions.ts';

type Tier = NonNullable<PolicyText['tiers']>[string];

/** Reads a tier's services. */
export function readServiceTerms(context: Context, written: Tier['services'], path: Path): readonly ServiceTerm[] {
  const { cites, ...services } = written ?? {};
  const shared = context.cites(cites, path);
  return Object.entries(services).flatMap(([service, terms]) => {
    if (terms === undefined) return [];
    context.refer('service', service, [...path, service], true);
    return placed(terms, [...path, service]).map(([term, at]) => serviceTerm(context, service, term, at, shared));
  });
}

/** When a service itself is in force. */
function serviceInForce(context: Context, service: string): Condition {
  const written = Object.hasOwn(context.text.services ?? {}, service) ? context.text.services?.[service] : undefined;
  if (typeof written !== 'object') return ALWAYS;
  return readInForce(context, written.inForce, ['services', service, 'inForce']);
}

/** A tier that says nothing of services includes them all; a term says so where one of them is in force at times only. */
export function impliedTerms(context: Context): readonly ServiceTerm[] {
  const ids = [...context.known('service')];
  const terms = ids.map((service): ServiceTerm => {
    const inForce = serviceInForce(context.once(`service ${service}`), service);
    return {
      service,
      kind: 'included',
      rate: null,
      during: null,
      roundUpTo: null,
      atLeast: null,
      when: ALWAYS,
      inForce,
      cites: [],
    };
  });
  return terms.some(({ inForce }) => inForce.kind !== 'always') ? terms : [];
}

type Term = One<NonNullable<Tier['services']>[string]>;

function serviceTerm(
  context: Context,
  service: string,
  written: Term,
  path: Path,
  cites: readonly string[],
): ServiceTerm {
  const none = {
    service,
    rate: null,
    during: null,
    roundUpTo: null,
    atLeast: null,
    when: ALWAYS,
    inForce: serviceInForce(context.once(`service ${service}`), service),
    cites,
  };
  if (typeof written === 'boolean') return { ...none, kind: written ? 'included' : 'not_included' };
  if (typeof written === 'string') return { ...none, kind: written };
  const w = written;
  const money = w.fee ?? w.amount;
  if (w.during !== undefined) context.refer('calendar', w.during, [...path, 'during']);
  const kind =
    money !== undefined
      ? 'billable'
      : w.limited === true
        ? 'limited'
        : w.included === false
          ? 'not_included'
          : 'included';
  return {
    service,
    kind,
    rate: money === undefined ? null : rateOf(context, money, [...path, w.fee === undefined ? 'amount' : 'fee']),
    during: w.during ?? null,
    roundUpTo: hoursOf(context, w.roundUpTo, [...path, 'roundUpTo']),
    atLeast: hoursOf(context, w.atLeast, [...path, 'atLeast']),
    when: readCondition(context, w.when, [...path, 'when']),
    inForce: allOf([none.inForce, readInForce(context, w.inForce, [...path, 'inForce'])]),
    cites: [...cites, ...context.cites(w.cites, path)],
  };
}

function rateOf(context: Context, text: string, path: Path): Rate | null {
  const rate = readRate(text);
  if (rate === null)
    context.fault(path, 'wrong-value', `"${text}" is not an amount`, 'write 250 USD per hour, or 750 USD per ticket');
  return rate;
}

function hoursOf(context: Context, text: string | undefined, path: Path): number | null {
  if (text === undefined) return null;
  const ms = workingMs(text);
  if (ms === null || ms <= 0) context.fault(path, 'wrong-value', `"${text}" is not a time of work`, 'write 15m or 1h');
  return ms;
}

/** Reads fees. */
export function readFees(context: Context, written: Tier['fees'], path: Path): readonly FeeRule[] {
  return placed(written, path).map(([w, at]) => {
    const money = w.amount ?? w.fee;
    if (w.service !== undefined && nearest(w.service, context.known('service')) !== null)
      context.refer('service', w.service, [...at, 'service']);
    if (w.during !== undefined) context.refer('calendar', w.during, [...at, 'during']);
    if (w.outside !== undefined) context.refer('calendar', w.outside, [...at, 'outside']);
    if (money === undefined && w.times === undefined)
      context.fault(at, 'missing', 'a fee names an amount or `times`', 'amount: 750 USD per ticket');
    const rate = money === undefined ? null : rateOf(context, money, [...at, 'amount']);
    const byTime = rate === null || rate.per === 'hour' || rate.per === 'day';
    return {
      service: w.service ?? null,
      rate,
      times: w.times ?? null,
      during: byTime ? (w.during ?? null) : null,
      outside: byTime ? (w.outside ?? null) : null,
      atLeast: hoursOf(context, w.atLeast, [...at, 'atLeast']),
      roundUpTo: hoursOf(context, w.roundUpTo, [...at, 'roundUpTo']),
      when: allOf([
        forService(context, w.service),
        readCondition(context, w.when, [...at, 'when']),
        ...(byTime ? [] : opening(context, w, at)),
      ]),
      cites: context.cites(w.cites, at),
    };
  });
}

/** A charge that is no time of work has one instant: the window is that of the ticket's opening. */
function opening(context: Context, { during, outside }: Fee, path: Path): readonly Condition[] {
  return [
    during === undefined ? null : timeCondition(context, 'opened.during', during, [...path, 'during']),
    outside === undefined ? null : timeCondition(context, 'opened.outside', outside, [...path, 'outside']),
  ].filter((condition) => condition !== null);
}

/**
 * A fee for one service holds on its tickets only. A name that is no service of tickets (a call-out, or a service that
 * no ticket is by itself) is the charge's own: its `when` says where it holds.
 */
function forService(context: Context, service: string | undefined): Condition {
  const services = entries(context.text.services);
  const [, written] = services.find(([id]) => id === service) ?? [];
  const first = services.find(([, each]) => !isMap(each) || each.when === undefined)?.[0];
  const byItself = isMap(written) && written.when !== undefined;
  if (service === undefined || written === undefined || !(byItself || service === first)) return ALWAYS;
  return {
    kind: 'compare',
    subject: { of: 'ticket', key: 'service' },
    test: { kind: 'in', values: [service] },
    text: `service is ${service}`,
  };
}

type Fee = One<Tier['fees']>;

/** Reads allowances. */
export function readAllowances(context: Context, allowances: Tier['allowances'], path: Path): readonly AllowanceRule[] {
  return entries(allowances).map(([id, w]) => {
    const at = [...path, id];
    return {
      id,
      number: w.number,
      per: w.per ?? 'year',
      carryOver: readCarryOver(w.carryOver ?? 'none'),
      then: w.then ?? 'not_covered',
      when: readCondition(context, w.when, [...at, 'when']),
      cites: context.cites(w.cites, at),
    };
  });
}

type CarryOver = NonNullable<NonNullable<Tier['allowances']>[string]['carryOver']>;

/** `false` and `true` are what a word may have been read as. */
function readCarryOver(written: CarryOver): AllowanceRule['carryOver'] {
  if (typeof written === 'number') return written;
  return written === 'all' || written === true ? 'all' : 0;
}

/** Reads what happens when the customer is silent. */
export function readSilence(context: Context, written: Tier['silence'], path: Path): readonly SilenceRule[] {
  return placed(written, path).flatMap(([w, at]) => {
    const after = readWithin(w.after);
    if (w.clock !== undefined) context.refer('calendar', w.clock, [...at, 'clock']);
    if (after === null || after.kind === 'as_needed') {
      context.fault([...at, 'after'], 'wrong-value', `"${w.after}" is not one kind of time`, 'write 3 business days');
      return [];
    }
    return [
      {
        after,
        clock: w.clock ?? null,
        do: w.do,
        when: readCondition(context, w.when, [...at, 'when']),
        cites: context.cites(w.cites, at),
      },
    ];
  });
}
