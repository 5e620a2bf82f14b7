// Where a ticket stands while its story is told: one object per judgement, changed in place, never handed out.
import type { TicketPriority } from '#schema/ticket-words.ts';
import type {
  ContractFacts,
  EpochMs,
  FieldValue,
  Facts,
  OrganizationFacts,
  RequesterFacts,
  TicketStatus,
} from '#core/facts/facts.ts';
import type { Level, Policy, Priority, PromiseRule, Service, ServiceTerm, Tier } from '#core/policy/policy.ts';
import type { Calendar } from '#core/time/time.ts';
import type { CoverageVerdict, DefectJudgement, TimerState, WaitJudgement } from './judgement.ts';
import type { ContractTerm } from './contract-term.ts';
import type { Lists } from './lists.ts';
import type { Reach } from './touch.ts';
import type { TierPromises, Track, Tracks } from './tracks.ts';

export interface DutyRun {
  readonly openedAt: EpochMs;
  doneAt: EpochMs | null;
  outcome: string | null;
  waived: boolean;
}

export interface Attempt {
  readonly at: EpochMs;
  readonly outcome: 'reached' | 'not_reached';
}

/** The calendars that a promise is measured on. */
export interface Clock {
  readonly name: string;
  readonly calendar: Calendar;
  /** Whose days business days count; null: the calendar's own. */
  readonly days: Calendar | null;
}

/** Whose hours and whose calendars a promise's clock is: what it hangs on beside the rule. */
export interface ClockOwner {
  readonly tier: Tier | null;
  readonly organization: OrganizationFacts;
}

/** A wait that ended or was breached: one that was breached may still be met, late. */
export type ToldWait = { -readonly [Key in keyof WaitJudgement]: WaitJudgement[Key] };

/** A stretch of one promise's wait. Half-open pauses, in order; `pausedAt`: since when it stands. */
export interface Run extends ClockOwner {
  readonly track: Track;
  level: string | null;
  readonly startedAt: EpochMs;
  endedAt: EpochMs | null;
  pauses: readonly (readonly [EpochMs, EpochMs])[];
  pausedAt: EpochMs | null;
  agreedDue: EpochMs | null;
  /** The rule that it is measured by, its due instant, and whose clock that is on. Null: no rule holds. */
  rule: PromiseRule | null;
  due: EpochMs | null;
  tier: Tier | null;
  organization: OrganizationFacts;
  /** The last `state.version` as of which these are so; null: they are not known, or what they hang on changed since. */
  laidAt: number | null;
  /** Met or breached while its promise held: stays as it was, and so do its rule and its clock. */
  settled: ToldWait | null;
}

/** Why no contract holds (G13). */
export type ContractGap = 'none' | 'ended' | 'not_started' | 'unknown_tier' | 'not_in_force';

/** Why coverage is what it is; coverage.ts puts it into words. */
export type CoverageCause =
  | { readonly kind: 'no_contract'; readonly how: ContractGap }
  | { readonly kind: 'exclusion'; readonly exclusion: string }
  | { readonly kind: 'no_entitlement'; readonly product: string | null; readonly short: string | null }
  | { readonly kind: 'service'; readonly term: ServiceTerm }
  | { readonly kind: 'allowance'; readonly allowance: string }
  | { readonly kind: 'charge' }
  | { readonly kind: 'tier' };

/** What follows from the state between two events; brought up to date in place. */
export interface Standing {
  tier: Tier | null;
  /** The tier's, laid out for the tracks. */
  promises: TierPromises;
  /** Null: a contract holds. */
  contractGap: ContractGap | null;
  coverage: CoverageVerdict;
  cause: CoverageCause;
  service: Service | null;
  term: ServiceTerm | null;
  /** Ids of the exclusions that hold, in the policy's order. */
  exclusions: readonly string[];
  priority: Priority | null;
  derived: Priority | null;
  overriddenBy: string | null;
  /** Whether promises run. */
  owed: boolean;
}

/** What conditions ask of verdicts that are conditions themselves; blank-state.ts says who answers. */
export interface Questions {
  readonly intakeComplete: (state: State, template: string | null) => boolean;
  readonly stepState: (state: State, step: string) => 'open' | 'closed' | 'taken' | null;
  readonly runState: (state: State, run: Run) => TimerState | 'at_risk' | null;
}

export interface State {
  readonly tracks: Tracks;
  readonly reach: Reach;
  readonly lists: Lists;
  readonly ask: Questions;
  readonly policy: Policy;
  readonly facts: Facts;
  at: EpochMs;
  status: TicketStatus;
  type: string | null;
  tags: readonly string[];
  channel: string | null;
  fields: Record<string, FieldValue>;
  /** A priority set by a person's hand. */
  hand: { readonly value: TicketPriority; readonly by: string } | null;
  contract: ContractFacts | null;
  /** From when to when the contract runs. */
  term: ContractTerm;
  requester: RequesterFacts;
  organization: OrganizationFacts;
  /** Index in policy.levels; -1: the policy knows none. */
  level: number;
  levelEnteredAt: EpochMs;
  levelBy: 'first' | 'topic' | 'hand-off';
  /** From when on the list of contacts is too old; null: that is not watched. */
  readonly staleFrom: EpochMs | null;
  /** By the duty's place in `lists.duties`; null: it is not on the ticket. */
  readonly duties: (DutyRun | null)[];
  /** Whether each of them was asked for when that was last looked at. */
  readonly asked: boolean[];
  // Acts are rare: what they change is replaced as a whole, and most tickets share the empty one.
  given: ReadonlyMap<string, string | null>;
  recorded: ReadonlyMap<string, { readonly at: EpochMs; readonly reason: string | null }>;
  taken: ReadonlyMap<string, EpochMs>;
  attempts: ReadonlyMap<string, readonly Attempt[]>;
  progressAt: EpochMs | null;
  defect: DefectJudgement | null;
  rating: 'good' | 'bad' | null;
  readonly work: { readonly at: EpochMs; readonly service: string | null; readonly ms: number }[];
  requested: ReadonlySet<string>;
  readonly sessions: { readonly at: EpochMs; readonly url: string }[];
  solvedAt: EpochMs | null;
  lastAgentReply: EpochMs | null;
  lastCustomerReply: EpochMs | null;
  readonly runs: (Run | null)[];
  /** Waits that were met or breached when promises ceased to be owed, by track. */
  resting: readonly (Run | null)[];
  /** When a track would have started, for promises on request. */
  readonly startedAt: (EpochMs | null)[];
  /** Whether a `when` trigger held after the last event, by track. */
  readonly held: boolean[];
  readonly waits: ToldWait[];
  everBreached: boolean;
  readonly standing: Standing;
  /** Start of the promise whose condition is asked, for `started.…`. */
  started: EpochMs;
  /** Grows whenever a wait's rule or due instant may have changed. */
  version: number;
  /** What changed since the last look at what follows (touch.ts). */
  touched: number;
}

export function solved(state: State): boolean {
  return state.status === 'solved' || state.status === 'closed';
}

/** The duty as it stands on the ticket; null: it is not there. */
export function dutyRun(state: State, id: string): DutyRun | null {
  const place = state.lists.places.get(id);
  return place === undefined ? null : (state.duties[place] ?? null);
}

/** Whether a duty is on the ticket and done. */
export function isDone(state: State, id: string): boolean {
  return (dutyRun(state, id)?.doneAt ?? null) !== null;
}

/** The tier's hours, or the policy's first calendar without a tier (G17). */
export function tierClock(state: State): Calendar | null {
  const name = state.standing.tier?.hours ?? state.policy.calendarNames[0];
  return name === undefined ? null : state.policy.calendar(name, state.organization);
}

/** The calendar whose days `n business days` count, unless a promise names another; null: the days of the clock itself. */
export function businessDays({ policy, organization }: State): Calendar | null {
  return policy.businessDays === null ? null : policy.calendar(policy.businessDays, organization);
}

/** The level that the ticket is on; null: the policy knows none. */
export function levelOf({ policy, level }: State): Level | null {
  return level < 0 ? null : (policy.levels[level] ?? null); // before the start of an array the engine looks for long
}

/** Owner of a level: a partner's level falls to whoever the policy names where there is no partner (STA-05, ZYN-01). */
export function ownerOf(state: State, index: number): 'vendor' | 'partner' | 'customer' {
  const level = state.policy.levels[index];
  if (level === undefined) return 'vendor';
  if (level.owner !== 'partner') return level.owner;
  const partner = state.contract?.partner ?? null;
  if (partner === null) return state.policy.withoutPartner;
  return partner === 'self' ? 'customer' : 'partner';
}
