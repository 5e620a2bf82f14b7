// The compiled policy: what judge/ reads. Made by compile.ts from checked text, immutable afterwards.
import type { Calendar } from '#core/time/time.ts';
import type { FieldValue, OrganizationFacts } from '#core/facts/facts.ts';

export type Cites = readonly string[];
export type StrengthWord = 'contract' | 'goal' | 'best_effort';
export type OwnerWord = 'vendor' | 'partner' | 'customer';

/** How long a promise lasts. */
export type Within =
  /** Working time on the promise's clock. */
  | { readonly kind: 'working'; readonly ms: number; readonly text: string }
  /** Calendar days: the same local time in the clock's zone. */
  | { readonly kind: 'days'; readonly days: number; readonly text: string }
  | { readonly kind: 'months'; readonly months: number; readonly text: string }
  /** `close`: the end of the clock's hours on that day. `cutOff`: minutes of the local day after which a start counts as the next day's. */
  | {
      readonly kind: 'business_days';
      readonly days: number;
      readonly by: 'time' | 'close';
      readonly cutOff: number | null;
      readonly text: string;
    }
  /** As needed: no due instant. */
  | { readonly kind: 'as_needed'; readonly text: string };

/** What is compared with a value. Dates and instants compare as such. */
export type Test =
  | { readonly kind: 'in'; readonly values: readonly FieldValue[] }
  | { readonly kind: 'not_in'; readonly values: readonly FieldValue[] }
  | { readonly kind: 'set'; readonly set: boolean }
  /** Bounds of numbers, dates (YYYY-MM-DD) or durations (ms); null: open. */
  | {
      readonly kind: 'range';
      readonly atLeast: Bound;
      readonly moreThan: Bound;
      readonly atMost: Bound;
      readonly lessThan: Bound;
    }
  /** Linear-time pattern over text. */
  | { readonly kind: 'matches'; readonly pattern: string; readonly test: (text: string) => boolean }
  /** A list (tags) contains all, any or none of these. */
  | {
      readonly kind: 'includes';
      readonly all: readonly string[];
      readonly any: readonly string[];
      readonly none: readonly string[];
    };
/** `subject`: compare with another subject, e.g. an entitlement's quantity with organization.users. */
export type Bound = number | string | { readonly subject: Subject } | null;

/** Something a condition may ask about. */
export type Subject =
  | { readonly of: 'field'; readonly field: string }
  | {
      readonly of: 'ticket';
      readonly key:
        | 'status'
        | 'channel'
        | 'tags'
        | 'type'
        | 'priority'
        | 'tier'
        | 'level'
        | 'service'
        | 'owner'
        | 'product'
        | 'coverage'
        | 'request';
    }
  | { readonly of: 'requester'; readonly key: string } // approved, role, certification, certifiedOn, or an extra
  | { readonly of: 'organization'; readonly key: string } // users, name, id, timeZone, or an extra
  | { readonly of: 'contract'; readonly key: string } // status, tier, partner, region, users, startsOn, endsOn, age (ms since startsOn), exists, entitlement.ID, or an extra
  | { readonly of: 'ticket_age' }
  | { readonly of: 'duty'; readonly duty: string } // 'open' | its outcome, 'done' where it has none | 'waived' | null
  | { readonly of: 'intake'; readonly intake: string | null } // 'complete' | 'missing'
  | { readonly of: 'defect' } // 'open' | 'closed' | null
  | { readonly of: 'rating' } // 'good' | 'bad' | null
  | { readonly of: 'promise'; readonly metric: string | null } // state of a timer; null: any
  | { readonly of: 'step'; readonly step: string } // 'open' | 'closed' | 'taken'
  | { readonly of: 'version'; readonly product: string | null } // 'supported' | 'ended' | 'unknown'
  | { readonly of: 'exclusion'; readonly exclusion: string }; // true | false

export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'always' }
  | { readonly kind: 'compare'; readonly subject: Subject; readonly test: Test; readonly text: string }
  /** The instant (of opening, of now, of the timer's start) lies on a business day, inside or outside a calendar's hours, on these weekdays. */
  | {
      readonly kind: 'time';
      readonly instant: 'opened' | 'now' | 'started';
      readonly test:
        | { readonly kind: 'during' | 'outside' | 'on' | 'not_on'; readonly calendar: string }
        /** 0 Monday … 6 Sunday, in `timeZone`. */
        | { readonly kind: 'weekdays'; readonly days: readonly number[]; readonly timeZone: string }
        /** Local dates of `timeZone`, inclusive; null: open. */
        | {
            readonly kind: 'dates';
            readonly from: string | null;
            readonly to: string | null;
            readonly timeZone: string;
          };
      readonly text: string;
    }
  /** The customer is dissatisfied: a bad rating not followed by a good one, or the field `dissatisfied`. */
  | { readonly kind: 'dissatisfied'; readonly text: string }
  /** At least `atLeast` attempts on a step, two of which the later lies within `within` of the earlier. */
  | {
      readonly kind: 'attempts';
      readonly step: string;
      readonly atLeast: number;
      readonly within: Within | null;
      readonly text: string;
    }
  /** `atLeast` passed since the step was taken, optionally without progress. */
  | {
      readonly kind: 'since';
      readonly step: string;
      readonly atLeast: Within;
      readonly withoutProgress: boolean;
      readonly text: string;
    };

export interface Field {
  readonly id: string;
  readonly title: string;
  /** Title or number of the Zendesk ticket field. */
  readonly zendesk: string;
  readonly type: 'choice' | 'checkbox' | 'text' | 'number' | 'date' | 'multiple';
  /** Value id → title and Zendesk's option value. */
  readonly values: readonly {
    readonly id: string;
    readonly title: string;
    readonly zendesk: string;
    readonly level: string | null;
    readonly product: string | null;
    readonly cites: Cites;
  }[];
  readonly cites: Cites;
}

export interface Priority {
  readonly id: string;
  readonly title: string;
  readonly zendesk: 'urgent' | 'high' | 'normal' | 'low' | null;
  readonly when: Condition;
  readonly cites: Cites;
}

/** What starts or ends a metric. */
export type Trigger =
  | {
      readonly on:
        | 'opened'
        | 'solved'
        | 'reopened'
        | 'agent_reply'
        | 'customer_reply'
        | 'request'
        | 'complete'
        | 'defect'
        | 'defect_closed'
        | 'level_entered';
    }
  | { readonly on: 'rating'; readonly value: 'good' | 'bad' | null }
  | { readonly on: 'field'; readonly field: string; readonly values: readonly FieldValue[] | null }
  | { readonly on: 'met'; readonly metric: string }
  | { readonly on: 'duty'; readonly duty: string; readonly outcomes: readonly string[] | null }
  | { readonly on: 'level'; readonly level: string }
  | { readonly on: 'step'; readonly step: string }
  | { readonly on: 'channel'; readonly channel: string }
  | { readonly on: 'intake' }
  /** The first instant at which the condition holds after it did not. */
  | { readonly on: 'when'; readonly when: Condition; readonly text: string };

/** One entry of a promise; the first whose priority and `when` hold applies. */
export interface PromiseRule {
  readonly metric: string;
  /** Only under this priority; null: under any, and under none. */
  readonly priority: string | null;
  /** Only at these levels; null: at any. A promise of a level starts on entering it. */
  readonly level: string | null;
  readonly when: Condition;
  readonly within: Within;
  /** Calendar name; null: the tier's hours. */
  readonly clock: string | null;
  /** Whose days business days count; null: the policy's businessDays, else the clock. */
  readonly businessDays: string | null;
  readonly outside: 'best_effort' | null;
  readonly strength: StrengthWord;
  /** When it warns: ms on its clock before the due instant (`before`), or a share of the target that is left. */
  readonly warn: { readonly before: Within } | { readonly left: number };
  readonly pauses: readonly Condition[];
  /** Overrides the metric's own start; null: the metric's. */
  readonly starts: readonly Trigger[] | null;
  readonly ends: readonly Trigger[] | null;
  /** An agent may record another instant that was agreed. */
  readonly agreed: boolean;
  readonly inForce: Condition;
  readonly cites: Cites;
  /** Path in the policy text, e.g. tiers.startup.promises.first_response.P1. */
  readonly path: string;
}

export interface Metric {
  readonly id: string;
  readonly title: string;
  readonly starts: readonly Trigger[];
  readonly ends: readonly Trigger[];
  /** Starts anew at each start (true), or keeps the first (false). */
  readonly repeats: boolean;
  /** Runs only where it was asked for by hand (startTimer) before or after its start. */
  readonly onRequest: boolean;
  /** Solving ends the wait as met (first_response, next_response, update, …). */
  readonly endsOnSolve: boolean;
  /** Starts only while it holds, and ends, met, when it no longer does (e.g. defect: open). Null: always. */
  readonly whileHolds: Condition | null;
  readonly cites: Cites;
}

export interface ServiceTerm {
  readonly service: string;
  readonly kind: 'included' | 'billable' | 'limited' | 'not_included';
  readonly rate: Rate | null;
  /** Calendar in which the service is offered; null: always. */
  readonly during: string | null;
  /** ms of work: the sum on the ticket is rounded once. */
  readonly roundUpTo: number | null;
  /** ms of work. */
  readonly atLeast: number | null;
  readonly when: Condition;
  readonly inForce: Condition;
  readonly cites: Cites;
}
/** Money in minor steps is not needed: amounts are decimal numbers of the currency. */
export interface Rate {
  readonly amount: number;
  readonly currency: string;
  readonly per: 'hour' | 'day' | 'ticket' | 'incident' | 'month' | 'year';
  readonly text: string;
}
export interface FeeRule {
  /** Service it is charged for; null: any. */
  readonly service: string | null;
  readonly rate: Rate | null;
  /** Factor on the service's rate. */
  readonly times: number | null;
  readonly during: string | null;
  readonly outside: string | null;
  /** ms of work. */
  readonly atLeast: number | null;
  /** ms of work. */
  readonly roundUpTo: number | null;
  readonly when: Condition;
  readonly cites: Cites;
}

export interface Service {
  readonly id: string;
  readonly title: string;
  /** Default: the first service is the one that applies where no other's `when` holds. */
  readonly when: Condition | null;
  readonly cites: Cites;
}

export interface ChannelTerm {
  readonly channel: string;
  readonly allowed: boolean;
  readonly when: Condition;
}
export interface Channels {
  /** Empty: the tier names no channels and all are allowed. */
  readonly terms: readonly ChannelTerm[];
  readonly preferred: string | null;
  /** Whether channels that no term names are allowed: none is named, or only refusals. */
  readonly others: boolean;
  readonly cites: Cites;
}

export interface Tier {
  readonly id: string;
  readonly title: string;
  /** Calendar name. */
  readonly hours: string;
  readonly channels: Channels;
  readonly services: readonly ServiceTerm[];
  readonly fees: readonly FeeRule[];
  /** In order; of one metric, the first whose priority and condition hold. Holds those of levels and of `metrics` too. */
  readonly promises: readonly PromiseRule[];
  /** Entitlements that every contract of the tier has. */
  readonly entitlements: readonly string[];
  readonly attainment: readonly Attainment[];
  readonly credits: readonly CreditRule[];
  readonly allowances: readonly AllowanceRule[];
  readonly silence: readonly SilenceRule[];
  readonly inForce: Condition;
  readonly cites: Cites;
}
export interface Attainment {
  readonly metric: string;
  readonly share: number;
  readonly per: string;
  readonly when: Condition;
  readonly cites: Cites;
}
export interface CreditRule {
  readonly metric: string;
  readonly text: string;
  readonly atLeast: number;
  readonly per: string | null;
  readonly claimWithin: Within | null;
  readonly when: Condition;
  readonly cites: Cites;
}
export interface AllowanceRule {
  readonly id: string;
  readonly number: number;
  readonly per: string;
  readonly carryOver: string;
  /** What coverage is once it is used up. */
  readonly then: 'billable' | 'limited' | 'not_covered';
  readonly when: Condition;
  readonly cites: Cites;
}
export interface SilenceRule {
  readonly after: Within;
  readonly clock: string | null;
  readonly do: string;
  readonly when: Condition;
  readonly cites: Cites;
}

export interface Entitlement {
  readonly id: string;
  readonly title: string;
  readonly products: readonly string[];
  /** Covers only where the quantity stands this test, e.g. at least organization.users. */
  readonly quantity: Test | null;
  readonly when: Condition;
  readonly cites: Cites;
}
export interface Product {
  readonly id: string;
  readonly title: string;
  /** Covered by any entitlement. */
  readonly anyEntitlement: boolean;
  readonly versions: readonly { readonly pattern: string; readonly endOfLife: string | null; readonly cites: Cites }[];
  /** Field that holds the version. */
  readonly versionField: string | null;
  readonly cites: Cites;
}

export interface Duty {
  readonly id: string;
  readonly title: string;
  /** Asked for while it holds (of the duty's own; a level's or requester rule's asking stands beside it). Null: only asked for by those. */
  readonly when: Condition | null;
  readonly within: Within | null;
  readonly clock: string | null;
  /** Possible outcomes; the first is taken when none is given. */
  readonly outcomes: readonly string[];
  /** Field that takes the outcome. */
  readonly sets: string | null;
  /** Duties before it in an ordered list. */
  readonly after: readonly string[];
  /** Facts that do it without a click. */
  readonly doneBy: readonly DutyTrigger[];
  /** Once asked for, stays until done. */
  readonly stays: boolean;
  readonly links: readonly { readonly title: string; readonly url: string }[];
  /** Wanted tag while it is open or done; null: none. */
  readonly tag: string | null;
  readonly cites: Cites;
}
export type DutyTrigger =
  | { readonly on: 'agent_reply_with_defect' }
  | { readonly on: 'customer_comment'; readonly channel: string | null; readonly outcome: string | null }
  | { readonly on: 'agent_reply'; readonly outcome: string | null }
  | { readonly on: 'field'; readonly field: string; readonly outcome: string | null };

export interface LevelDuty {
  readonly duty: string;
  readonly when: Condition;
}
export interface HandOffRule {
  readonly to: string;
  /** Duties that must be done first. */
  readonly duties: readonly LevelDuty[];
  readonly when: Condition;
  /** Opens at once, whatever is open. Null: no such path. */
  readonly atOnceWhen: Condition | null;
  readonly cites: Cites;
}
export interface Level {
  readonly id: string;
  readonly title: string;
  readonly owner: OwnerWord;
  /** Contact ids of the policy for this level's owner. */
  readonly contacts: readonly string[];
  readonly duties: readonly LevelDuty[];
  readonly handOffs: readonly HandOffRule[];
  readonly when: Condition;
  readonly cites: Cites;
}
/** Choices of a ticket field that say more than their name: where the ticket starts, which product it is about. */
export interface Topic {
  readonly id: string;
  readonly title: string;
  readonly level: string | null;
  readonly product: string | null;
  readonly cites: Cites;
}

export interface Contact {
  readonly id: string;
  readonly title: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly region: string | null;
  /** Roles of the contract's contacts that stand for it. */
  readonly roles: readonly string[];
  readonly cites: Cites;
}
export interface RouteRule {
  readonly id: string;
  readonly when: Condition;
  readonly contact: string;
  readonly fallback: string | null;
  readonly fallbackWhen: Condition | null;
  readonly tag: string | null;
  readonly cites: Cites;
}
export interface Step {
  readonly id: string;
  readonly title: string;
  readonly contacts: readonly string[];
  /** Contacts by contract.region; the list above where no region is known. */
  readonly byRegion: boolean;
  /** Null: always open. */
  readonly opensWhen: Condition | null;
  readonly opensText: string | null;
  readonly cites: Cites;
}
export interface IntakeTemplate {
  readonly id: string;
  readonly title: string;
  readonly when: Condition;
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly optional: boolean;
    readonly field: string | null;
    readonly cites: Cites;
  }[];
  /** With {{missing}}. */
  readonly message: string | null;
  readonly cites: Cites;
}
export interface ExclusionRule {
  readonly id: string;
  readonly title: string;
  /** Null: an agent records it. */
  readonly when: Condition | null;
  readonly cites: Cites;
}
export interface RequesterRule {
  readonly when: Condition;
  readonly verdict: 'approved' | 'emergency' | 'not_approved' | 'unrestricted';
  readonly duties: readonly string[];
  readonly cites: Cites;
}
export interface AdviceRule {
  readonly when: Condition;
  readonly text: string;
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly cites: Cites;
}
export interface TagRule {
  readonly tag: string;
  readonly when: Condition;
  readonly cites: Cites;
}
export interface NoticeRule {
  readonly kind: string;
  readonly title: string;
  readonly lead: Within | null;
  /** Too short a lead time is refused (true) or warned about (false). */
  readonly refuse: boolean;
  readonly recipients: readonly string[];
  readonly cites: Cites;
}
export interface Certification {
  /** Years and months of validity from certifiedOn. */
  readonly validMonths: number;
  readonly expiringDays: number;
  readonly cites: Cites;
}
export interface DefectTracker {
  /** GitHub repository owner/name; null: another tracker, references only. */
  readonly github: string | null;
  readonly priority: string | null;
  /** With {{reference}}. */
  readonly url: string | null;
  readonly cites: Cites;
}
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
  readonly withoutContract: { readonly coverage: 'not_covered' | 'limited' | 'covered' } | { readonly tier: string };
  readonly withoutContractCites: Cites;
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
