// The compiled policy: what judge/ reads. Made by compile.ts from checked text, immutable afterwards.
import type { Calendar } from '#core/time/time.ts';
import type { OrganizationFacts } from '#core/facts/facts.ts';
import type { Condition, Field } from './condition-terms.ts';
import type { Cites, Metric, Priority, StrengthWord } from './promise-terms.ts';
import type { Entitlement, FeeRule, Product, Service, SilenceRule, Tier } from './service-terms.ts';
import type {
  AdviceRule,
  Certification,
  Contact,
  DefectTracker,
  Duty,
  ExclusionRule,
  IntakeTemplate,
  Level,
  NoticeRule,
  OwnerWord,
  RequesterRule,
  RouteRule,
  Step,
  TagRule,
  Topic,
} from './work-terms.ts';

export type * from './condition-terms.ts';
export type * from './promise-terms.ts';
export type * from './service-terms.ts';
export type * from './work-terms.ts';

export interface ClauseEntry {
  readonly id: string;
  readonly title: string;
  /** People do it outside the product. */
  readonly manual: string | null;
}

export interface Policy {
  readonly id: string;
  readonly title: string;
  /** 0 until it is published. */
  readonly version: number;
  readonly source: { readonly title: string; readonly revision: string | null; readonly url: string | null } | null;
  readonly timeZone: string;
  readonly strength: StrengthWord;
  /** YYYY-MM-DD; null: freshness is not watched. */
  readonly reviewed: string | null;
  readonly staleAfterDays: number;
  readonly fields: ReadonlyMap<string, Field>;
  /** Names of calendars in the order of the text; the first is the clock where there is no tier. */
  readonly calendarNames: readonly string[];
  /** Calendar by name, compiled once; calendars of the customer are compiled per zone and holidays and kept. */
  calendar(name: string, organization: OrganizationFacts): Calendar;
  readonly businessDays: string | null;
  readonly priorities: readonly Priority[];
  readonly services: readonly Service[];
  readonly tiers: ReadonlyMap<string, Tier>;
  /** A coverage word, or the id of the tier that stands in. */
  readonly withoutContract:
    { readonly coverage: 'not_covered' | 'limited' | 'covered' | 'billable' } | { readonly tier: string };
  readonly withoutContractCites: Cites;
  /** What is charged where there is no tier. */
  readonly fees: readonly FeeRule[];
  readonly requesters: {
    readonly must: Condition;
    readonly otherwise: readonly RequesterRule[];
    readonly cites: Cites;
  } | null;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly entitlements: ReadonlyMap<string, Entitlement>;
  readonly products: ReadonlyMap<string, Product>;
  readonly levels: readonly Level[];
  /** Who stands in for owner `partner` where the organization has no partner. Where it is `self`: the customer. */
  readonly withoutPartner: OwnerWord;
  /** Field whose values are the topics, where there is one. */
  readonly topicField: string | null;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly duties: ReadonlyMap<string, Duty>;
  readonly contacts: ReadonlyMap<string, Contact>;
  readonly routes: readonly RouteRule[];
  readonly escalation: readonly Step[];
  readonly escalationCites: Cites;
  readonly intake: readonly IntakeTemplate[];
  readonly exclusions: readonly ExclusionRule[];
  readonly advice: readonly AdviceRule[];
  readonly tags: readonly TagRule[];
  readonly notices: readonly NoticeRule[];
  readonly downtime: readonly { readonly id: string; readonly calendar: Calendar; readonly cites: Cites }[];
  readonly certification: Certification | null;
  readonly defects: DefectTracker | null;
  readonly silence: readonly SilenceRule[];
  readonly queue: { readonly order: readonly string[]; readonly cites: Cites };
  readonly clauses: readonly ClauseEntry[];
}
