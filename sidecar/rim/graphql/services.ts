/** What the resolvers ask of the sidecar. The root answers with the flow's steps; nothing here knows a database or a clock. */
import type { ActEvent, ContactFacts, EpochMs } from '#core/facts/facts.ts';
import type { Choices } from '#core/judge/choices.ts';
import type { Judgement } from '#core/judge/judgement.ts';
import type {
  Actor,
  AuditEntry,
  ContractRevision,
  ContractTerms,
  NoticeRecord,
  PolicyStateWord,
  QueuePage,
  QueueRequest,
  QueueRow,
  WriteBack,
} from '#flow/ports.ts';

/** An expected failure: nothing was changed. */
export interface RefusedView {
  readonly kind: 'refused';
  /** E.g. CONFLICT, POLICY_INVALID, NOT_FOUND, DUTIES_OPEN. */
  readonly code: string;
  readonly message: string;
  readonly problems: readonly ProblemView[];
}
export interface ProblemView {
  readonly message: string;
  readonly line?: number | null;
  readonly column?: number | null;
  readonly path?: string | null;
  readonly blockedBy?: readonly string[] | null;
}
export type Outcome<T> = { readonly kind: 'done'; readonly value: T } | RefusedView;

export interface PolicyVersionView {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly state: PolicyStateWord;
  readonly publishedAt: EpochMs | null;
  readonly note: string | null;
  readonly problems: readonly ProblemView[];
}
export interface PolicyView extends PolicyVersionView {
  readonly text: string;
  readonly versions: readonly PolicyVersionView[];
  readonly cover: readonly {
    readonly id: string;
    readonly title: string;
    readonly state: 'cited' | 'manual' | 'open';
    readonly citedBy: readonly string[];
  }[];
}

/** A contract as it is kept, with the titles that its policy gives. */
export interface ContractView {
  readonly organizationName: string | null;
  readonly revision: ContractRevision;
  readonly tierTitle: string;
  readonly entitlementTitles: Readonly<Record<string, string>>;
}

/** One ticket's judgement with what stands round it. */
export interface SupportView {
  readonly ticketId: string;
  readonly at: EpochMs;
  /** Null: no policy is published that could apply. */
  readonly judgement: Judgement | null;
  readonly policy: PolicyVersionView | null;
  readonly contract: ContractView | null;
  readonly writeBack: WriteBack | null;
  readonly choices: Choices;
}

export interface OrganizationView {
  readonly organizationId: string;
  readonly contract: ContractView | null;
  readonly coverage: Judgement['coverage'];
  readonly notices: Judgement['notices'];
  readonly openTickets: readonly QueueRow[];
}

export interface TicketChangeView {
  readonly status?: string | null;
  readonly priority?: string | null;
  readonly level?: string | null;
  readonly at?: EpochMs | null;
}
export interface WhatIfView {
  readonly before: SupportView;
  readonly after: SupportView;
}

export type AttainmentGroup = 'tier' | 'metric' | 'organization' | 'strength' | 'owner' | 'month';
export interface AttainmentRow {
  readonly keys: readonly string[];
  readonly met: number;
  readonly breached: number;
  readonly excluded: number;
}

export interface BacktestView {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly tickets: number;
  readonly done: number;
  readonly rows: readonly {
    readonly metric: string;
    readonly keptBefore: number;
    readonly keptAfter: number;
    readonly moved: number;
    readonly lost: readonly string[];
  }[];
}

/** What a person wants to do on a ticket; the step adds the instant. */
export type ActWish = ActEvent extends infer One ? (One extends ActEvent ? Omit<One, 'at'> : never) : never;

export interface ActRequest {
  readonly ticketId: string;
  readonly wish: ActWish;
  readonly by: Actor;
  /** Two requests with one key are one act and get one answer. */
  readonly key: string;
}

export interface DefectWish {
  readonly ticketId: string;
  readonly title: string;
  readonly details: string | null;
  readonly by: Actor;
  readonly key: string;
}

export interface ContractWish {
  readonly terms: Omit<ContractTerms, 'extra' | 'contacts'> & { readonly contacts: readonly ContactFacts[] };
  /** Revision that was read; null: there was none. */
  readonly read: number | null;
  readonly by: Actor;
}
export interface NoticeWish {
  readonly policyId: string;
  readonly kind: string;
  readonly text: string | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Null: now. */
  readonly announced: EpochMs | null;
  readonly organizations: readonly string[];
  readonly by: Actor;
}
export interface NoticeView {
  readonly notice: NoticeRecord;
  readonly lead: 'enough' | 'short';
  readonly reasons: Judgement['notices'][number]['reasons'];
  readonly recipients: Judgement['notices'][number]['recipients'];
}
export interface BacktestWish {
  readonly policyId: string;
  readonly draftVersion: number;
  readonly against: number | null;
  readonly since: EpochMs;
  readonly by: Actor;
}

export interface Services {
  /** Null: no such ticket. `at` null: now. Rejected with an Unavailable where Zendesk must be asked and cannot. */
  ticketSupport(ticketId: string, at: EpochMs | null): Promise<SupportView | null>;
  organizationSupport(organizationId: string): Promise<OrganizationView | null>;
  whatIf(ticketId: string, change: TicketChangeView): Promise<WhatIfView | null>;
  queue(request: QueueRequest): Promise<QueuePage>;
  policies(): Promise<readonly PolicyView[]>;
  policy(id: string, version: number | null): Promise<PolicyView | null>;
  attainment(from: EpochMs, to: EpochMs, by: readonly AttainmentGroup[]): Promise<readonly AttainmentRow[]>;
  backtest(id: string): Promise<BacktestView | null>;
  auditLog(
    first: number,
    after: string | null,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly more: boolean }>;
  act(request: ActRequest): Promise<Outcome<SupportView>>;
  reportDefect(wish: DefectWish): Promise<Outcome<SupportView>>;
  retryWriteBack(ticketId: string, by: Actor): Promise<Outcome<SupportView>>;
  savePolicyDraft(text: string, by: Actor): Promise<Outcome<PolicyVersionView>>;
  publishPolicy(id: string, version: number, note: string, by: Actor): Promise<Outcome<PolicyVersionView>>;
  restorePolicy(id: string, version: number, note: string, by: Actor): Promise<Outcome<PolicyVersionView>>;
  putContract(wish: ContractWish): Promise<Outcome<ContractView>>;
  putNotice(wish: NoticeWish): Promise<Outcome<NoticeView>>;
  startBacktest(wish: BacktestWish): Promise<Outcome<BacktestView>>;
  /** Calls back whenever the ticket's answer changed; returns the end of it. */
  onChange(ticketId: string, listener: () => void): () => void;
}

/** Thrown by a service that cannot answer now: the client gets UNAVAILABLE and may try again. */
export class Unavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unavailable';
  }
}
