// The difference between two policies in words that an agreement uses: `tier business, first response P3, 2h → 4h`.
import type { Compiled } from './compile.ts';
import { conditionWords } from './condition-words.ts';
import { isMap } from './context.ts';
import type { Metric, Policy, PromiseRule, Tier } from './policy.ts';
import type { PolicyText } from '#schema/policy.ts';

export interface PolicyChange {
  readonly kind: 'added' | 'removed' | 'changed';
  /** `tier business, first response P3` */
  readonly what: string;
  readonly from: string | null;
  readonly to: string | null;
}

type Side = { readonly policy: Policy; readonly text: PolicyText };

/** What differs between two policies; nothing where they promise the same, however they are written. */
export function diffPolicies(before: Side, after: Side): readonly PolicyChange[] {
  return [...diffTiers(before.policy, after.policy), ...diffRest(before.text, after.text)];
}

/** A change as one line. */
export function changeLine({ kind, what, from, to }: PolicyChange): string {
  if (kind === 'added') return to === null || to === '' ? `added ${what}` : `added ${what}, ${to}`;
  if (kind === 'removed') return from === null || from === '' ? `removed ${what}` : `removed ${what}, ${from}`;
  return `${what}, ${from ?? 'nothing'} → ${to ?? 'nothing'}`;
}

export type CompiledPolicy = Extract<Compiled, { readonly kind: 'ok' }>;

function diffTiers(before: Policy, after: Policy): readonly PolicyChange[] {
  const ids = new Set([...before.tiers.keys(), ...after.tiers.keys()]);
  return [...ids].flatMap((id): readonly PolicyChange[] => {
    const [a, b] = [before.tiers.get(id), after.tiers.get(id)];
    if (!a || !b) return [{ kind: a ? 'removed' : 'added', what: `tier ${id}`, from: null, to: null }];
    return diffMaps(`tier ${id}`, tierWords(before, a), tierWords(after, b));
  });
}

/** Everything that a tier promises, as text by what it is about. */
function tierWords(policy: Policy, tier: Tier): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  words.set('title', tier.title);
  words.set('hours', tier.hours);
  words.set(
    'channels',
    tier.channels.terms
      .map(({ channel, allowed, when }) => `${allowed ? '' : 'not '}${channel}${whenWords(when)}`)
      .join(', ') || 'all',
  );
  if (tier.channels.preferred !== null) words.set('preferred channel', tier.channels.preferred);
  for (const term of tier.services) {
    const fee =
      term.rate === null
        ? ''
        : ` ${term.rate.text}${term.during === null ? '' : ` during ${term.during}`}${term.roundUpTo === null ? '' : `, rounded up to ${String(term.roundUpTo / 60_000)}m`}`;
    add(words, `service ${term.service}`, `${term.kind.replace('_', ' ')}${fee}${whenWords(term.when)}`);
  }
  for (const rule of tier.promises)
    add(words, promiseName(policy.metrics.get(rule.metric), rule), promiseWords(rule, tier));
  for (const share of tier.attainment)
    add(
      words,
      `attainment of ${share.metric}${whenWords(share.when)}`,
      `${String(Math.round(share.share * 1000) / 10)}% per ${share.per}`,
    );
  for (const fee of tier.fees)
    add(
      words,
      `fee ${fee.service ?? ''}${fee.during === null ? '' : ` during ${fee.during}`}`.trim(),
      `${fee.rate?.text ?? `times ${String(fee.times)}`}${whenWords(fee.when)}`,
    );
  for (const credit of tier.credits)
    add(
      words,
      `credit for ${credit.metric}`,
      `${credit.text}, from ${String(credit.atLeast)} on${credit.per === null ? '' : ` per ${credit.per}`}`,
    );
  for (const allowance of tier.allowances)
    add(
      words,
      `allowance ${allowance.id}`,
      `${String(allowance.number)} per ${allowance.per}${carryOverWords(allowance)}, then ${allowance.then}`,
    );
  for (const silence of tier.silence) add(words, `silence, ${silence.do}`, `after ${silence.after.text}`);
  if (tier.inForce.kind !== 'always') words.set('in force', conditionWords(tier.inForce));
  return words;
}

function carryOverWords({ carryOver }: Tier['allowances'][number]): string {
  if (carryOver === 0) return '';
  return carryOver === 'all' ? ', all of the rest carried over' : `, at most ${String(carryOver)} carried over`;
}

function add(words: Map<string, string>, key: string, text: string): void {
  const known = words.get(key);
  words.set(key, known === undefined ? text : `${known}; else ${text}`);
}

function promiseName(metric: Metric | undefined, rule: PromiseRule): string {
  const title = (metric?.id ?? rule.metric).replace(/_/g, ' ');
  return `${title}${rule.level === null ? '' : ` at ${rule.level}`}${rule.priority === null ? '' : ` ${rule.priority}`}`;
}

function promiseWords(rule: PromiseRule, tier: Tier): string {
  const clock = rule.clock === null || rule.clock === tier.hours ? '' : ` on ${rule.clock}`;
  const more = [
    rule.strength === 'contract' || rule.within.kind === 'as_needed' ? '' : ` (${rule.strength.replace('_', ' ')})`,
    rule.outside === null ? '' : ', best effort outside',
    rule.businessDays === null ? '' : `, business days of ${rule.businessDays}`,
    rule.pauses.length === 0 ? '' : `, paused while ${rule.pauses.map(conditionWords).join(' or ')}`,
    rule.inForce.kind === 'always' ? '' : `, in force while ${conditionWords(rule.inForce)}`,
    warnWords(rule),
  ];
  return `${rule.within.text}${clock}${more.join('')}${whenWords(rule.when)}`;
}

function warnWords({ warn }: PromiseRule): string {
  if ('before' in warn) return `, warns ${warn.before.text} before`;
  return warn.left === 0.25 ? '' : `, warns with ${String(Math.round(warn.left * 100))}% left`;
}
const whenWords = (when: PromiseRule['when']): string =>
  when.kind === 'always' ? '' : ` when ${conditionWords(when)}`;

/** Parts that tiers already tell, or that change nothing that is owed. */
const TOLD = new Set([
  'tiers',
  'promises',
  'hours',
  'channels',
  'attainment',
  'fees',
  'credits',
  'allowances',
  'silence',
  'businessDays',
  'inForce',
  'strength',
  'metrics',
]);
const SINGULAR: Readonly<Record<string, string>> = {
  priorities: 'priority',
  duties: 'duty',
  entitlements: 'entitlement',
  calendars: 'calendar',
  holidays: 'holidays',
  fields: 'field',
  services: 'service',
  levels: 'level',
  topics: 'topic',
  contacts: 'contact',
  exclusions: 'exclusion',
  intake: 'intake',
  products: 'product',
  notices: 'notice',
  tags: 'tag',
  downtime: 'downtime',
};

/** Everything else, by the text: what was written otherwise and means the same is the same. */
function diffRest(before: PolicyText, after: PolicyText): readonly PolicyChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys]
    .filter((key) => !TOLD.has(key))
    .flatMap((key): readonly PolicyChange[] => {
      const [a, b] = [read(before, key), read(after, key)];
      const word = SINGULAR[key];
      if (word !== undefined && (isMap(a) || isMap(b))) return diffMaps('', texts(word, a), texts(word, b));
      return diffMaps(
        '',
        a === undefined ? new Map() : new Map([[key, plain(a)]]),
        b === undefined ? new Map() : new Map([[key, plain(b)]]),
      );
    });
}

const read = (text: PolicyText, key: string): unknown => (text as Readonly<Record<string, unknown>>)[key];
const texts = (word: string, map: unknown): ReadonlyMap<string, string> =>
  new Map(Object.entries(isMap(map) ? map : {}).map(([key, value]) => [`${word} ${key}`, plain(value)]));

function diffMaps(
  about: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly PolicyChange[] {
  const what = (key: string): string => (about === '' ? key : `${about}, ${key}`);
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key): readonly PolicyChange[] => {
    const [from, to] = [before.get(key) ?? null, after.get(key) ?? null];
    if (from === to) return [];
    return [{ kind: from === null ? 'added' : to === null ? 'removed' : 'changed', what: what(key), from, to }];
  });
}

/** A value as one writes it in a line: `{ title: …, when: … }`, without the clauses that it cites. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  if (!isMap(value)) return String(value);
  const parts = Object.entries(value)
    .filter(([key]) => key !== 'cites')
    .map(([key, each]) => `${key}: ${plain(each)}`);
  return `{ ${parts.join(', ')} }`;
}
