/** Generated from support.graphql by `npm run generate`; not to be edited. */
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in time, RFC 3339 in UTC, e.g. 2026-03-02T09:00:00Z. */
  Instant: { input: string; output: string; }
  /** A duration, ISO 8601, e.g. PT1H30M or P10D. Negative once a timer is breached: -PT12M. */
  Duration: { input: string; output: string; }
  /** A calendar date without a zone, e.g. 2026-03-31. */
  Date: { input: string; output: string; }
};

export type Query = {
  __typename?: 'Query';
  /** The judgement of one ticket. Null: no such ticket. `at` in the past answers as it stood then. */
  ticketSupport: Maybe<TicketSupport>;
  /** What an organization may ask for. Null: no such organization. */
  organizationSupport: Maybe<OrganizationSupport>;
  /** Every due time before and after a change. Nothing is written. */
  whatIf: WhatIf;
  /** Open tickets in the policy's order (priority, then submission, unless the policy says otherwise). At most 100 a page. */
  queue: QueueConnection;
  /** All policies, each in its newest version. */
  policies: Array<Policy>;
  /** One policy. `version` null: the published one, else the newest draft. Null: no such policy or version. */
  policy: Maybe<Policy>;
  /** Kept and broken promises of a period. A ticket counts in the period in which its promise was met or breached. */
  attainment: Array<AttainmentRow>;
  /** A back-test that was started with startBacktest. Null: no such back-test. */
  backtest: Maybe<Backtest>;
  /** Every act and every change of policy or contract, newest first. At most 100 a page. */
  auditLog: AuditConnection;
};


export type QueryTicketSupportArgs = {
  ticketId: Scalars['ID']['input'];
  at?: InputMaybe<Scalars['Instant']['input']>;
};


export type QueryOrganizationSupportArgs = {
  organizationId: Scalars['ID']['input'];
};


export type QueryWhatIfArgs = {
  ticketId: Scalars['ID']['input'];
  change: TicketChange;
};


export type QueryQueueArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<QueueFilter>;
};


export type QueryPolicyArgs = {
  id: Scalars['ID']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryAttainmentArgs = {
  from: Scalars['Instant']['input'];
  to: Scalars['Instant']['input'];
  by: Array<AttainmentGroup>;
};


export type QueryBacktestArgs = {
  id: Scalars['ID']['input'];
};


export type QueryAuditLogArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Mark a duty as done. `outcome` null: the duty's first outcome. Outcome `waived` waives it. */
  completeDuty: TicketSupportResult;
  /** Mark an item of the intake as given. */
  provideIntake: TicketSupportResult;
  /** Hand the ticket to another level. Refused with the open duties. */
  handOff: TicketSupportResult;
  /** Record an attempt to reach the contact of an escalation step that is open or taken. */
  logAttempt: TicketSupportResult;
  /** Take an escalation step. Refused with what opens the step. */
  escalate: TicketSupportResult;
  /** Record that an exclusion of the agreement holds. Coverage is NOT_COVERED while it stands. */
  recordExclusion: TicketSupportResult;
  /** Take a recorded exclusion back; everything is as if it had never been recorded. */
  withdrawExclusion: TicketSupportResult;
  /** Start a timer that runs only on request, e.g. a root cause report. */
  startTimer: TicketSupportResult;
  /** Complete a timer that only a person can complete. */
  completeTimer: TicketSupportResult;
  /** Log work on a billable service. */
  logWork: TicketSupportResult;
  /** Report a defect to the policy's defect tracker, or link one: a `title` such as owner/repository#12 is taken as the reference. */
  reportDefect: TicketSupportResult;
  /** Try the write-back to Zendesk again now, e.g. after a permanent refusal was mended. */
  retryWriteBack: TicketSupportResult;
  /** Check a policy text (YAML) and keep it as a draft. Problems carry line and column. */
  savePolicyDraft: PolicyDraftResult;
  /** Publish a version. It applies to tickets opened from now on. */
  publishPolicy: PolicyResult;
  /** Publish the text of an earlier version again, as a new version. */
  restorePolicy: PolicyResult;
  /** Create or replace an organization's contract. Another change in between gives CONFLICT. */
  putContract: ContractResult;
  /** Announce maintenance or another notice. Refused where its lead time is too short and the policy refuses that. */
  putNotice: NoticeResult;
  /** Log a screen-share session on the ticket. */
  logSession: TicketSupportResult;
  /** Record the instant that was agreed with the customer for a promise that allows it. */
  agreeInstant: TicketSupportResult;
  /** Replay a draft against recorded tickets. */
  startBacktest: BacktestResult;
};


export type MutationCompleteDutyArgs = {
  ticketId: Scalars['ID']['input'];
  duty: Scalars['ID']['input'];
  outcome?: InputMaybe<Scalars['String']['input']>;
  note?: InputMaybe<Scalars['String']['input']>;
};


export type MutationProvideIntakeArgs = {
  ticketId: Scalars['ID']['input'];
  item: Scalars['ID']['input'];
  value?: InputMaybe<Scalars['String']['input']>;
};


export type MutationHandOffArgs = {
  ticketId: Scalars['ID']['input'];
  toLevel: Scalars['ID']['input'];
  note?: InputMaybe<Scalars['String']['input']>;
};


export type MutationLogAttemptArgs = {
  ticketId: Scalars['ID']['input'];
  step: Scalars['ID']['input'];
  outcome: AttemptOutcome;
};


export type MutationEscalateArgs = {
  ticketId: Scalars['ID']['input'];
  step: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


export type MutationRecordExclusionArgs = {
  ticketId: Scalars['ID']['input'];
  exclusion: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


export type MutationWithdrawExclusionArgs = {
  ticketId: Scalars['ID']['input'];
  exclusion: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


export type MutationStartTimerArgs = {
  ticketId: Scalars['ID']['input'];
  metric: Scalars['ID']['input'];
};


export type MutationCompleteTimerArgs = {
  ticketId: Scalars['ID']['input'];
  metric: Scalars['ID']['input'];
};


export type MutationLogWorkArgs = {
  ticketId: Scalars['ID']['input'];
  service: Scalars['ID']['input'];
  duration: Scalars['Duration']['input'];
};


export type MutationReportDefectArgs = {
  ticketId: Scalars['ID']['input'];
  title: Scalars['String']['input'];
  details?: InputMaybe<Scalars['String']['input']>;
};


export type MutationRetryWriteBackArgs = {
  ticketId: Scalars['ID']['input'];
};


export type MutationSavePolicyDraftArgs = {
  text: Scalars['String']['input'];
};


export type MutationPublishPolicyArgs = {
  id: Scalars['ID']['input'];
  version: Scalars['Int']['input'];
  note: Scalars['String']['input'];
};


export type MutationRestorePolicyArgs = {
  id: Scalars['ID']['input'];
  version: Scalars['Int']['input'];
  note: Scalars['String']['input'];
};


export type MutationPutContractArgs = {
  input: ContractInput;
};


export type MutationPutNoticeArgs = {
  input: NoticeInput;
};


export type MutationLogSessionArgs = {
  ticketId: Scalars['ID']['input'];
  url: Scalars['String']['input'];
};


export type MutationAgreeInstantArgs = {
  ticketId: Scalars['ID']['input'];
  metric: Scalars['ID']['input'];
  dueAt: Scalars['Instant']['input'];
};


export type MutationStartBacktestArgs = {
  input: BacktestInput;
};

export type Subscription = {
  __typename?: 'Subscription';
  /** The judgement again whenever it changes. */
  ticketSupportChanged: TicketSupport;
};


export type SubscriptionTicketSupportChangedArgs = {
  ticketId: Scalars['ID']['input'];
};

/** The judgement of one ticket at one instant, each part with its reasons. */
export type TicketSupport = {
  __typename?: 'TicketSupport';
  ticketId: Scalars['ID']['output'];
  /** The instant that is judged. */
  at: Scalars['Instant']['output'];
  /** Null: no policy is published that could apply. */
  policy: Maybe<PolicyVersion>;
  /** Null: the organization has no contract, or there is no organization. */
  contract: Maybe<Contract>;
  coverage: Coverage;
  requester: RequesterVerdict;
  channel: ChannelVerdict;
  /** Who else deals with such a ticket. Null: nobody else. */
  route: Maybe<Route>;
  /** Null: no priority's condition holds. */
  priority: Maybe<PriorityVerdict>;
  /** Null: the policy knows no levels. */
  level: Maybe<Level>;
  hours: Hours;
  timers: Array<Timer>;
  duties: Array<Duty>;
  intake: Intake;
  exclusions: Array<Exclusion>;
  escalation: Escalation;
  /** Null: no defect is linked. */
  defect: Maybe<Defect>;
  notices: Array<Notice>;
  /** The running or next window of scheduled downtime. Null: the policy knows none. */
  downtime: Maybe<Window>;
  /** What to offer or do first. */
  advice: Array<Advice>;
  /** What the customer's silence asks for. Null: nothing yet. */
  silence: Maybe<Silence>;
  /** Credits that this ticket's breaches may earn. */
  credits: Array<Credit>;
  /** What is left of counted allowances, e.g. incidents a year. */
  allowances: Array<Allowance>;
  writeBack: WriteBack;
};

/** Why something is as it is: what was compared, and the clauses of the agreement that say so. */
export type Reason = {
  __typename?: 'Reason';
  text: Scalars['String']['output'];
  /** Clause ids of the policy's source, e.g. NEX-12. */
  cites: Array<Scalars['String']['output']>;
};

export type Tier = {
  __typename?: 'Tier';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
};

export type Contract = {
  __typename?: 'Contract';
  organizationId: Scalars['ID']['output'];
  /** Null: Zendesk has not told the name yet. */
  organization: Maybe<Scalars['String']['output']>;
  policy: Scalars['ID']['output'];
  tier: Tier;
  status: ContractStatus;
  /** Null: from ever. */
  startsOn: Maybe<Scalars['Date']['output']>;
  /** Null: without end. */
  endsOn: Maybe<Scalars['Date']['output']>;
  /** The partner organization's name, `self` where the customer provides for itself. Null: none. */
  partner: Maybe<Scalars['String']['output']>;
  region: Maybe<Scalars['String']['output']>;
  /** Number of users at the customer. Null: not known. */
  users: Maybe<Scalars['Int']['output']>;
  entitlements: Array<Entitlement>;
  contacts: Array<Contact>;
  /** Hand it back with putContract, so that a change in between is noticed. */
  revision: Scalars['Int']['output'];
};

export type Entitlement = {
  __typename?: 'Entitlement';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  /** Null: not counted. */
  quantity: Maybe<Scalars['Int']['output']>;
  /** Whether it covers this ticket's product. Null: no ticket asked, or it covers no product. */
  covers: Maybe<Scalars['Boolean']['output']>;
};

export type Contact = {
  __typename?: 'Contact';
  role: Scalars['String']['output'];
  name: Maybe<Scalars['String']['output']>;
  email: Maybe<Scalars['String']['output']>;
  phone: Maybe<Scalars['String']['output']>;
  userId: Maybe<Scalars['ID']['output']>;
  certifiedOn: Maybe<Scalars['Date']['output']>;
  /** Who agreed to this contact, on both sides. */
  agreedBy: Array<Scalars['String']['output']>;
};

export type ContractStatus =
  | 'ACTIVE'
  | 'UNPAID'
  | 'ENDED';

export type CoverageKind =
  | 'COVERED'
  | 'LIMITED'
  | 'BILLABLE'
  | 'NOT_COVERED';

export type RequesterKind =
  | 'APPROVED'
  | 'EMERGENCY'
  | 'NOT_APPROVED'
  | 'UNRESTRICTED';

export type CertificationState =
  | 'VALID'
  | 'EXPIRING'
  | 'EXPIRED';

export type Owner =
  | 'VENDOR'
  | 'PARTNER'
  | 'CUSTOMER';

export type TimerState =
  | 'RUNNING'
  | 'PAUSED'
  | 'MET'
  | 'BREACHED'
  | 'BREACHED_MET'
  | 'BEST_EFFORT';

export type Strength =
  | 'CONTRACT'
  | 'GOAL'
  | 'BEST_EFFORT';

export type SpanKind =
  | 'OPEN'
  | 'CLOSED'
  | 'HOLIDAY'
  | 'PAUSED';

export type DutyState =
  | 'OPEN'
  | 'DONE'
  | 'WAIVED';

export type StepState =
  | 'OPEN'
  | 'CLOSED'
  | 'TAKEN';

export type DefectState =
  | 'OPEN'
  | 'CLOSED';

export type NoticeLead =
  | 'ENOUGH'
  | 'SHORT';

export type WriteBackState =
  | 'SETTLED'
  | 'PENDING'
  | 'FAILED';

export type PolicyState =
  | 'DRAFT'
  | 'PUBLISHED'
  | 'RETIRED';

export type AttemptOutcome =
  | 'REACHED'
  | 'NOT_REACHED';

export type Coverage = {
  __typename?: 'Coverage';
  verdict: CoverageKind;
  /** Null: the policy names no services. */
  service: Maybe<Service>;
  /** Null: coverage is not BILLABLE. */
  fee: Maybe<Fee>;
  reasons: Array<Reason>;
};

export type Service = {
  __typename?: 'Service';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
};

export type Fee = {
  __typename?: 'Fee';
  /** Of the work logged so far, e.g. `750 USD`. */
  amount: Scalars['String']['output'];
  /** E.g. `250 USD per hour`. */
  rate: Scalars['String']['output'];
  /** Work logged so far, before rounding. */
  worked: Scalars['Duration']['output'];
  reasons: Array<Reason>;
};

export type RequesterVerdict = {
  __typename?: 'RequesterVerdict';
  verdict: RequesterKind;
  /** Null: no certificate is on record. */
  certification: Maybe<CertificationState>;
  /** Those whom the contract names; shown when the requester must be verified. */
  namedContacts: Array<Contact>;
  reasons: Array<Reason>;
};

export type ChannelVerdict = {
  __typename?: 'ChannelVerdict';
  /** Null: Zendesk does not say. */
  used: Maybe<Scalars['ID']['output']>;
  allowed: Scalars['Boolean']['output'];
  channels: Array<Scalars['ID']['output']>;
  preferred: Maybe<Scalars['ID']['output']>;
  reasons: Array<Reason>;
};

export type Route = {
  __typename?: 'Route';
  contact: Scalars['ID']['output'];
  /** The contact's own data. Null: the policy gives only the name. */
  details: Maybe<Contact>;
  /** True where the first contact cannot be reached and this one stands in. */
  fallback: Scalars['Boolean']['output'];
  reasons: Array<Reason>;
};

export type PriorityVerdict = {
  __typename?: 'PriorityVerdict';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  /** Zendesk's value: urgent, high, normal or low. */
  zendesk: Scalars['String']['output'];
  /** Role of the person who set another priority by hand. Null: nobody did. */
  overriddenBy: Maybe<Scalars['String']['output']>;
  /** The priority that the policy derives. Differs from `id` only when overridden. Null: none. */
  derived: Maybe<Scalars['ID']['output']>;
  reasons: Array<Reason>;
};

export type Level = {
  __typename?: 'Level';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  owner: Owner;
  /** Of the owner: the partner's own, or the policy's. */
  contacts: Array<Contact>;
  handOffs: Array<HandOff>;
  reasons: Array<Reason>;
};

export type HandOff = {
  __typename?: 'HandOff';
  to: Scalars['ID']['output'];
  open: Scalars['Boolean']['output'];
  /** Open duties that stand in the way; empty where an outcome shuts it. */
  blockedBy: Array<Scalars['ID']['output']>;
  reasons: Array<Reason>;
};

export type Hours = {
  __typename?: 'Hours';
  open: Scalars['Boolean']['output'];
  /** The clock's next change. Null: it never changes. */
  until: Maybe<Scalars['Instant']['output']>;
  /** The calendar's name in the policy. Null: no policy. */
  clock: Maybe<Scalars['String']['output']>;
  timeZone: Maybe<Scalars['String']['output']>;
};

export type Timer = {
  __typename?: 'Timer';
  metric: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  state: TimerState;
  strength: Strength;
  /** PT0S where the agreement says `as needed`; targetText has its words. Business days are given as calendar periods: P10D. */
  target: Scalars['Duration']['output'];
  /** The target as the policy writes it, e.g. `10 business days`. */
  targetText: Scalars['String']['output'];
  startedAt: Scalars['Instant']['output'];
  /** Null while paused or best effort. */
  dueAt: Maybe<Scalars['Instant']['output']>;
  warnAt: Maybe<Scalars['Instant']['output']>;
  metAt: Maybe<Scalars['Instant']['output']>;
  /** Since when it is paused. Null: it is not. */
  pausedAt: Maybe<Scalars['Instant']['output']>;
  /** Working time left on its clock, negative once breached. Null: best effort without due time, or ended. */
  remaining: Maybe<Scalars['Duration']['output']>;
  clock: Scalars['String']['output'];
  /** Spans that add up to the target. */
  receipt: Array<Span>;
  reasons: Array<Reason>;
};

export type Span = {
  __typename?: 'Span';
  from: Scalars['Instant']['output'];
  to: Scalars['Instant']['output'];
  kind: SpanKind;
  /** Whether the span counts towards the target. */
  counted: Scalars['Boolean']['output'];
};

export type Duty = {
  __typename?: 'Duty';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  state: DutyState;
  openedAt: Maybe<Scalars['Instant']['output']>;
  dueAt: Maybe<Scalars['Instant']['output']>;
  doneAt: Maybe<Scalars['Instant']['output']>;
  outcome: Maybe<Scalars['String']['output']>;
  outcomes: Array<Scalars['String']['output']>;
  /** Duties that must be done before this one. */
  blockedBy: Array<Scalars['ID']['output']>;
  links: Array<Link>;
  reasons: Array<Reason>;
};

export type Link = {
  __typename?: 'Link';
  title: Scalars['String']['output'];
  url: Scalars['String']['output'];
};

export type Intake = {
  __typename?: 'Intake';
  provided: Scalars['Int']['output'];
  required: Scalars['Int']['output'];
  items: Array<IntakeItem>;
  /** Ready to copy to the customer. Null: nothing is missing or the policy has no message. */
  message: Maybe<Scalars['String']['output']>;
  reasons: Array<Reason>;
};

export type IntakeItem = {
  __typename?: 'IntakeItem';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  given: Scalars['Boolean']['output'];
  optional: Scalars['Boolean']['output'];
  value: Maybe<Scalars['String']['output']>;
};

export type Exclusion = {
  __typename?: 'Exclusion';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  /** By the policy's condition (false) or by hand (true). */
  recorded: Scalars['Boolean']['output'];
  reason: Maybe<Scalars['String']['output']>;
  reasons: Array<Reason>;
};

export type Escalation = {
  __typename?: 'Escalation';
  steps: Array<EscalationStep>;
  /** Exclusions that an agent may record, and other paths, are elsewhere; here: whether the contact list is fresh. */
  stale: Scalars['Boolean']['output'];
  reviewedOn: Maybe<Scalars['Date']['output']>;
};

export type EscalationStep = {
  __typename?: 'EscalationStep';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  /** Ids of the policy's contacts. */
  contact: Maybe<Scalars['ID']['output']>;
  contacts: Array<Contact>;
  state: StepState;
  takenAt: Maybe<Scalars['Instant']['output']>;
  /** In words; null: always open. */
  opensWhen: Maybe<Scalars['String']['output']>;
  /** At which instant time alone opens it. Null: none. */
  opensAt: Maybe<Scalars['Instant']['output']>;
  attempts: Array<Attempt>;
  reasons: Array<Reason>;
};

export type Attempt = {
  __typename?: 'Attempt';
  at: Scalars['Instant']['output'];
  outcome: AttemptOutcome;
};

export type Defect = {
  __typename?: 'Defect';
  reference: Scalars['String']['output'];
  url: Maybe<Scalars['String']['output']>;
  state: DefectState;
  expectedRelease: Maybe<Scalars['String']['output']>;
};

export type Notice = {
  __typename?: 'Notice';
  id: Scalars['ID']['output'];
  kind: Scalars['ID']['output'];
  text: Maybe<Scalars['String']['output']>;
  from: Scalars['Instant']['output'];
  to: Scalars['Instant']['output'];
  announcedAt: Scalars['Instant']['output'];
  lead: NoticeLead;
  recipients: Array<Contact>;
  reasons: Array<Reason>;
};

export type Window = {
  __typename?: 'Window';
  from: Scalars['Instant']['output'];
  to: Scalars['Instant']['output'];
  /** True: it is running. */
  now: Scalars['Boolean']['output'];
};

export type Advice = {
  __typename?: 'Advice';
  text: Scalars['String']['output'];
  links: Array<Link>;
  cites: Array<Scalars['String']['output']>;
};

export type Silence = {
  __typename?: 'Silence';
  /** What the policy says to do now: `remind`, `solve` or another word of the policy. */
  do: Scalars['String']['output'];
  since: Scalars['Instant']['output'];
  dueAt: Scalars['Instant']['output'];
  reasons: Array<Reason>;
};

export type Credit = {
  __typename?: 'Credit';
  metric: Scalars['ID']['output'];
  text: Scalars['String']['output'];
  /** Last instant to claim it. Null: without limit. */
  claimBy: Maybe<Scalars['Instant']['output']>;
  reasons: Array<Reason>;
};

export type Allowance = {
  __typename?: 'Allowance';
  id: Scalars['ID']['output'];
  number: Scalars['Int']['output'];
  used: Scalars['Int']['output'];
  per: Scalars['String']['output'];
  reasons: Array<Reason>;
};

export type WriteBack = {
  __typename?: 'WriteBack';
  state: WriteBackState;
  /** Null: nothing is written to the priority. */
  wantedPriority: Maybe<Scalars['String']['output']>;
  wantedTags: Array<Scalars['String']['output']>;
  /** Null: no error since the last success. */
  lastError: Maybe<Scalars['String']['output']>;
  /** When it is tried again by itself. Null: it is not. */
  retryAt: Maybe<Scalars['Instant']['output']>;
};

export type OrganizationSupport = {
  __typename?: 'OrganizationSupport';
  organizationId: Scalars['ID']['output'];
  contract: Maybe<Contract>;
  coverage: Coverage;
  notices: Array<Notice>;
  openTickets: Array<QueueItem>;
};

export type TicketChange = {
  status?: InputMaybe<Scalars['String']['input']>;
  priority?: InputMaybe<Scalars['String']['input']>;
  level?: InputMaybe<Scalars['ID']['input']>;
  at?: InputMaybe<Scalars['Instant']['input']>;
};

export type WhatIf = {
  __typename?: 'WhatIf';
  before: TicketSupport;
  after: TicketSupport;
  changes: Array<TimerChange>;
};

export type TimerChange = {
  __typename?: 'TimerChange';
  metric: Scalars['ID']['output'];
  /** Null: the timer did not exist before or does not afterwards. */
  dueBefore: Maybe<Scalars['Instant']['output']>;
  dueAfter: Maybe<Scalars['Instant']['output']>;
  stateBefore: Maybe<TimerState>;
  stateAfter: Maybe<TimerState>;
  /** Whether it would be breached by the change at once. */
  breaches: Scalars['Boolean']['output'];
};

export type QueueFilter = {
  policy?: InputMaybe<Scalars['ID']['input']>;
  tier?: InputMaybe<Scalars['ID']['input']>;
  priority?: InputMaybe<Scalars['ID']['input']>;
  level?: InputMaybe<Scalars['ID']['input']>;
  owner?: InputMaybe<Owner>;
  atRisk?: InputMaybe<Scalars['Boolean']['input']>;
  breached?: InputMaybe<Scalars['Boolean']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};

export type QueueConnection = {
  __typename?: 'QueueConnection';
  nodes: Array<QueueItem>;
  pageInfo: PageInfo;
  total: Scalars['Int']['output'];
};

export type QueueItem = {
  __typename?: 'QueueItem';
  ticketId: Scalars['ID']['output'];
  organizationId: Maybe<Scalars['ID']['output']>;
  tier: Maybe<Scalars['ID']['output']>;
  priority: Maybe<Scalars['ID']['output']>;
  level: Maybe<Scalars['ID']['output']>;
  openedAt: Scalars['Instant']['output'];
  /** The timer that is due next. Null: none runs. */
  nextDueAt: Maybe<Scalars['Instant']['output']>;
  nextMetric: Maybe<Scalars['ID']['output']>;
  breached: Scalars['Boolean']['output'];
  atRisk: Scalars['Boolean']['output'];
};

export type PageInfo = {
  __typename?: 'PageInfo';
  hasNextPage: Scalars['Boolean']['output'];
  endCursor: Maybe<Scalars['String']['output']>;
};

export type Policy = {
  __typename?: 'Policy';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  version: Scalars['Int']['output'];
  state: PolicyState;
  text: Scalars['String']['output'];
  publishedAt: Maybe<Scalars['Instant']['output']>;
  note: Maybe<Scalars['String']['output']>;
  versions: Array<PolicyVersion>;
  /** Clauses of the source and the rules that cite them. */
  cover: Array<Clause>;
  /** What the checks find in this version: warnings; errors are never saved as published. */
  problems: Array<Problem>;
};

export type Clause = {
  __typename?: 'Clause';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
  state: ClauseState;
  /** Where the policy cites it, e.g. tiers.startup.hours. */
  citedBy: Array<Scalars['String']['output']>;
};

export type ClauseState =
  | 'CITED'
  | 'MANUAL'
  | 'OPEN';

export type AttainmentGroup =
  | 'TIER'
  | 'METRIC'
  | 'ORGANIZATION'
  | 'STRENGTH'
  | 'OWNER'
  | 'MONTH';

export type AttainmentRow = {
  __typename?: 'AttainmentRow';
  /** The group's values in the order of `by`. */
  keys: Array<Scalars['String']['output']>;
  met: Scalars['Int']['output'];
  breached: Scalars['Int']['output'];
  excluded: Scalars['Int']['output'];
  /** Share kept, 0 to 1. Null: nothing ended in the period. */
  share: Maybe<Scalars['Float']['output']>;
};

export type Backtest = {
  __typename?: 'Backtest';
  id: Scalars['ID']['output'];
  state: BacktestState;
  tickets: Scalars['Int']['output'];
  done: Scalars['Int']['output'];
  rows: Array<BacktestRow>;
};

export type BacktestState =
  | 'RUNNING'
  | 'DONE'
  | 'FAILED';

export type BacktestRow = {
  __typename?: 'BacktestRow';
  metric: Scalars['ID']['output'];
  keptBefore: Scalars['Int']['output'];
  keptAfter: Scalars['Int']['output'];
  moved: Scalars['Int']['output'];
  lost: Array<Scalars['ID']['output']>;
};

export type BacktestInput = {
  policy: Scalars['ID']['input'];
  draftVersion: Scalars['Int']['input'];
  against?: InputMaybe<Scalars['Int']['input']>;
  since: Scalars['Instant']['input'];
};

export type AuditConnection = {
  __typename?: 'AuditConnection';
  nodes: Array<AuditEntry>;
  pageInfo: PageInfo;
};

export type AuditEntry = {
  __typename?: 'AuditEntry';
  id: Scalars['ID']['output'];
  at: Scalars['Instant']['output'];
  /** Who acted: a claim where only the app's token was shown. */
  actor: Scalars['String']['output'];
  role: Scalars['String']['output'];
  action: Scalars['String']['output'];
  subject: Scalars['String']['output'];
  detail: Maybe<Scalars['String']['output']>;
  outcome: Scalars['String']['output'];
};

export type TicketSupportResult = TicketSupport | Refused;

export type PolicyDraftResult = PolicyVersion | Refused;

export type PolicyResult = PolicyVersion | Refused;

export type ContractResult = Contract | Refused;

export type NoticeResult = Notice | Refused;

export type BacktestResult = Backtest | Refused;

/** An expected failure: nothing was changed. */
export type Refused = {
  __typename?: 'Refused';
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  problems: Array<Problem>;
};

export type Problem = {
  __typename?: 'Problem';
  message: Scalars['String']['output'];
  line: Maybe<Scalars['Int']['output']>;
  column: Maybe<Scalars['Int']['output']>;
  path: Maybe<Scalars['String']['output']>;
  blockedBy: Maybe<Array<Scalars['ID']['output']>>;
};

export type PolicyVersion = {
  __typename?: 'PolicyVersion';
  id: Scalars['ID']['output'];
  version: Scalars['Int']['output'];
  title: Scalars['String']['output'];
  state: PolicyState;
  publishedAt: Maybe<Scalars['Instant']['output']>;
  note: Maybe<Scalars['String']['output']>;
  /** Warnings of the checks. */
  problems: Array<Problem>;
};

export type ContractInput = {
  organizationId: Scalars['ID']['input'];
  policy: Scalars['ID']['input'];
  tier: Scalars['ID']['input'];
  status?: InputMaybe<ContractStatus>;
  startsOn?: InputMaybe<Scalars['Date']['input']>;
  endsOn?: InputMaybe<Scalars['Date']['input']>;
  partner?: InputMaybe<Scalars['String']['input']>;
  region?: InputMaybe<Scalars['String']['input']>;
  users?: InputMaybe<Scalars['Int']['input']>;
  entitlements?: InputMaybe<Array<EntitlementInput>>;
  contacts?: InputMaybe<Array<ContactInput>>;
  /** Time zone of the customer, IANA, for calendars of the customer. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
  /** Holidays of the customer, for calendars of the customer. */
  holidays?: InputMaybe<Array<Scalars['Date']['input']>>;
  /** Revision of the contract that was read; another one in between gives CONFLICT. Null: there was none. */
  revision?: InputMaybe<Scalars['Int']['input']>;
};

export type EntitlementInput = {
  id: Scalars['ID']['input'];
  quantity?: InputMaybe<Scalars['Int']['input']>;
};

export type ContactInput = {
  role: Scalars['String']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  email?: InputMaybe<Scalars['String']['input']>;
  phone?: InputMaybe<Scalars['String']['input']>;
  userId?: InputMaybe<Scalars['ID']['input']>;
  certifiedOn?: InputMaybe<Scalars['Date']['input']>;
  agreedBy?: InputMaybe<Array<Scalars['String']['input']>>;
};

export type NoticeInput = {
  policy: Scalars['ID']['input'];
  kind: Scalars['ID']['input'];
  text?: InputMaybe<Scalars['String']['input']>;
  from: Scalars['Instant']['input'];
  to: Scalars['Instant']['input'];
  /** Null: now. */
  announcedAt?: InputMaybe<Scalars['Instant']['input']>;
  organizationIds: Array<Scalars['ID']['input']>;
};
