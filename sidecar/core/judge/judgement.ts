// The answer: what is owed on one ticket at one instant, each part with its reasons. Plain data, printable, comparable byte by byte.
import type { TicketPriority } from '#schema/ticket-words.ts';
import type { ContactFacts, ContractFacts, EpochMs } from '#core/facts/facts.ts';
import type { OwnerWord, StrengthWord } from '#core/policy/policy.ts';
import type { CountedSpan } from '#core/time/time.ts';

/** What was compared and held, and the clauses that say so. */
export interface Reason {
  readonly text: string;
  readonly cites: readonly string[];
}

export type CoverageVerdict = 'covered' | 'limited' | 'billable' | 'not_covered';
export type RequesterWord = 'approved' | 'emergency' | 'not_approved' | 'unrestricted';
export type TimerState = 'running' | 'paused' | 'met' | 'breached' | 'breached_met' | 'best_effort';
export type CertificationWord = 'valid' | 'expiring' | 'expired';

/** What billable work costs so far (NX1, NX2). */
export interface FeeVerdict {
  /** In `currency`, to two decimals. */
  readonly amount: number;
  /** As the policy writes it: `USD`. */
  readonly currency: string;
  /** As the policy writes it: `250 USD per hour`. */
  readonly rate: string;
  readonly workedMs: number;
  readonly reasons: readonly Reason[];
}
export interface CoverageJudgement {
  readonly verdict: CoverageVerdict;
  readonly service: { readonly id: string; readonly title: string } | null;
  readonly fee: FeeVerdict | null;
  readonly reasons: readonly Reason[];
}
export interface RequesterJudgement {
  readonly verdict: RequesterWord;
  readonly certification: CertificationWord | null;
  readonly namedContacts: readonly ContactFacts[];
  readonly reasons: readonly Reason[];
}
export interface ChannelJudgement {
  readonly used: string | null;
  readonly allowed: boolean;
  readonly channels: readonly string[];
  readonly preferred: string | null;
  readonly reasons: readonly Reason[];
}
export interface RouteJudgement {
  /** The contact's id in the policy. */
  readonly contact: string;
  /** Null: the contract names nobody for it. */
  readonly details: ContactCard | null;
  /** The contact that stands in where the first cannot be reached. */
  readonly fallback: string | null;
  readonly standsIn: boolean;
  readonly reasons: readonly Reason[];
}
export interface PriorityJudgement {
  readonly id: string;
  readonly title: string;
  /** Null: the priority has no value in Zendesk. */
  readonly zendesk: TicketPriority | null;
  /** Role of the person whose hand set it; null: the policy's own. */
  readonly overriddenBy: string | null;
  /** Id of the priority that the policy derives; null: no priority's condition holds. */
  readonly derived: string | null;
  readonly reasons: readonly Reason[];
}
/** A person or team to reach, from the policy or the contract. */
export interface ContactCard {
  readonly role: string;
  readonly title: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}
export interface HandOffJudgement {
  readonly to: string;
  readonly open: boolean;
  readonly blockedBy: readonly string[];
  readonly reasons: readonly Reason[];
}
export interface LevelJudgement {
  readonly id: string;
  readonly title: string;
  readonly owner: OwnerWord;
  readonly contacts: readonly ContactCard[];
  readonly handOffs: readonly HandOffJudgement[];
  readonly reasons: readonly Reason[];
}
export interface HoursJudgement {
  readonly open: boolean;
  /** The next closing, or opening; null: there is none within 50 years. */
  readonly until: EpochMs | null;
  /** Name of the calendar; null, as its zone (IANA) then is: the policy has none. */
  readonly clock: string | null;
  readonly timeZone: string | null;
}
export interface TimerJudgement {
  readonly metric: string;
  readonly title: string;
  readonly state: TimerState;
  readonly strength: StrengthWord;
  /** Working ms where the target is working time; for days and business days the period; null: as needed. */
  readonly target:
    | { readonly kind: 'working'; readonly ms: number }
    | { readonly kind: 'days' | 'business_days' | 'months'; readonly count: number }
    | null;
  readonly targetText: string;
  readonly startedAt: EpochMs;
  /** Null while it is paused or best effort, and where its clock does not open for so long. Done at that instant is in time. */
  readonly dueAt: EpochMs | null;
  /** Null as `dueAt` is. */
  readonly warnAt: EpochMs | null;
  /** Null: not yet. */
  readonly metAt: EpochMs | null;
  /** Since when it is paused; null: it is not. */
  readonly pausedAt: EpochMs | null;
  /** Working ms left on its clock (wall time for days and months), negative once breached; null where nothing runs. */
  readonly remainingMs: number | null;
  /** Name of the calendar. */
  readonly clock: string;
  /** From the start to the due instant, or to now while paused: what counts adds up to the target. Empty for best effort. */
  readonly receipt: readonly CountedSpan[];
  readonly reasons: readonly Reason[];
}
export interface DutyJudgement {
  readonly id: string;
  readonly title: string;
  readonly state: 'open' | 'done' | 'waived';
  readonly openedAt: EpochMs | null;
  readonly dueAt: EpochMs | null;
  readonly doneAt: EpochMs | null;
  readonly outcome: string | null;
  readonly outcomes: readonly string[];
  readonly blockedBy: readonly string[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly reasons: readonly Reason[];
}
export interface IntakeJudgement {
  readonly provided: number;
  readonly required: number;
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly given: boolean;
    readonly optional: boolean;
    readonly value: string | null;
  }[];
  readonly message: string | null;
  readonly reasons: readonly Reason[];
}
export interface ExclusionJudgement {
  readonly id: string;
  readonly title: string;
  readonly recorded: boolean;
  readonly reason: string | null;
  readonly reasons: readonly Reason[];
}
export interface StepJudgement {
  readonly id: string;
  readonly title: string;
  readonly contact: string | null;
  readonly contacts: readonly ContactCard[];
  readonly state: 'open' | 'closed' | 'taken';
  readonly takenAt: EpochMs | null;
  readonly opensWhen: string | null;
  readonly opensAt: EpochMs | null;
  readonly attempts: readonly { readonly at: EpochMs; readonly outcome: 'reached' | 'not_reached' }[];
  readonly reasons: readonly Reason[];
}
export interface EscalationJudgement {
  readonly steps: readonly StepJudgement[];
  readonly stale: boolean;
  readonly reviewed: string | null;
}
export interface DefectJudgement {
  readonly reference: string;
  readonly url: string | null;
  readonly state: 'open' | 'closed';
  readonly expectedRelease: string | null;
}
export interface NoticeJudgement {
  readonly id: string;
  readonly kind: string;
  readonly text: string | null;
  readonly announced: EpochMs;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly lead: 'enough' | 'short';
  readonly recipients: readonly ContactCard[];
  readonly reasons: readonly Reason[];
}
/** A wait that was met, or breached and perhaps met since. */
export interface WaitJudgement {
  readonly metric: string;
  readonly strength: StrengthWord;
  readonly startedAt: EpochMs;
  readonly dueAt: EpochMs | null;
  readonly metAt: EpochMs | null;
  readonly state: 'met' | 'breached' | 'breached_met';
}
/** What is read off the state; what Zendesk should show, and when to look again, follows from it. */
export interface Verdicts {
  readonly ticketId: string;
  readonly at: EpochMs;
  readonly policy: { readonly id: string; readonly version: number; readonly title: string };
  /** The contract as it holds; null: none. */
  readonly contract: ContractFacts | null;
  readonly tier: { readonly id: string; readonly title: string };
  readonly coverage: CoverageJudgement;
  readonly requester: RequesterJudgement;
  readonly channel: ChannelJudgement;
  readonly route: RouteJudgement | null;
  readonly priority: PriorityJudgement | null;
  readonly level: LevelJudgement | null;
  readonly hours: HoursJudgement;
  readonly timers: readonly TimerJudgement[];
  readonly duties: readonly DutyJudgement[];
  readonly intake: IntakeJudgement;
  readonly exclusions: readonly ExclusionJudgement[];
  readonly escalation: EscalationJudgement;
  readonly defect: DefectJudgement | null;
  readonly notices: readonly NoticeJudgement[];
  readonly downtime: { readonly from: EpochMs; readonly to: EpochMs; readonly now: boolean } | null;
  readonly advice: readonly {
    readonly text: string;
    readonly links: readonly { readonly title: string; readonly url: string }[];
    readonly cites: readonly string[];
  }[];
  readonly silence: {
    readonly do: string;
    readonly since: EpochMs;
    readonly dueAt: EpochMs;
    readonly reasons: readonly Reason[];
  } | null;
  readonly credits: readonly {
    readonly metric: string;
    readonly text: string;
    readonly claimBy: EpochMs | null;
    readonly reasons: readonly Reason[];
  }[];
  readonly allowances: readonly {
    readonly id: string;
    readonly number: number;
    /** Those of earlier periods that stay for this one, beside `number`; absent: judged before any were counted. */
    readonly carried?: number;
    readonly used: number;
    readonly per: string;
    readonly reasons: readonly Reason[];
  }[];
  readonly entitlements: readonly {
    readonly id: string;
    readonly title: string;
    readonly quantity: number | null;
    readonly covers: boolean | null;
  }[];
  readonly sessions: readonly { readonly at: EpochMs; readonly url: string }[];
  /** Every wait that ended or was breached, for attainment, in order. */
  readonly waits: readonly WaitJudgement[];
}
export interface Judgement extends Verdicts {
  /** Tags that the ticket should carry, sorted. */
  readonly wantedTags: readonly string[];
  /** Zendesk priority that the ticket should have; null: nothing is written. */
  readonly wantedPriority: TicketPriority | null;
  /** The next instant at which time alone changes anything of this answer; null: never. */
  readonly nextAt: EpochMs | null;
}
