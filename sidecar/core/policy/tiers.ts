// Tiers: each with all its terms, those of the tier it extends, and those of the whole policy.
import type { PolicyText } from '#schema/policy.ts';
import { readAttainment, readCredits } from './attainment.ts';
import { allOf } from './combination.ts';
import { readChannels } from './channels.ts';
import type { Context } from './context.ts';
import { entries, list, titleOf } from './context.ts';
import type { PromiseRule, StrengthWord, Tier } from './policy.ts';
import type { Path } from './problem.ts';
import { readInForce, readMetricPromise, readPromises, type Defaults, type RulesByMetric } from './promises.ts';
import { impliedTerms, readAllowances, readFees, readServiceTerms, readSilence } from './terms.ts';

type Written = NonNullable<PolicyText['tiers']>[string];

/** Compiles every tier. */
export function readTiers(context: Context): ReadonlyMap<string, Tier> {
  const { text } = context;
  const every = readEvery(context);
  const tiers = new Map<string, Tier>();
  for (const [id, written] of entries(text.tiers)) {
    const chain = chainOf(context, id, written);
    const promises = chain.map(([name, tier]) =>
      readPromises(heard(context, name === id), tier.promises, ['tiers', name, 'promises'], defaultsOf(context, chain)),
    );
    const rules = mergeRules([every.levels, ...promises, every.top, every.metrics]);
    if (!context.spend(rules.length, ['tiers', id])) break;
    tiers.set(id, readTier(context, id, written, chain, rules));
  }
  return tiers;
}

/** What is read twice (a tier and those that extend it) is told once: inherited parts are read without telling. */
function heard(context: Context, own: boolean): Context {
  return own ? context : context.quiet();
}

interface Every {
  readonly levels: RulesByMetric;
  readonly top: RulesByMetric;
  readonly metrics: RulesByMetric;
}

function readEvery(context: Context): Every {
  const { text } = context;
  const defaults = {
    strength: text.strength ?? 'contract',
    businessDays: text.businessDays ?? null,
    level: null,
  } as const;
  const levels = new Map<string, { rules: readonly PromiseRule[]; none: boolean }>();
  for (const [level, written] of entries(text.levels)) {
    for (const [metric, found] of readPromises(context, written.promises, ['levels', level, 'promises'], {
      ...defaults,
      level,
    })) {
      levels.set(metric, { rules: [...(levels.get(metric)?.rules ?? []), ...found.rules], none: false });
    }
  }
  const metrics = new Map(
    entries(text.metrics).map(
      ([metric, written]) =>
        [
          metric,
          { rules: readMetricPromise(context, metric, written, ['metrics', metric], defaults), none: false },
        ] as const,
    ),
  );
  return { levels, top: readPromises(context, text.promises, ['promises'], defaults), metrics };
}

function defaultsOf(context: Context, chain: Chain): Defaults {
  const own = <K extends 'strength' | 'businessDays' | 'pauses' | 'warn'>(key: K): Written[K] =>
    chain.map(([, tier]) => tier[key]).find((value) => value !== undefined);
  return {
    strength: (own('strength') ?? context.text.strength ?? 'contract') as StrengthWord,
    businessDays: own('businessDays') ?? context.text.businessDays ?? null,
    level: null,
    pauses: own('pauses') ?? context.text.pauses,
    warn: own('warn') ?? context.text.warn,
  };
}

type Chain = readonly (readonly [string, Written])[];

/** The tier and those that it extends, nearest first. */
function chainOf(context: Context, id: string, written: Written): Chain {
  const chain: [string, Written][] = [[id, written]];
  const seen = new Set([id]);
  let last = written;
  while (last.extends !== undefined) {
    const path: Path = ['tiers', chain.at(-1)?.[0] ?? id, 'extends'];
    const next = Object.hasOwn(context.text.tiers ?? {}, last.extends) ? context.text.tiers?.[last.extends] : undefined;
    if (next === undefined) {
      if (chain.length === 1) context.refer('tier', last.extends, path);
      break;
    }
    if (seen.has(last.extends)) {
      context.fault(path, 'cycle', `tier "${id}" extends itself`, 'remove one `extends`');
      break;
    }
    seen.add(last.extends);
    chain.push([last.extends, next]);
    last = next;
  }
  return chain;
}

/** Nearer rules come first, so that they win; a metric said to be `none` takes nothing from farther ones. */
function mergeRules(sources: readonly RulesByMetric[]): readonly PromiseRule[] {
  const metrics = new Set(sources.flatMap((source) => [...source.keys()]));
  return [...metrics].flatMap((metric) => {
    const rules: PromiseRule[] = [];
    for (const source of sources) {
      const found = source.get(metric);
      rules.push(...(found?.rules ?? []));
      if (found?.none === true) break;
    }
    return [...rules.filter(isSpecific), ...rules.filter((rule) => !isSpecific(rule))];
  });
}
/** Rules of one priority come before those of any. */
const isSpecific = (rule: PromiseRule): boolean => rule.priority !== null || rule.level !== null;

function readTier(
  context: Context,
  id: string,
  written: Written,
  chain: Chain,
  promises: readonly PromiseRule[],
): Tier {
  const { text } = context;
  const first = <T>(pick: (tier: Written, name: string) => T | null | undefined): T | null => {
    for (const [name, tier] of chain) {
      const found = pick(tier, name);
      if (found !== null && found !== undefined) return found;
    }
    return null;
  };
  const at = (name: string, key: string): Path => ['tiers', name, key];
  const say = (name: string): Context => heard(context, name === id);
  const topQuiet = context.once('top terms');
  return {
    id,
    title: written.title ?? titleOf(id),
    hours: hoursOf(context, id, chain),
    channels: channelsOf(context, id, chain),
    services: servicesOf(context, id, chain),
    fees:
      first((tier, name) => (tier.fees === undefined ? null : readFees(say(name), tier.fees, at(name, 'fees')))) ??
      readFees(topQuiet, text.fees, ['fees']),
    promises,
    entitlements: first((tier) => (tier.entitlements === undefined ? null : list(tier.entitlements))) ?? [],
    attainment: [
      ...chain.flatMap(([name, tier]) => readAttainment(say(name), tier.attainment, at(name, 'attainment'))),
      ...readAttainment(topQuiet, text.attainment, ['attainment']),
    ].filter(
      (share, index, all) =>
        all.findIndex((other) => other.metric === share.metric && same(other.when, share.when)) === index,
    ),
    credits:
      first((tier, name) =>
        tier.credits === undefined ? null : readCredits(say(name), tier.credits, at(name, 'credits')),
      ) ?? readCredits(topQuiet, text.credits, ['credits']),
    allowances:
      first((tier, name) =>
        tier.allowances === undefined ? null : readAllowances(say(name), tier.allowances, at(name, 'allowances')),
      ) ?? readAllowances(topQuiet, text.allowances, ['allowances']),
    silence:
      first((tier, name) =>
        tier.silence === undefined ? null : readSilence(say(name), tier.silence, at(name, 'silence')),
      ) ?? readSilence(topQuiet, text.silence, ['silence']),
    inForce: allOf([
      readInForce(topQuiet, text.inForce, ['inForce']),
      first((tier, name) =>
        tier.inForce === undefined ? null : readInForce(say(name), tier.inForce, at(name, 'inForce')),
      ) ?? { kind: 'always' },
    ]),
    cites: context.cites(written.cites, ['tiers', id]),
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function hoursOf(context: Context, id: string, chain: Chain): string {
  const found = chain.find(([, tier]) => tier.hours !== undefined);
  const hours = found?.[1].hours ?? context.text.hours;
  if (found?.[0] === id && hours !== undefined) context.refer('calendar', hours, ['tiers', id, 'hours']);
  else if (hours !== undefined) context.used.add(`calendar ${hours}`);
  return hours ?? Object.keys(context.text.calendars ?? {})[0] ?? ALWAYS_CALENDAR;
}
/** The calendar of a policy that names none. */
export const ALWAYS_CALENDAR = 'always';

function channelsOf(context: Context, id: string, chain: Chain): Tier['channels'] {
  const parts = [
    ...chain.map(([name, tier]) =>
      readChannels(heard(context, name === id), tier.channels, ['tiers', name, 'channels']),
    ),
    readChannels(context.once('top channels'), context.text.channels, ['channels']),
  ].filter((part) => part !== null);
  const terms: Tier['channels']['terms'][number][] = [];
  let listed = false;
  for (const part of parts) {
    const conditional = part.terms.filter(
      (term) => !(listed && part.named && term.allowed && term.when.kind === 'always'),
    );
    terms.push(...conditional.filter((term) => !terms.some((known) => known.channel === term.channel)));
    listed ||= part.named;
  }
  const preferred = parts.find((part) => part.preferred !== null)?.preferred ?? null;
  const cites = [...new Set(parts.flatMap((part) => part.cites))];
  return { terms, preferred, others: parts.every((part) => part.others), cites };
}

function servicesOf(context: Context, id: string, chain: Chain): Tier['services'] {
  if (chain.every(([, tier]) => tier.services === undefined)) return impliedTerms(context);
  const terms: Tier['services'][number][] = [];
  for (const [name, tier] of chain) {
    const found = readServiceTerms(heard(context, name === id), tier.services, ['tiers', name, 'services']);
    const known = new Set(terms.map((term) => term.service));
    terms.push(...found.filter((term) => !known.has(term.service)));
  }
  return terms;
}
