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

/** What can be asked. Null where a field may be null always means: there is none. */
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
  /** Kept and broken promises of a period. Each wait of a promise counts, in the period in which it was met or breached: of a promise that repeats there are several on a ticket. */
  attainment: Array<AttainmentRow>;
  /** A back-test that was started with startBacktest. Null: no such back-test. */
  backtest: Maybe<Backtest>;
  /** How the sidecar is: what it needs, and what waits. */
  health: Health;
  /** Every act and every change of policy or contract, newest first. At most 100 a page. */
  auditLog: AuditConnection;
};


/** What can be asked. Null where a field may be null always means: there is none. */
export type QueryTicketSupportArgs = {
  ticketId: Scalars['ID']['input'];
  at?: InputMaybe<Scalars['Instant']['input']>;
};


/** What can be asked. Null where a field may be null always means: there is none. */
export type QueryOrganizationSupportArgs = {
  organizationId: Scalars['ID']['input'];
};


/** What can be asked. Null where a field may be null always means: there is none. */
export type QueryWhatIfArgs = {
  ticketId: Scalars['ID']['input'];
  change: TicketChange;
};


/** What can be asked. Null where a field may be null always means: there is none. */
export type QueryQueueArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<QueueFilter>;
};


/** What can be asked. Null where a field may be null always means: there is none. */
export type QueryPolicyArgs = {
  id: Scalars['ID']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. Null where a field may be null always means: there is none. */
export type QueryAttainmentArgs = {
  from: Scalars['Instant']['input'];
  to: Scalars['Instant']['input'];
  by: Array<AttainmentGroup>;
};


/** What can be asked. Null where a field may be null always means: there is none. */
export type QueryBacktestArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked. Null where a field may be null always means: there is none. */
export type QueryAuditLogArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** What can be done. An expected failure is a value, Refused, and changes nothing. */
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
  /** Publish a version. It applies to tickets opened from now on; with `moveOpen` to those that are open now as well. */
  publishPolicy: PolicyResult;
  /** Publish the text of an earlier version again, as a new version. `moveOpen` as with publishPolicy. */
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


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationCompleteDutyArgs = {
  ticketId: Scalars['ID']['input'];
  duty: Scalars['ID']['input'];
  outcome?: InputMaybe<Scalars['String']['input']>;
  note?: InputMaybe<Scalars['String']['input']>;
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationProvideIntakeArgs = {
  ticketId: Scalars['ID']['input'];
  item: Scalars['ID']['input'];
  value?: InputMaybe<Scalars['String']['input']>;
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationHandOffArgs = {
  ticketId: Scalars['ID']['input'];
  toLevel: Scalars['ID']['input'];
  note?: InputMaybe<Scalars['String']['input']>;
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationLogAttemptArgs = {
  ticketId: Scalars['ID']['input'];
  step: Scalars['ID']['input'];
  outcome: AttemptOutcome;
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationEscalateArgs = {
  ticketId: Scalars['ID']['input'];
  step: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationRecordExclusionArgs = {
  ticketId: Scalars['ID']['input'];
  exclusion: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationWithdrawExclusionArgs = {
  ticketId: Scalars['ID']['input'];
  exclusion: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationStartTimerArgs = {
  ticketId: Scalars['ID']['input'];
  metric: Scalars['ID']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationCompleteTimerArgs = {
  ticketId: Scalars['ID']['input'];
  metric: Scalars['ID']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationLogWorkArgs = {
  ticketId: Scalars['ID']['input'];
  service: Scalars['ID']['input'];
  duration: Scalars['Duration']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationReportDefectArgs = {
  ticketId: Scalars['ID']['input'];
  title: Scalars['String']['input'];
  details?: InputMaybe<Scalars['String']['input']>;
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationRetryWriteBackArgs = {
  ticketId: Scalars['ID']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationSavePolicyDraftArgs = {
  text: Scalars['String']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationPublishPolicyArgs = {
  id: Scalars['ID']['input'];
  version: Scalars['Int']['input'];
  note: Scalars['String']['input'];
  moveOpen?: Scalars['Boolean']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationRestorePolicyArgs = {
  id: Scalars['ID']['input'];
  version: Scalars['Int']['input'];
  note: Scalars['String']['input'];
  moveOpen?: Scalars['Boolean']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationPutContractArgs = {
  input: ContractInput;
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationPutNoticeArgs = {
  input: NoticeInput;
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationLogSessionArgs = {
  ticketId: Scalars['ID']['input'];
  url: Scalars['String']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationAgreeInstantArgs = {
  ticketId: Scalars['ID']['input'];
  metric: Scalars['ID']['input'];
  dueAt: Scalars['Instant']['input'];
};


/** What can be done. An expected failure is a value, Refused, and changes nothing. */
export type MutationStartBacktestArgs = {
  input: BacktestInput;
};

/** What can be followed, over server-sent events at /graphql/stream. */
export type Subscription = {
  __typename?: 'Subscription';
  /** The judgement again whenever it changes. */
  ticketSupportChanged: TicketSupport;
};


/** What can be followed, over server-sent events at /graphql/stream. */
export type SubscriptionTicketSupportChangedArgs = {
  ticketId: Scalars['ID']['input'];
};

/** The judgement of one ticket at one instant, each part with its reasons. */
export type TicketSupport = {
  __typename?: 'TicketSupport';
  /** Zendesk's number of the ticket. */
  ticketId: Scalars['ID']['output'];
  /** The instant that is judged. */
  at: Scalars['Instant']['output'];
  /** The version that judged. Null: no policy is published that could apply. */
  policy: Maybe<PolicyVersion>;
  /** As it holds at that instant. Null: the organization has no contract, or there is no organization. */
  contract: Maybe<Contract>;
  /** Whether the agreement covers the request. */
  coverage: Coverage;
  /** Whether the requester may ask. */
  requester: RequesterVerdict;
  /** Whether the way by which the request came is allowed. */
  channel: ChannelVerdict;
  /** Who else deals with such a ticket. Null: nobody else. */
  route: Maybe<Route>;
  /** Null: no priority's condition holds. */
  priority: Maybe<PriorityVerdict>;
  /** Where the ticket is worked on. Null: the policy knows no levels. */
  level: Maybe<Level>;
  /** Whether the tier's clock runs now. */
  hours: Hours;
  /** Every promise with its clock, in the policy's order. Empty: nothing is promised. */
  timers: Array<Timer>;
  /** What has to be done on the ticket. Empty: nothing. */
  duties: Array<Duty>;
  /** What the customer has to give. */
  intake: Intake;
  /** Exclusions that hold. Empty: none. */
  exclusions: Array<Exclusion>;
  /** Whom to call next, and when. */
  escalation: Escalation;
  /** Null: no defect is linked. */
  defect: Maybe<Defect>;
  /** Announcements that concern the organization and are not over. Empty: none. */
  notices: Array<Notice>;
  /** The running or next window of scheduled downtime. Null: the policy knows none. */
  downtime: Maybe<Window>;
  /** What to offer or do first. Empty: nothing. */
  advice: Array<Advice>;
  /** What the customer's silence asks for. Null: nothing yet. */
  silence: Maybe<Silence>;
  /** Credits that this ticket's breaches may earn. Empty: none. */
  credits: Array<Credit>;
  /** What is left of counted allowances, e.g. incidents a year. Empty: nothing is counted. */
  allowances: Array<Allowance>;
  /** Screen-share sessions that were logged, oldest first. Empty: none. */
  sessions: Array<Session>;
  /** What a person may choose to do on the ticket as things stand, beside duties, intake, hand-offs and escalation steps. */
  choices: Choices;
  /** Whether Zendesk has closed or deleted the ticket, as it is now. Null: it goes on. */
  ended: Maybe<TicketEnd>;
  /** What Zendesk should show, and whether it does. Of an instant before the last look: what it should have shown then, as SETTLED. */
  writeBack: WriteBack;
};

/** What a person may choose to do on a ticket. */
export type Choices = {
  __typename?: 'Choices';
  /** The policy's priorities, highest first. Empty: it has none. */
  priorities: Array<PriorityChoice>;
  /** For recordExclusion: exclusions that only a person can record and that are not recorded. Empty: none. */
  exclusions: Array<Choice>;
  /** For startTimer: timers that run on request and do not run. Empty: none. */
  startTimers: Array<Choice>;
  /** For completeTimer: timers that run and that a person completes. Empty: none. */
  completeTimers: Array<Choice>;
  /** For agreeInstant: timers that run and allow another instant. Empty: none. */
  agreeInstants: Array<Choice>;
  /** For logWork: services that the tier charges for. Empty: none. */
  services: Array<Choice>;
  /** For reportDefect: whether the policy has a defect tracker. */
  defects: Scalars['Boolean']['output'];
};

/** Something to choose, by id. */
export type Choice = {
  __typename?: 'Choice';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
};

/** A priority of the policy. */
export type PriorityChoice = {
  __typename?: 'PriorityChoice';
  /** Its id in the policy, e.g. P1. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** Zendesk's value: urgent, high, normal or low. Null: it has none there. */
  zendesk: Maybe<Scalars['String']['output']>;
};

/** Why something is as it is: what was compared, and the clauses of the agreement that say so. */
export type Reason = {
  __typename?: 'Reason';
  /** One sentence for people. */
  text: Scalars['String']['output'];
  /** Clause ids of the policy's source, e.g. NEX-12. Empty: no clause says it. */
  cites: Array<Scalars['String']['output']>;
};

/** A tier of the policy. */
export type Tier = {
  __typename?: 'Tier';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
};

/** What an organization agreed to. */
export type Contract = {
  __typename?: 'Contract';
  /** Zendesk's number of the organization. */
  organizationId: Scalars['ID']['output'];
  /** Its name. Null: Zendesk has not told it yet. */
  organization: Maybe<Scalars['String']['output']>;
  /** Id of the policy. */
  policy: Scalars['ID']['output'];
  /** The tier that was agreed. */
  tier: Tier;
  /** Whether it holds. */
  status: ContractStatus;
  /** First day. Null: from ever. */
  startsOn: Maybe<Scalars['Date']['output']>;
  /** Last day. Null: without end. */
  endsOn: Maybe<Scalars['Date']['output']>;
  /** The partner organization's name, `self` where the customer provides for itself. Null: none. */
  partner: Maybe<Scalars['String']['output']>;
  /** Region, as the policy's contacts know it. Null: not known. */
  region: Maybe<Scalars['String']['output']>;
  /** Number of users at the customer. Null: not known. */
  users: Maybe<Scalars['Int']['output']>;
  /** What was bought. Empty: nothing beyond the tier. */
  entitlements: Array<Entitlement>;
  /** People named in it. Empty: nobody. */
  contacts: Array<Contact>;
  /** Time zone of the customer, IANA, for calendars of the customer. Null: the policy's. */
  timeZone: Maybe<Scalars['String']['output']>;
  /** Holidays of the customer, for calendars of the customer. Empty: none. */
  holidays: Array<Scalars['Date']['output']>;
  /** Hand it back with putContract, so that a change in between is noticed. */
  revision: Scalars['Int']['output'];
  /** What putContract found odd, though it keeps the contract: e.g. Zendesk knows no such organization. Empty: nothing, or it was not put now. */
  problems: Array<Problem>;
};

/** Something that was bought. */
export type Entitlement = {
  __typename?: 'Entitlement';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** How many. Null: not counted. */
  quantity: Maybe<Scalars['Int']['output']>;
  /** Whether it covers this ticket's product. Null: no ticket asked, or it covers no product. */
  covers: Maybe<Scalars['Boolean']['output']>;
};

/** A person or team to reach. */
export type Contact = {
  __typename?: 'Contact';
  /** The policy's word: approved, named, account_manager, partner, … */
  role: Scalars['String']['output'];
  /** Null: not known. */
  name: Maybe<Scalars['String']['output']>;
  /** Null: not known. */
  email: Maybe<Scalars['String']['output']>;
  /** Null: not known. */
  phone: Maybe<Scalars['String']['output']>;
  /** Zendesk's number of the user. Null: not known. */
  userId: Maybe<Scalars['ID']['output']>;
  /** Day of the last certificate. Null: none is on record. */
  certifiedOn: Maybe<Scalars['Date']['output']>;
  /** Who agreed to this contact, on both sides. Empty: nobody is on record. */
  agreedBy: Array<Scalars['String']['output']>;
};

/** Whether a contract holds. */
export type ContractStatus =
  /** It holds between its days. */
  | 'ACTIVE'
  /** It is not paid: the policy says what remains. */
  | 'UNPAID'
  /** It is over. */
  | 'ENDED';

/** Whether the agreement covers a request. */
export type CoverageKind =
  /** It does. */
  | 'COVERED'
  /** In part; the reasons say which. */
  | 'LIMITED'
  /** For a fee. */
  | 'BILLABLE'
  /** It does not. */
  | 'NOT_COVERED';

/** Whether a requester may ask. */
export type RequesterKind =
  /** One of those whom the contract names. */
  | 'APPROVED'
  /** Not named, but helped because it is urgent; to be verified afterwards. */
  | 'EMERGENCY'
  /** Not named: must be verified first. */
  | 'NOT_APPROVED'
  /** The agreement names nobody. */
  | 'UNRESTRICTED';

/** State of a certificate. */
export type CertificationState =
  /** It holds. */
  | 'VALID'
  /** It ends soon. */
  | 'EXPIRING'
  /** It has ended. */
  | 'EXPIRED';

/** Who works on a level. */
export type Owner =
  /** We. */
  | 'VENDOR'
  /** The partner. */
  | 'PARTNER'
  /** The customer. */
  | 'CUSTOMER';

/** State of a timer. */
export type TimerState =
  /** Its clock runs, or stands only because hours are closed. */
  | 'RUNNING'
  /** It stands while somebody else must act. */
  | 'PAUSED'
  /** Done in time. */
  | 'MET'
  /** Not done, and the due instant has passed. */
  | 'BREACHED'
  /** Done, but late. */
  | 'BREACHED_MET'
  /** No due instant is promised. */
  | 'BEST_EFFORT';

/** How binding a promise is. */
export type Strength =
  /** Part of the contract. */
  | 'CONTRACT'
  /** A goal. */
  | 'GOAL'
  /** As well as possible. */
  | 'BEST_EFFORT';

/** What a span of time was. */
export type SpanKind =
  /** Within hours. */
  | 'OPEN'
  /** Outside hours. */
  | 'CLOSED'
  /** On a holiday. */
  | 'HOLIDAY'
  /** While the timer was paused. */
  | 'PAUSED';

/** State of a duty. */
export type DutyState =
  /** To be done. */
  | 'OPEN'
  /** Done. */
  | 'DONE'
  /** Waived by an agent. */
  | 'WAIVED';

/** State of an escalation step. */
export type StepState =
  /** May be taken now. */
  | 'OPEN'
  /** May not be taken yet. */
  | 'CLOSED'
  /** Was taken. */
  | 'TAKEN';

/** State of a defect. */
export type DefectState =
  /** Not mended yet. */
  | 'OPEN'
  /** Mended or given up. */
  | 'CLOSED';

/** Whether a notice was early enough. */
export type NoticeLead =
  /** As early as the agreement asks, or earlier. */
  | 'ENOUGH'
  /** Too late. */
  | 'SHORT';

/** How a ticket ended. Acts on it are refused with TICKET_CLOSED or TICKET_DELETED. */
export type TicketEnd =
  /** Zendesk takes no change of it any more, e.g. because it was merged. startTimer, completeTimer and logWork are still recorded: what is owed after the solution goes on. */
  | 'CLOSED'
  /** Nothing is recorded on it any more. */
  | 'DELETED';

/** Whether Zendesk shows what it should. */
export type WriteBackState =
  /** It does; or the ticket has ended, and nothing is written to it any more. */
  | 'SETTLED'
  /** Not yet; it is being written or waits its turn. */
  | 'PENDING'
  /** Given up until somebody tries again; lastError says why. */
  | 'FAILED';

/** State of a version. */
export type PolicyState =
  /** Saved, applies to nothing. */
  | 'DRAFT'
  /** Applies to tickets opened since. */
  | 'PUBLISHED'
  /** Was published; tickets opened then keep it. */
  | 'RETIRED';

/** What came of an attempt. */
export type AttemptOutcome =
  /** Somebody answered. */
  | 'REACHED'
  /** Nobody answered. */
  | 'NOT_REACHED';

/** Whether the agreement covers the request, for which service and fee. */
export type Coverage = {
  __typename?: 'Coverage';
  /** The word for it. */
  verdict: CoverageKind;
  /** Null: the policy names no services. */
  service: Maybe<Service>;
  /** Null: coverage is not BILLABLE. */
  fee: Maybe<Fee>;
  /** Why. */
  reasons: Array<Reason>;
};

/** A service of the policy. */
export type Service = {
  __typename?: 'Service';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
};

/** What the logged work costs. */
export type Fee = {
  __typename?: 'Fee';
  /** Of the work logged so far, e.g. `750 USD`. */
  amount: Scalars['String']['output'];
  /** E.g. `250 USD per hour`. */
  rate: Scalars['String']['output'];
  /** Work logged so far, before rounding. */
  worked: Scalars['Duration']['output'];
  /** Why. */
  reasons: Array<Reason>;
};

/** Whether the requester may ask. */
export type RequesterVerdict = {
  __typename?: 'RequesterVerdict';
  /** The word for it. */
  verdict: RequesterKind;
  /** Null: no certificate is on record. */
  certification: Maybe<CertificationState>;
  /** Those whom the contract names; shown when the requester must be verified. Empty: nobody, or no need. */
  namedContacts: Array<Contact>;
  /** Why. */
  reasons: Array<Reason>;
};

/** Whether the way by which the request came is allowed. */
export type ChannelVerdict = {
  __typename?: 'ChannelVerdict';
  /** The channel in the policy's words. Null: Zendesk does not say. */
  used: Maybe<Scalars['ID']['output']>;
  /** Whether the tier allows it. */
  allowed: Scalars['Boolean']['output'];
  /** Those that the tier allows. Empty: the policy names none, and all are allowed. */
  channels: Array<Scalars['ID']['output']>;
  /** The one to prefer. Null: none is preferred. */
  preferred: Maybe<Scalars['ID']['output']>;
  /** Why. */
  reasons: Array<Reason>;
};

/** Who else deals with such a ticket. */
export type Route = {
  __typename?: 'Route';
  /** Id of the policy's contact. */
  contact: Scalars['ID']['output'];
  /** The contact's own data. Null: the policy gives only the name. */
  details: Maybe<Contact>;
  /** Id of the contact that stands in where the first cannot be reached. Null: there is none. */
  fallback: Maybe<Scalars['ID']['output']>;
  /** True where `contact` is the one that stands in. */
  standsIn: Scalars['Boolean']['output'];
  /** Why. */
  reasons: Array<Reason>;
};

/** The priority, and who chose it. */
export type PriorityVerdict = {
  __typename?: 'PriorityVerdict';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** Zendesk's value: urgent, high, normal or low. Null: the priority has none, and nothing is written. */
  zendesk: Maybe<Scalars['String']['output']>;
  /** Role of the person who set another priority by hand. Null: nobody did. */
  overriddenBy: Maybe<Scalars['String']['output']>;
  /** The priority that the policy derives. Differs from `id` only when overridden. Null: none. */
  derived: Maybe<Scalars['ID']['output']>;
  /** Why. */
  reasons: Array<Reason>;
};

/** Where the ticket is worked on. */
export type Level = {
  __typename?: 'Level';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** Who works there. */
  owner: Owner;
  /** Of the owner: the partner's own, or the policy's. Empty: none are known. */
  contacts: Array<Contact>;
  /** Where it may go next. Empty: nowhere. */
  handOffs: Array<HandOff>;
  /** Why it is there. */
  reasons: Array<Reason>;
};

/** A way from one level to another. */
export type HandOff = {
  __typename?: 'HandOff';
  /** Id of the other level. */
  to: Scalars['ID']['output'];
  /** Whether it may be taken now. */
  open: Scalars['Boolean']['output'];
  /** Open duties that stand in the way; empty where none does, or where an outcome shuts it. */
  blockedBy: Array<Scalars['ID']['output']>;
  /** Why. */
  reasons: Array<Reason>;
};

/** Whether the tier's clock runs. */
export type Hours = {
  __typename?: 'Hours';
  /** Within hours now. */
  open: Scalars['Boolean']['output'];
  /** The clock's next change. Null: it never changes. */
  until: Maybe<Scalars['Instant']['output']>;
  /** The calendar's name in the policy. Null: no policy. */
  clock: Maybe<Scalars['String']['output']>;
  /** IANA zone of the calendar. Null: no policy. */
  timeZone: Maybe<Scalars['String']['output']>;
};

/** One promise on this ticket with its clock. */
export type Timer = {
  __typename?: 'Timer';
  /** Id of the metric, e.g. first_response. */
  metric: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** What it does now. */
  state: TimerState;
  /** How binding it is. */
  strength: Strength;
  /** PT0S where the agreement says `as needed`; targetText has its words. Business days are given as calendar periods: P10D. */
  target: Scalars['Duration']['output'];
  /** The target as the policy writes it, e.g. `10 business days`. */
  targetText: Scalars['String']['output'];
  /** When it started under the terms that hold now. */
  startedAt: Scalars['Instant']['output'];
  /** Null while paused or best effort. */
  dueAt: Maybe<Scalars['Instant']['output']>;
  /** When it warns. Null while paused or best effort, or where it does not warn. */
  warnAt: Maybe<Scalars['Instant']['output']>;
  /** When it was done. Null: it was not. */
  metAt: Maybe<Scalars['Instant']['output']>;
  /** Since when it is paused. Null: it is not. */
  pausedAt: Maybe<Scalars['Instant']['output']>;
  /** Working time left on its clock, negative once breached. Null: best effort without due time, or ended. */
  remaining: Maybe<Scalars['Duration']['output']>;
  /** The calendar's name in the policy. */
  clock: Scalars['String']['output'];
  /** Spans that add up to the target. Empty: best effort without due time. */
  receipt: Array<Span>;
  /** Why. */
  reasons: Array<Reason>;
};

/** A span of a timer's receipt. */
export type Span = {
  __typename?: 'Span';
  /** Its first instant. */
  from: Scalars['Instant']['output'];
  /** The instant after its last. */
  to: Scalars['Instant']['output'];
  /** What it was. */
  kind: SpanKind;
  /** Whether the span counts towards the target. */
  counted: Scalars['Boolean']['output'];
};

/** Something that has to be done on the ticket. */
export type Duty = {
  __typename?: 'Duty';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** How far it is. */
  state: DutyState;
  /** Since when it is asked for. Null: not known. */
  openedAt: Maybe<Scalars['Instant']['output']>;
  /** Null: without a time. */
  dueAt: Maybe<Scalars['Instant']['output']>;
  /** Null: not done. */
  doneAt: Maybe<Scalars['Instant']['output']>;
  /** What came of it. Null: not done, or it has no outcomes. */
  outcome: Maybe<Scalars['String']['output']>;
  /** Those that may be given; the first is taken when none is. Empty: it is just done. */
  outcomes: Array<Scalars['String']['output']>;
  /** Duties that must be done before this one. Empty: none. */
  blockedBy: Array<Scalars['ID']['output']>;
  /** Where to do it. Empty: nowhere in particular. */
  links: Array<Link>;
  /** Why it is asked for. */
  reasons: Array<Reason>;
};

/** An address on the web. */
export type Link = {
  __typename?: 'Link';
  /** For people. */
  title: Scalars['String']['output'];
  /** https or http. */
  url: Scalars['String']['output'];
};

/** What the customer has to give. */
export type Intake = {
  __typename?: 'Intake';
  /** How many of the required items are given. */
  provided: Scalars['Int']['output'];
  /** How many are required. 0: nothing is asked for. */
  required: Scalars['Int']['output'];
  /** Required and optional ones, in the policy's order. Empty: nothing is asked for. */
  items: Array<IntakeItem>;
  /** Ready to copy to the customer. Null: nothing is missing or the policy has no message. */
  message: Maybe<Scalars['String']['output']>;
  /** Why it is asked for. */
  reasons: Array<Reason>;
};

/** One thing that the customer has to give. */
export type IntakeItem = {
  __typename?: 'IntakeItem';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** Whether it is there. */
  given: Scalars['Boolean']['output'];
  /** Whether one can do without it. */
  optional: Scalars['Boolean']['output'];
  /** What was given. Null: nothing, or only that it was. */
  value: Maybe<Scalars['String']['output']>;
};

/** An exclusion of the agreement that holds. */
export type Exclusion = {
  __typename?: 'Exclusion';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** By the policy's condition (false) or by hand (true). */
  recorded: Scalars['Boolean']['output'];
  /** What the agent wrote. Null: it was not recorded by hand. */
  reason: Maybe<Scalars['String']['output']>;
  /** Why. */
  reasons: Array<Reason>;
};

/** Whom to call next. */
export type Escalation = {
  __typename?: 'Escalation';
  /** In the policy's order. Empty: the policy names none. */
  steps: Array<EscalationStep>;
  /** Whether the list of contacts was not reviewed for longer than the policy allows. */
  stale: Scalars['Boolean']['output'];
  /** When the list was last reviewed. Null: freshness is not watched. */
  reviewedOn: Maybe<Scalars['Date']['output']>;
};

/** One step of the escalation. */
export type EscalationStep = {
  __typename?: 'EscalationStep';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** Id of the policy's first contact. Null: the step names none. */
  contact: Maybe<Scalars['ID']['output']>;
  /** Whom to reach. Empty: nobody is known. */
  contacts: Array<Contact>;
  /** Whether it may be taken. */
  state: StepState;
  /** Null: not taken. */
  takenAt: Maybe<Scalars['Instant']['output']>;
  /** In words. Null: always open. */
  opensWhen: Maybe<Scalars['String']['output']>;
  /** At which instant time alone opens it. Null: none. */
  opensAt: Maybe<Scalars['Instant']['output']>;
  /** Attempts to reach the contact, oldest first. Empty: none. */
  attempts: Array<Attempt>;
  /** Why it is in this state. */
  reasons: Array<Reason>;
};

/** One attempt to reach somebody. */
export type Attempt = {
  __typename?: 'Attempt';
  /** When. */
  at: Scalars['Instant']['output'];
  /** What came of it. */
  outcome: AttemptOutcome;
};

/** A fault of the product that the ticket is about. */
export type Defect = {
  __typename?: 'Defect';
  /** E.g. owner/repository#12. */
  reference: Scalars['String']['output'];
  /** Null: the policy gives no address for references. */
  url: Maybe<Scalars['String']['output']>;
  /** Whether it is mended. */
  state: DefectState;
  /** Null: not known. */
  expectedRelease: Maybe<Scalars['String']['output']>;
};

/** Maintenance or another announcement. */
export type Notice = {
  __typename?: 'Notice';
  /** Given by the sidecar. */
  id: Scalars['ID']['output'];
  /** Id of the policy's kind of notice. */
  kind: Scalars['ID']['output'];
  /** What was said. Null: nothing beyond the kind. */
  text: Maybe<Scalars['String']['output']>;
  /** First instant of what is announced. */
  from: Scalars['Instant']['output'];
  /** The instant after the last. */
  to: Scalars['Instant']['output'];
  /** When it was announced. */
  announcedAt: Scalars['Instant']['output'];
  /** Whether that was early enough. */
  lead: NoticeLead;
  /** Whom the agreement wants to be told. Empty: it names nobody. */
  recipients: Array<Contact>;
  /** Why the lead is what it is. */
  reasons: Array<Reason>;
};

/** A window of time. */
export type Window = {
  __typename?: 'Window';
  /** First instant. */
  from: Scalars['Instant']['output'];
  /** The instant after the last. */
  to: Scalars['Instant']['output'];
  /** True: it is running. */
  now: Scalars['Boolean']['output'];
};

/** What to offer or do first. */
export type Advice = {
  __typename?: 'Advice';
  /** For the agent. */
  text: Scalars['String']['output'];
  /** Where to read on. Empty: nowhere. */
  links: Array<Link>;
  /** Clause ids of the policy's source. Empty: no clause says it. */
  cites: Array<Scalars['String']['output']>;
};

/** What the customer's silence asks for. */
export type Silence = {
  __typename?: 'Silence';
  /** What the policy says to do now: `remind`, `solve` or another word of the policy. */
  do: Scalars['String']['output'];
  /** Since when the customer is silent. */
  since: Scalars['Instant']['output'];
  /** When this became due. */
  dueAt: Scalars['Instant']['output'];
  /** Why. */
  reasons: Array<Reason>;
};

/** A credit that a breach may earn. */
export type Credit = {
  __typename?: 'Credit';
  /** Id of the breached metric. */
  metric: Scalars['ID']['output'];
  /** What it is worth, in the policy's words. */
  text: Scalars['String']['output'];
  /** Last instant to claim it. Null: without limit. */
  claimBy: Maybe<Scalars['Instant']['output']>;
  /** Why. */
  reasons: Array<Reason>;
};

/** A counted allowance of the tier. */
export type Allowance = {
  __typename?: 'Allowance';
  /** Its id in the policy. */
  id: Scalars['ID']['output'];
  /** How many are free in each period. */
  number: Scalars['Int']['output'];
  /** How many of earlier periods stay for this one, beside `number`. */
  carried: Scalars['Int']['output'];
  /** How many were used in the period before this ticket. */
  used: Scalars['Int']['output'];
  /** The period: month, quarter, year. */
  per: Scalars['String']['output'];
  /** Why. */
  reasons: Array<Reason>;
};

/** A screen-share session. */
export type Session = {
  __typename?: 'Session';
  /** When it was logged. */
  at: Scalars['Instant']['output'];
  /** Where it took place. */
  url: Scalars['String']['output'];
};

/** What Zendesk should show, and whether it does. */
export type WriteBack = {
  __typename?: 'WriteBack';
  /** Whether it does. */
  state: WriteBackState;
  /** Null: nothing is written to the priority. */
  wantedPriority: Maybe<Scalars['String']['output']>;
  /** Tags that the ticket should carry, of ours. */
  wantedTags: Array<Scalars['String']['output']>;
  /** Null: no error since the last success. */
  lastError: Maybe<Scalars['String']['output']>;
  /** When it is tried again by itself. Null: it is not. */
  retryAt: Maybe<Scalars['Instant']['output']>;
};

/** What an organization may ask for. */
export type OrganizationSupport = {
  __typename?: 'OrganizationSupport';
  /** Zendesk's number of the organization. */
  organizationId: Scalars['ID']['output'];
  /** Null: it has none. */
  contract: Maybe<Contract>;
  /** Whether a request without special traits would be covered. */
  coverage: Coverage;
  /** Announcements that concern it and are not over. Empty: none. */
  notices: Array<Notice>;
  /** Its open tickets, newest first, at most 100. Empty: none. */
  openTickets: Array<QueueItem>;
  /** What a ticket opened now by an approved person would be promised, a row a priority, highest first. Empty: nothing. */
  targets: Array<PriorityTargets>;
};

/** What a ticket of one priority would be promised. */
export type PriorityTargets = {
  __typename?: 'PriorityTargets';
  /** The priority. */
  priority: PriorityChoice;
  /** Its timers, as if the ticket were opened now. Never empty. */
  timers: Array<Timer>;
};

/** A change to try out. What is null stays as it is. */
export type TicketChange = {
  /** Zendesk's status: new, open, pending, hold, solved or closed. */
  status?: InputMaybe<Scalars['String']['input']>;
  /** Id of a priority of the policy, or Zendesk's value. */
  priority?: InputMaybe<Scalars['String']['input']>;
  /** Id of a level of the policy. */
  level?: InputMaybe<Scalars['ID']['input']>;
  /** When the change happens. Null: now. */
  at?: InputMaybe<Scalars['Instant']['input']>;
};

/** The judgement before and after a change. */
export type WhatIf = {
  __typename?: 'WhatIf';
  /** As it is. */
  before: TicketSupport;
  /** As it would be. */
  after: TicketSupport;
  /** Timers that differ. Empty: none. */
  changes: Array<TimerChange>;
};

/** What a change does to a timer. */
export type TimerChange = {
  __typename?: 'TimerChange';
  /** Id of the metric. */
  metric: Scalars['ID']['output'];
  /** Null: the timer did not exist before, or had no due instant. */
  dueBefore: Maybe<Scalars['Instant']['output']>;
  /** Null: the timer does not exist afterwards, or has no due instant. */
  dueAfter: Maybe<Scalars['Instant']['output']>;
  /** Null: the timer did not exist before. */
  stateBefore: Maybe<TimerState>;
  /** Null: the timer does not exist afterwards. */
  stateAfter: Maybe<TimerState>;
  /** Whether it would be breached by the change at once. */
  breaches: Scalars['Boolean']['output'];
};

/** Which tickets to list. What is null does not narrow the list. */
export type QueueFilter = {
  /** Id of a policy. */
  policy?: InputMaybe<Scalars['ID']['input']>;
  /** Id of a tier. */
  tier?: InputMaybe<Scalars['ID']['input']>;
  /** Id of a priority. */
  priority?: InputMaybe<Scalars['ID']['input']>;
  /** Id of a level. */
  level?: InputMaybe<Scalars['ID']['input']>;
  /** Owner of the level. */
  owner?: InputMaybe<Owner>;
  /** Whether a timer has warned and is not due yet. */
  atRisk?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether a timer is breached. */
  breached?: InputMaybe<Scalars['Boolean']['input']>;
  /** Zendesk's number of an organization. */
  organizationId?: InputMaybe<Scalars['ID']['input']>;
};

/** A page of the queue. */
export type QueueConnection = {
  __typename?: 'QueueConnection';
  /** Empty: no open ticket fits. */
  nodes: Array<QueueItem>;
  /** How it goes on. */
  pageInfo: PageInfo;
  /** Tickets that fit, on all pages. To an agent whom Zendesk shows only some tickets: those shown among the first 2,000 tickets that fit, so there are at least so many; going through the pages finds all. */
  total: Scalars['Int']['output'];
};

/** A ticket in the queue. */
export type QueueItem = {
  __typename?: 'QueueItem';
  /** Zendesk's number of the ticket. */
  ticketId: Scalars['ID']['output'];
  /** Null: the requester belongs to none. */
  organizationId: Maybe<Scalars['ID']['output']>;
  /** Id of the tier. Null: no contract. */
  tier: Maybe<Scalars['ID']['output']>;
  /** Id of the priority. Null: none. */
  priority: Maybe<Scalars['ID']['output']>;
  /** Id of the level. Null: the policy knows no levels. */
  level: Maybe<Scalars['ID']['output']>;
  /** When the ticket was opened. */
  openedAt: Scalars['Instant']['output'];
  /** The timer that is due next. Null: none runs. */
  nextDueAt: Maybe<Scalars['Instant']['output']>;
  /** Its metric. Null: none runs. */
  nextMetric: Maybe<Scalars['ID']['output']>;
  /** Whether a timer is breached. */
  breached: Scalars['Boolean']['output'];
  /** Whether a timer has warned and is not due yet. */
  atRisk: Scalars['Boolean']['output'];
};

/** How a list goes on. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Whether there is more. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Hand it to `after` for the next page. Null: this page is empty. */
  endCursor: Maybe<Scalars['String']['output']>;
};

/** A policy in its newest version. */
export type Policy = {
  __typename?: 'Policy';
  /** Its id, the same in every version. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** Number of this version, from 1. */
  version: Scalars['Int']['output'];
  /** What this version is. */
  state: PolicyState;
  /** YAML, as it was written. */
  text: Scalars['String']['output'];
  /** Null: never published. */
  publishedAt: Maybe<Scalars['Instant']['output']>;
  /** What was written when it was published. Null: nothing, or never published. */
  note: Maybe<Scalars['String']['output']>;
  /** All versions, newest first. */
  versions: Array<PolicyVersion>;
  /** Clauses of the source and the rules that cite them. Empty: the policy lists none. */
  cover: Array<Clause>;
  /** What the checks find in this version: warnings; errors are never saved as published. Empty: nothing. */
  problems: Array<Problem>;
};

/** A clause of the agreement. */
export type Clause = {
  __typename?: 'Clause';
  /** E.g. NEX-12. */
  id: Scalars['ID']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** Whether the policy sees to it. */
  state: ClauseState;
  /** Where the policy cites it, e.g. tiers.startup.hours. Empty: nowhere. */
  citedBy: Array<Scalars['String']['output']>;
};

/** Whether the policy sees to a clause. */
export type ClauseState =
  /** A rule cites it. */
  | 'CITED'
  /** People see to it outside the product. */
  | 'MANUAL'
  /** Nothing does yet. */
  | 'OPEN';

/** By what kept promises are counted. */
export type AttainmentGroup =
  /** The tier. */
  | 'TIER'
  /** The metric. */
  | 'METRIC'
  /** The organization. */
  | 'ORGANIZATION'
  /** How binding the promise is. */
  | 'STRENGTH'
  /** The owner of the level. */
  | 'OWNER'
  /** The month in UTC, e.g. 2026-03. */
  | 'MONTH';

/** Kept and broken promises of one group. */
export type AttainmentRow = {
  __typename?: 'AttainmentRow';
  /** The group's values in the order of `by`. */
  keys: Array<Scalars['String']['output']>;
  /** Kept. */
  met: Scalars['Int']['output'];
  /** Broken. */
  breached: Scalars['Int']['output'];
  /** Not counted, because an exclusion holds. */
  excluded: Scalars['Int']['output'];
  /** Share kept, 0 to 1. Null: nothing ended in the period. */
  share: Maybe<Scalars['Float']['output']>;
};

/** A draft replayed against recorded tickets, kept for 30 days. Each sidecar runs one at a time, in a thread of its own; every sidecar on the database tells how far it is. */
export type Backtest = {
  __typename?: 'Backtest';
  /** Given by the sidecar. */
  id: Scalars['ID']['output'];
  /** Id of the policy. */
  policy: Scalars['ID']['output'];
  /** Number of the draft. */
  draftVersion: Scalars['Int']['output'];
  /** Number of the version that it is compared with. */
  against: Scalars['Int']['output'];
  /** Tickets opened since. */
  since: Scalars['Instant']['output'];
  /** How far it is. */
  state: BacktestState;
  /** Why it was given up. Null: it was not. */
  problem: Maybe<Scalars['String']['output']>;
  /** How many tickets there are. */
  tickets: Scalars['Int']['output'];
  /** How many are judged. */
  done: Scalars['Int']['output'];
  /** One a metric. Empty until it is done. */
  rows: Array<BacktestRow>;
};

/** How far a back-test is. */
export type BacktestState =
  /** It is running. */
  | 'RUNNING'
  /** It is done. */
  | 'DONE'
  /** It was given up: `problem` says why. */
  | 'FAILED';

/** What the draft would have done to one metric. */
export type BacktestRow = {
  __typename?: 'BacktestRow';
  /** Id of the metric. */
  metric: Scalars['ID']['output'];
  /** Kept under the version it is compared with. */
  keptBefore: Scalars['Int']['output'];
  /** Kept under the draft. */
  keptAfter: Scalars['Int']['output'];
  /** Tickets whose due instant moves. */
  moved: Scalars['Int']['output'];
  /** Tickets, at most 100, whose promise would have been broken and was kept. Empty: none. */
  lost: Array<Scalars['ID']['output']>;
};

/** Which draft to replay, and on what. */
export type BacktestInput = {
  /** Id of the policy. */
  policy: Scalars['ID']['input'];
  /** Number of the draft. */
  draftVersion: Scalars['Int']['input'];
  /** Version to compare with. Null: the published one. */
  against?: InputMaybe<Scalars['Int']['input']>;
  /** Tickets opened since. */
  since: Scalars['Instant']['input'];
};

/** How the sidecar is, as /readyz tells it, with what waits. */
export type Health = {
  __typename?: 'Health';
  /** Able to do its work: nothing that it cannot do without is missing. */
  ready: Scalars['Boolean']['output'];
  /** What it needs, each with how it is. */
  causes: Array<HealthCause>;
  /** Null: the database does not answer. */
  backlog: Maybe<Backlog>;
};

/** One thing that the sidecar needs. */
export type HealthCause = {
  __typename?: 'HealthCause';
  /** `database`, `zendesk`, `policies` or `clock` (the database's beside Zendesk's). */
  name: Scalars['String']['output'];
  /** Whether it does its part now. */
  ready: Scalars['Boolean']['output'];
  /** False: the sidecar works without it. */
  required: Scalars['Boolean']['output'];
  /** What is wrong or how much there is, in words. Null: nothing to say. */
  detail: Maybe<Scalars['String']['output']>;
};

/** What waits. */
export type Backlog = {
  __typename?: 'Backlog';
  /** Tickets that wait to be looked at, with those that rest after a look that failed. */
  due: Scalars['Int']['output'];
  /** By how long the oldest look is late. */
  late: Scalars['Duration']['output'];
  /** Tickets whose write-back was given up, or that are set aside because their looks do not come to an end: see retryWriteBack. */
  parked: Scalars['Int']['output'];
  /** The first 50 of them. */
  parkedTickets: Array<ParkedTicket>;
  /** Signed webhooks that could not be read. */
  setAside: Scalars['Int']['output'];
};

/** A ticket that waits for a person. */
export type ParkedTicket = {
  __typename?: 'ParkedTicket';
  /** Zendesk's number of the ticket. */
  ticketId: Scalars['ID']['output'];
  /** What stands in the way, and for a ticket that is set aside what to do next. */
  lastError: Maybe<Scalars['String']['output']>;
  /** When it is tried again by itself. Null: only by retryWriteBack or when the ticket changes. */
  retryAt: Maybe<Scalars['Instant']['output']>;
};

/** A page of the audit. */
export type AuditConnection = {
  __typename?: 'AuditConnection';
  /** Newest first. Empty: nothing happened. */
  nodes: Array<AuditEntry>;
  /** How it goes on. */
  pageInfo: PageInfo;
};

/** One act or change, or the refusal of one. */
export type AuditEntry = {
  __typename?: 'AuditEntry';
  /** Given by the sidecar; grows with time. */
  id: Scalars['ID']['output'];
  /** When. */
  at: Scalars['Instant']['output'];
  /** Who acted: a claim where only the app's token was shown. */
  actor: Scalars['String']['output'];
  /** The actor's role at that time. */
  role: Scalars['String']['output'];
  /** What was done, e.g. handOff. */
  action: Scalars['String']['output'];
  /** To what, e.g. ticket 35436. */
  subject: Scalars['String']['output'];
  /** Before and after, or the reason given. Null: nothing beyond the action. */
  detail: Maybe<Scalars['String']['output']>;
  /** done, or the code of the refusal. */
  outcome: Scalars['String']['output'];
};

/** The ticket as it is afterwards, or why it was refused. */
export type TicketSupportResult = TicketSupport | Refused;

/** The draft that was kept, or what is wrong with the text. */
export type PolicyDraftResult = PolicyVersion | Refused;

/** The version as it is afterwards, or why it was refused. */
export type PolicyResult = PolicyVersion | Refused;

/** The contract as it is afterwards, or why it was refused. */
export type ContractResult = Contract | Refused;

/** The notice that was put, or why it was refused. */
export type NoticeResult = Notice | Refused;

/** The back-test that was started, or why it was refused. */
export type BacktestResult = Backtest | Refused;

/** An expected failure: nothing was changed. */
export type Refused = {
  __typename?: 'Refused';
  /** E.g. CONFLICT, POLICY_INVALID, NOT_FOUND. */
  code: Scalars['String']['output'];
  /** For people. */
  message: Scalars['String']['output'];
  /** What stands in the way, one by one. Empty: the message says it all. */
  problems: Array<Problem>;
};

/** One thing that stands in the way, or that a check found. */
export type Problem = {
  __typename?: 'Problem';
  /** What is wrong, and how to mend it. */
  message: Scalars['String']['output'];
  /** Line of the text, from 1. Null: it is not about a text. */
  line: Maybe<Scalars['Int']['output']>;
  /** Column of the line, from 1. Null: it is not about a text. */
  column: Maybe<Scalars['Int']['output']>;
  /** Where in the policy or input, e.g. tiers.startup.hours. Null: nowhere in particular. */
  path: Maybe<Scalars['String']['output']>;
  /** Ids of what stands in the way, e.g. open duties. Null: nothing of that kind. */
  blockedBy: Maybe<Array<Scalars['ID']['output']>>;
};

/** One version of a policy. */
export type PolicyVersion = {
  __typename?: 'PolicyVersion';
  /** Id of the policy. */
  id: Scalars['ID']['output'];
  /** From 1. */
  version: Scalars['Int']['output'];
  /** For people. */
  title: Scalars['String']['output'];
  /** What it is. */
  state: PolicyState;
  /** Null: never published, or not known. */
  publishedAt: Maybe<Scalars['Instant']['output']>;
  /** What was written when it was published. Null: nothing, or never published. */
  note: Maybe<Scalars['String']['output']>;
  /** Warnings of the checks. Empty: none. */
  problems: Array<Problem>;
};

/** The terms of an organization's contract. What is null is not agreed. */
export type ContractInput = {
  /** Zendesk's number of the organization. */
  organizationId: Scalars['ID']['input'];
  /** Id of the policy. */
  policy: Scalars['ID']['input'];
  /** Id of a tier of the policy. */
  tier: Scalars['ID']['input'];
  /** Whether it holds. */
  status?: InputMaybe<ContractStatus>;
  /** First day. Null: from ever. */
  startsOn?: InputMaybe<Scalars['Date']['input']>;
  /** Last day. Null: without end. */
  endsOn?: InputMaybe<Scalars['Date']['input']>;
  /** The partner organization's name, `self` where the customer provides for itself. Null: none. */
  partner?: InputMaybe<Scalars['String']['input']>;
  /** Region, as the policy's contacts know it. Null: not known. */
  region?: InputMaybe<Scalars['String']['input']>;
  /** Number of users at the customer. Null: not known. */
  users?: InputMaybe<Scalars['Int']['input']>;
  /** What was bought. Null: nothing beyond the tier. */
  entitlements?: InputMaybe<Array<EntitlementInput>>;
  /** People named in it. Null: nobody. */
  contacts?: InputMaybe<Array<ContactInput>>;
  /** Time zone of the customer, IANA, for calendars of the customer. Null: the policy's. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
  /** Holidays of the customer, for calendars of the customer. Null: none. */
  holidays?: InputMaybe<Array<Scalars['Date']['input']>>;
  /** Revision of the contract that was read; another one in between gives CONFLICT. Null: whatever stands is replaced. */
  revision?: InputMaybe<Scalars['Int']['input']>;
};

/** Something that was bought. */
export type EntitlementInput = {
  /** Its id in the policy. */
  id: Scalars['ID']['input'];
  /** How many. Null: not counted. */
  quantity?: InputMaybe<Scalars['Int']['input']>;
};

/** A person named in a contract. */
export type ContactInput = {
  /** The policy's word: approved, named, account_manager, partner, … */
  role: Scalars['String']['input'];
  /** Null: not known. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Null: not known. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Null: not known. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** Zendesk's number of the user. Null: not known. */
  userId?: InputMaybe<Scalars['ID']['input']>;
  /** Day of the last certificate. Null: none. */
  certifiedOn?: InputMaybe<Scalars['Date']['input']>;
  /** Who agreed to this contact, on both sides. Null: nobody is on record. */
  agreedBy?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** Maintenance or another announcement. */
export type NoticeInput = {
  /** Id of the policy. */
  policy: Scalars['ID']['input'];
  /** Id of the policy's kind of notice. */
  kind: Scalars['ID']['input'];
  /** What to say. Null: nothing beyond the kind. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** First instant of what is announced. */
  from: Scalars['Instant']['input'];
  /** The instant after the last. */
  to: Scalars['Instant']['input'];
  /** Null: now. */
  announcedAt?: InputMaybe<Scalars['Instant']['input']>;
  /** Zendesk's numbers. Empty: every organization of the policy. */
  organizationIds: Array<Scalars['ID']['input']>;
};
