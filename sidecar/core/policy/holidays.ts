// Holiday sets: rules as written → the dates of a year. Public holidays come through a port, or frozen in the version.
import type { PolicyText } from '#schema/policy.ts';
import type { Context } from './context.ts';
import { entries, isMap, list, placed } from './context.ts';
import { nthWeekday, plusDays, readWeekdays } from './dates.ts';
import {
  dateDays,
  rangeDays,
  type CountryRule,
  type DaysOf,
  type HolidayDay,
  type HolidaySource,
} from './holiday-days.ts';
import type { Path } from './problem.ts';
import { MOVABLE, movable, plainName } from './feasts.ts';
import { substitutes, type Part } from './substitutes.ts';
import { suggestion } from './problem.ts';

export type { CountryRule, DaysOf, HolidayDay, HolidaySource } from './holiday-days.ts';

type Written = NonNullable<PolicyText['holidays']>[string];
type Rule = Exclude<Written extends readonly (infer R)[] | infer S ? R | S : never, string | readonly unknown[]>;

/** Compiles every set; a set may name another, but not itself. */
export function holidaySets(context: Context, source: HolidaySource): ReadonlyMap<string, DaysOf> {
  const sets = new Map<string, DaysOf>();
  const open = new Set<string>();
  const compile = (name: string, path: Path): DaysOf => {
    const done = sets.get(name);
    if (done) return done;
    const written = context.text.holidays?.[name];
    if (open.has(name) || written === undefined) {
      if (written === undefined) context.refer('holiday set', name, path);
      else context.fault(path, 'cycle', `the set "${name}" contains itself`, null);
      return () => [];
    }
    open.add(name);
    const days = compileSet({ context, source, other: compile }, written, ['holidays', name]);
    open.delete(name);
    sets.set(name, days);
    return days;
  };
  for (const [name] of entries(context.text.holidays)) compile(name, ['holidays', name]);
  for (const { name, rules, path } of inlineRules(context.text)) {
    sets.set(name, compileSet({ context, source, other: compile }, rules, path));
  }
  return sets;
}

/** What the rules of a set are read with. */
interface Reading {
  readonly context: Context;
  readonly source: HolidaySource;
  /** The days of another set by its name. */
  readonly other: (name: string, path: Path) => DaysOf;
}

function compileSet(reading: Reading, written: Written, place: Path): DaysOf {
  const parts: Part[] = [];
  const exceptions: { readonly dates: DaysOf; readonly names: readonly string[] }[] = [];
  for (const [rule, path] of placed(written, place)) {
    if (typeof rule === 'string') {
      parts.push({ days: bare(reading, rule, path), observed: null });
      continue;
    }
    const before = parts.slice();
    const upTo: DaysOf = (year) => before.flatMap((part) => part.days(year));
    const days = ruleDays(reading, rule, path, upTo);
    const observed = rule.observed === undefined ? null : rule.observed === 'nearest_weekday' ? 'nearest' : 'next';
    if (days) parts.push({ days: rule.except === undefined ? days : without(days, rule.except), observed });
    else if (rule.except !== undefined) exceptions.push(split(rule.except));
    else
      reading.context.fault(
        path,
        'missing',
        'a holiday rule names a country, a date, a range or a day after another',
        'such as { country: GB, region: ENG } or { date: 12-24 }',
      );
  }
  return yearly((year) => {
    const all = [...parts.flatMap((part) => part.days(year)), ...substitutes(parts, year)];
    const out = exceptions.reduce((days, except) => days.filter((day) => !excepted(day, except, year)), all);
    const unique = new Map(out.filter(({ date }) => Number(date.slice(0, 4)) === year).map((day) => [day.date, day]));
    return [...unique.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
  });
}

/** Remembers each year's days: the same answer every time. */
function yearly(days: DaysOf): DaysOf {
  const known = new Map<number, readonly HolidayDay[]>();
  return (year) => {
    const found = known.get(year) ?? days(year);
    known.set(year, found);
    return found;
  };
}

function bare({ context, other }: Reading, text: string, path: Path): DaysOf {
  if (/^(?:\d{4}-)?\d{2}-\d{2}$/.test(text)) return dateDays(text, text);
  const named = movable(text);
  if (named && !context.known('holiday set').has(text)) return named;
  context.used.add(`holiday set ${text}`);
  return other(text, path);
}

/** `soFar`: the days of the rules above it. Null: the rule names no day. */
function ruleDays(reading: Reading, rule: Rule, path: Path, soFar: DaysOf): DaysOf | null {
  const { context, source, other } = reading;
  const label = rule.name ?? '';
  if (rule.country !== undefined) return countryDays(context, source, rule, path);
  if (rule.date !== undefined) return dateDays(rule.date, label);
  if (rule.dates !== undefined) {
    const dates = list(rule.dates).map((date) => dateDays(date, label));
    return (year) => dates.flatMap((each) => each(year));
  }
  if (rule.from !== undefined || rule.to !== undefined) {
    if (rule.from === undefined || rule.to === undefined) {
      context.fault(path, 'missing', 'a range needs `from` and `to`', null);
      return () => [];
    }
    return rangeDays(rule.from, rule.to, label);
  }
  if (rule.after !== undefined || rule.before !== undefined) return relativeDays(reading, rule, path, soFar);
  if (rule.nth !== undefined || rule.weekday !== undefined) return nthDays(context, rule, path);
  if (rule.set !== undefined) return other(rule.set, [...path, 'set']);
  return rule.name !== undefined && rule.except === undefined ? (movable(rule.name) ?? null) : null;
}

function countryDays(context: Context, source: HolidaySource, rule: Rule, path: Path): DaysOf {
  const asked = countryRule(rule);
  const { country } = asked;
  if (source(asked, 2024) === null) {
    const where =
      rule.region === undefined ? `country "${country}"` : `country "${country}" with a region "${rule.region}"`;
    context.fault(
      path,
      'unknown-reference',
      `no holidays are known of the ${where}`,
      'ISO 3166: GB with ENG, DE with BY, US with CA',
    );
  }
  return (year) => source(asked, year) ?? [];
}

/** `{ after: thanksgiving, days: 1 }`: counted from a movable feast, a day of the set so far, or a country's holiday by name. */
function relativeDays(reading: Reading, rule: Rule, path: Path, soFar: DaysOf): DaysOf {
  const name = rule.after ?? rule.before ?? '';
  const days = (rule.before === undefined ? 1 : -1) * (rule.days ?? 1);
  const anchor = anchorOf(reading, name, path, soFar);
  if (!Number.isInteger(days) || Math.abs(days) > 366)
    reading.context.fault([...path, 'days'], 'wrong-value', `${days} is not a number of days`, null);
  return (year) =>
    [year - 1, year, year + 1]
      .flatMap((each) => anchor(each))
      .map(({ date }) => ({ date: plusDays(date, Math.trunc(days)), name: rule.name ?? '' }))
      .filter(({ date }) => Number(date.slice(0, 4)) === year);
}

function anchorOf({ context, other }: Reading, name: string, path: Path, soFar: DaysOf): DaysOf {
  if (/^(?:\d{4}-)?\d{2}-\d{2}$/.test(name)) return dateDays(name, name);
  const feast = movable(name);
  if (feast) return feast;
  if (context.known('holiday set').has(name)) return other(name, [...path, 'after']);
  const wanted = plainName(name);
  const byName: DaysOf = (year) =>
    soFar(year)
      .filter((day) => plainName(day.name) === wanted || plainName(day.name).startsWith(`${wanted} `))
      .slice(0, 1);
  if (byName(2024).length > 0 || byName(2025).length > 0) return byName;
  const names = new Set(
    soFar(2024)
      .map((day) => day.name)
      .filter((each) => each !== ''),
  );
  context.fault(
    path,
    'unknown-reference',
    `no holiday is called "${name}"`,
    suggestion(name, [...MOVABLE.keys(), ...names]),
  );
  return () => [];
}

function nthDays(context: Context, rule: Rule, path: Path): DaysOf {
  const weekday = readWeekdays(rule.weekday ?? '')?.[0];
  const { month, nth } = rule;
  if (
    weekday === undefined ||
    month === undefined ||
    nth === undefined ||
    month < 1 ||
    month > 12 ||
    nth === 0 ||
    Math.abs(nth) > 5
  ) {
    context.fault(
      path,
      'missing',
      'the n-th weekday of a month needs nth, weekday and month',
      'such as { nth: -1, weekday: mon, month: 5 }',
    );
    return () => [];
  }
  return (year) => {
    const date = nthWeekday(year, month, weekday, nth);
    return date === null ? [] : [{ date, name: rule.name ?? '' }];
  };
}

type Except = NonNullable<Rule['except']>;
function split(except: Except): { readonly dates: DaysOf; readonly names: readonly string[] } {
  const each = list(except);
  const dates = each.filter((text) => /^(?:\d{4}-)?\d{2}-\d{2}$/.test(text)).map((date) => dateDays(date, ''));
  return { dates: (year) => dates.flatMap((days) => days(year)), names: each.map(plainName) };
}
function without(days: DaysOf, except: Except): DaysOf {
  const parts = split(except);
  return (year) => days(year).filter((day) => !excepted(day, parts, year));
}
function excepted(day: HolidayDay, except: ReturnType<typeof split>, year: number): boolean {
  return except.names.includes(plainName(day.name)) || except.dates(year).some(({ date }) => date === day.date);
}

/** The name of the set of rules that stand in a calendar's own `closedOn`. */
export const inlineSet = (calendar: string): string => `closed days of ${calendar}`;

/** Rules that stand in a calendar instead of a named set. */
function inlineRules(
  text: PolicyText,
): readonly { readonly name: string; readonly rules: Rule[]; readonly path: Path }[] {
  return entries(text.calendars).flatMap(([calendar, written]) => {
    if (typeof written === 'string') return [];
    return (['closedOn', 'holidays'] as const).flatMap((key) => {
      const rules = list(written[key]).filter((rule): rule is Rule => isMap(rule));
      return rules.length === 0
        ? []
        : [{ name: `${inlineSet(calendar)} ${key}`, rules, path: ['calendars', calendar, key] }];
    });
  });
}

/** The countries whose public holidays a policy takes. */
export function countriesOf(text: PolicyText): readonly CountryRule[] {
  const named = entries(text.holidays).flatMap(([, written]) => list(written));
  return [...named, ...inlineRules(text).flatMap(({ rules }) => rules)].flatMap((rule) =>
    isMap(rule) && typeof rule.country === 'string' ? [countryRule(rule)] : [],
  );
}

/** `{ country: GB, region: ENG }`, or `{ country: GB-ENG }`. */
function countryRule(rule: Rule): CountryRule {
  const [country = '', region] = (rule.country ?? '').toUpperCase().split('-');
  return {
    country,
    region: rule.region ?? region ?? null,
    types: rule.types === undefined ? ['public'] : list(rule.types),
  };
}
