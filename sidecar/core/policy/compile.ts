// A checked document → the policy that everything else reads. Faults of meaning (unknown names, cycles) come with their places.
import type { OrganizationFacts } from '#core/facts/facts.ts';
import { readCalendars, readDowntime } from './calendars.ts';
import { clausesOf } from './clauses.ts';
import {
  readAdvice,
  readCertification,
  readDefects,
  readEntitlements,
  readExclusions,
  readIntake,
  readProducts,
  readServices,
  serviceIds,
  readTags,
  productIds,
} from './cover-terms.ts';
import { Context, entries, list, type Citation } from './context.ts';
import { roughMs } from './durations.ts';
import { readFields, readPriorities, readTopics, topicFieldOf } from './fields.ts';
import { holidaySets, type DaysOf, type HolidaySource } from './holidays.ts';
import { impliedDuties, readDuties, readLevels } from './levels.ts';
import { metricNames, readMetrics, KNOWN_METRICS } from './metrics.ts';
import { readContacts, readEscalation, readNotices, readRequesters, readRoutes, stepIds } from './people.ts';
import type { Policy } from './policy.ts';
import type { Problem } from './problem.ts';
import type { PolicyDocument } from './read.ts';
import { readFees, readSilence } from './terms.ts';
import { ALWAYS_CALENDAR, readTiers } from './tiers.ts';
import { checkZone } from './zones.ts';

export interface CompileOptions {
  readonly holidays: HolidaySource;
  /** 0 until it is published. */
  readonly version: number;
}

/** What the compiler saw beside the policy: for lints, the cover map and the diff. */
export interface CompileNotes {
  readonly citations: readonly Citation[];
  /** `calendar office`, `duty localize`, …: names that something uses. */
  readonly used: ReadonlySet<string>;
  readonly holidays: ReadonlyMap<string, DaysOf>;
  readonly problems: readonly Problem[];
}

export type Compiled =
  | { readonly kind: 'ok'; readonly policy: Policy; readonly notes: CompileNotes }
  | { readonly kind: 'faults'; readonly problems: readonly Problem[] };

const DAY = 86_400_000;

/** Compiles a document. Public holidays come from `holidays`, which is asked for a year when a calendar first needs it. */
export function compilePolicy(document: PolicyDocument, { holidays, version }: CompileOptions): Compiled {
  const context = new Context(document);
  defineNames(context);
  const sets = holidaySets(context, holidays);
  const calendarOf = readCalendars(context, sets);
  const policy = readAll(context, sets, calendarOf, version);
  const errors = context.problems.filter((problem) => problem.severity === 'error');
  const byPlace = (problems: readonly Problem[]): readonly Problem[] =>
    [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  if (errors.length > 0) return { kind: 'faults', problems: byPlace(context.problems) };
  const notes = {
    citations: context.citations,
    used: context.used,
    holidays: sets,
    problems: byPlace(context.problems),
  };
  return { kind: 'ok', policy, notes };
}

function defineNames(context: Context): void {
  const { text } = context;
  const keys = (map: object | undefined): readonly string[] => Object.keys(map ?? {});
  context.define('calendar', keys(text.calendars).length > 0 ? keys(text.calendars) : [ALWAYS_CALENDAR]);
  context.define('calendar', [ALWAYS_CALENDAR]);
  context.define('holiday set', keys(text.holidays));
  context.define('contact', keys(text.contacts));
  context.define('duty', [...keys(text.duties), ...impliedDuties(context)]);
  context.define('entitlement', keys(text.entitlements));
  context.define('exclusion', keys(text.exclusions));
  context.define('topic', keys(text.topics));
  context.define('field', [...keys(text.fields), ...(topicFieldOf(context) === null ? [] : ['topic'])]);
  context.define('intake', keys(text.intake));
  context.define('level', keys(text.levels));
  context.define('priority', keys(text.priorities));
  context.define('product', productIds(context));
  context.define('service', serviceIds(context));
  context.define('step', stepIds(context));
  context.define('tier', keys(text.tiers));
  context.define('metric', metricNames(context));
}

function readAll(
  context: Context,
  sets: ReadonlyMap<string, DaysOf>,
  calendarOf: (name: string, organization: OrganizationFacts) => ReturnType<Policy['calendar']>,
  version: number,
): Policy {
  const { text } = context;
  checkZone(context, text.timeZone, ['timeZone']);
  const fields = readFields(context);
  const contacts = readContacts(context);
  if (text.businessDays !== undefined) context.refer('calendar', text.businessDays, ['businessDays']);
  if (text.hours !== undefined) context.refer('calendar', text.hours, ['hours']);
  const metrics = readMetrics(context);
  return {
    id: text.policy,
    title: text.title ?? text.policy,
    version,
    source: sourceOf(text.source),
    timeZone: text.timeZone ?? 'Etc/UTC',
    strength: text.strength ?? 'contract',
    reviewed: text.reviewed ?? null,
    staleAfterDays: Math.round((roughMs(text.staleAfter ?? '365 days') ?? 365 * DAY) / DAY),
    fields,
    calendarNames: calendarNames(context),
    calendar: calendarOf,
    businessDays: text.businessDays ?? null,
    priorities: readPriorities(context),
    services: readServices(context),
    tiers: readTiers(context),
    ...withoutContract(context),
    fees: readFees(context.once('top terms'), text.fees, ['fees']),
    requesters: readRequesters(context),
    metrics: onlyUsed(metrics, context),
    entitlements: readEntitlements(context),
    products: readProducts(context),
    levels: readLevels(context),
    withoutPartner: text.withoutPartner ?? 'vendor',
    topicField: topicFieldOf(context),
    topics: readTopics(context, fields),
    duties: readDuties(context),
    contacts,
    routes: readRoutes(context),
    escalation: readEscalation(context, contacts),
    escalationCites: [],
    intake: readIntake(context),
    exclusions: readExclusions(context),
    advice: readAdvice(context),
    tags: readTags(context),
    notices: readNotices(context),
    downtime: readDowntime(context, sets),
    certification: readCertification(context),
    defects: readDefects(context),
    silence: readSilence(context.once('top terms'), text.silence, ['silence']),
    queue: {
      order: list(text.queue?.order ?? ['priority', 'opened']),
      cites: context.cites(text.queue?.cites, ['queue']),
    },
    clauses: clausesOf(text),
  };
}

function calendarNames(context: Context): readonly string[] {
  const names = entries(context.text.calendars).map(([name]) => name);
  return names.length > 0 ? names : [ALWAYS_CALENDAR];
}

function onlyUsed(metrics: Policy['metrics'], context: Context): Policy['metrics'] {
  const named = context.known('metric');
  return new Map([...metrics].filter(([id]) => named.has(id) || !KNOWN_METRICS.includes(id)));
}

function sourceOf(source: PolicyDocument['text']['source']): Policy['source'] {
  if (source === undefined) return null;
  if (typeof source === 'string') return { title: source, revision: null, url: null };
  return { title: source.title ?? '', revision: source.revision ?? null, url: source.url ?? null };
}

/** A word of coverage, or the id of the tier that stands in. Nothing written: not covered. */
function withoutContract(context: Context): Pick<Policy, 'withoutContract' | 'withoutContractCites'> {
  const written = context.text.withoutContract;
  const map = typeof written === 'object' ? written : undefined;
  const cites = context.cites(map?.cites, ['withoutContract']);
  const word = (typeof written === 'string' ? written : (map?.tier ?? map?.coverage)) ?? 'not_covered';
  if (word === 'not_covered' || word === 'limited' || word === 'covered' || word === 'billable') {
    return { withoutContract: { coverage: word }, withoutContractCites: cites };
  }
  context.refer('tier', word, [
    'withoutContract',
    ...(map === undefined ? [] : [map.tier === undefined ? 'coverage' : 'tier']),
  ]);
  return { withoutContract: { tier: word }, withoutContractCites: cites };
}
