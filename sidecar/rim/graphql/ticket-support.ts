/** The judgement as the outside sees it: enum values in capitals, instants in RFC 3339, durations in ISO 8601. Pure. */
import type { ContactFacts } from '#core/facts/facts.ts';
import type { Choices } from '#core/judge/choices.ts';
import type { ContactCard, Judgement, Reason } from '#core/judge/judgement.ts';
import type { WriteBack } from '#flow/ports.ts';
import { toContact, toContract } from './contract-support.ts';
import type { Ended } from '#flow/ended.ts';
import type { ContractView, PolicyVersionView, SupportView } from '#flow/support.ts';
import { toDuration, toInstant, toInstantOrNull } from './time-words.ts';
import { toTimer } from './timer-support.ts';

/** What a judgement does not hold itself. */
export interface Surroundings {
  /** Null: only the judgement's own words on its policy and contract are known. */
  readonly policy: PolicyVersionView | null;
  readonly contract: ContractView | null;
  readonly writeBack: WriteBack | null;
  readonly choices: Choices;
  readonly ended: Ended | null;
}

/** Where only the judgement is known, nothing is offered. */
const NOTHING_TO_CHOOSE: Choices = {
  priorities: [],
  exclusions: [],
  startTimers: [],
  completeTimers: [],
  agreeInstants: [],
  services: [],
  defects: false,
};

const NOTHING_ROUND: Surroundings = {
  policy: null,
  contract: null,
  writeBack: null,
  choices: NOTHING_TO_CHOOSE,
  ended: null,
};

export type TicketSupport = ReturnType<typeof toTicketSupport>;

/** The type TicketSupport of the schema, as plain JSON: what GraphQL answers and what `tierline policy explain --json` prints. */
export function toTicketSupport(judgement: Judgement, round: Surroundings = NOTHING_ROUND) {
  return {
    __typename: 'TicketSupport' as const,
    ticketId: judgement.ticketId,
    at: toInstant(judgement.at),
    policy: policyOf(judgement, round.policy),
    contract: toContract(judgement, round.contract),
    coverage: toCoverage(judgement.coverage),
    requester: {
      ...judgement.requester,
      verdict: upper(judgement.requester.verdict),
      certification: judgement.requester.certification === null ? null : upper(judgement.requester.certification),
      namedContacts: judgement.requester.namedContacts.map(toContact),
    },
    channel: judgement.channel,
    route:
      judgement.route === null
        ? null
        : {
            ...judgement.route,
            details: judgement.route.details === null ? null : cardAsContact(judgement.route.details),
          },
    priority: judgement.priority,
    level:
      judgement.level === null
        ? null
        : {
            ...judgement.level,
            owner: upper(judgement.level.owner),
            contacts: judgement.level.contacts.map(cardAsContact),
          },
    hours: { ...judgement.hours, until: toInstantOrNull(judgement.hours.until) },
    timers: judgement.timers.map(toTimer),
    duties: judgement.duties.map((duty) => ({
      ...duty,
      state: upper(duty.state),
      openedAt: toInstantOrNull(duty.openedAt),
      dueAt: toInstantOrNull(duty.dueAt),
      doneAt: toInstantOrNull(duty.doneAt),
    })),
    intake: judgement.intake,
    exclusions: judgement.exclusions,
    escalation: toEscalation(judgement.escalation),
    defect: judgement.defect === null ? null : { ...judgement.defect, state: upper(judgement.defect.state) },
    notices: judgement.notices.map(toNotice),
    downtime:
      judgement.downtime === null
        ? null
        : {
            from: toInstant(judgement.downtime.from),
            to: toInstant(judgement.downtime.to),
            now: judgement.downtime.now,
          },
    advice: judgement.advice,
    silence:
      judgement.silence === null
        ? null
        : {
            ...judgement.silence,
            since: toInstant(judgement.silence.since),
            dueAt: toInstant(judgement.silence.dueAt),
          },
    credits: judgement.credits.map((credit) => ({ ...credit, claimBy: toInstantOrNull(credit.claimBy) })),
    allowances: judgement.allowances.map((allowance) => ({ ...allowance, carried: allowance.carried ?? 0 })),
    sessions: judgement.sessions.map((session) => ({ at: toInstant(session.at), url: session.url })),
    choices: round.choices,
    ended: round.ended === null ? null : upper(round.ended),
    writeBack: toWriteBack(judgement, round.writeBack),
  };
}

const written = new WeakMap<SupportView, TicketSupport>();

/** The same of a stored view, once for each; a ticket without any policy gets empty parts and says so. */
export function viewToTicketSupport(view: SupportView): TicketSupport {
  const known = written.get(view);
  if (known !== undefined) return known;
  const support = toTicketSupport(view.judgement ?? unjudged(view), view);
  written.set(view, support);
  return support;
}

/** `not_covered` → `NOT_COVERED`. */
export function upper<T extends string>(word: T): Uppercase<T> {
  return word.toUpperCase() as Uppercase<T>;
}

/** Version 0 stands for none, unless the draft itself is asked (its text is not published yet). */
function policyOf(judgement: Judgement, view: PolicyVersionView | null) {
  if (view !== null) return toPolicyVersion(view);
  const { policy } = judgement;
  if (policy.id === '') return null;
  const state = policy.version === 0 ? 'draft' : 'published';
  return toPolicyVersion({ ...policy, state, publishedAt: null, note: null, problems: [] });
}

export function toPolicyVersion(view: PolicyVersionView) {
  return {
    __typename: 'PolicyVersion' as const,
    id: view.id,
    version: view.version,
    title: view.title,
    state: upper(view.state),
    publishedAt: toInstantOrNull(view.publishedAt),
    note: view.note,
    problems: view.problems.map((problem) => ({ ...problem })),
  };
}

export function toCoverage(coverage: Judgement['coverage']) {
  const { fee } = coverage;
  return {
    verdict: upper(coverage.verdict),
    service: coverage.service,
    fee:
      fee === null
        ? null
        : {
            amount: `${fee.amount} ${fee.currency}`,
            rate: fee.rate,
            worked: toDuration(fee.workedMs),
            reasons: fee.reasons,
          },
    reasons: coverage.reasons,
  };
}

function toEscalation(escalation: Judgement['escalation']) {
  return {
    stale: escalation.stale,
    reviewedOn: escalation.reviewed,
    steps: escalation.steps.map((step) => ({
      ...step,
      state: upper(step.state),
      takenAt: toInstantOrNull(step.takenAt),
      opensAt: toInstantOrNull(step.opensAt),
      contacts: step.contacts.map(cardAsContact),
      attempts: step.attempts.map((attempt) => ({ at: toInstant(attempt.at), outcome: upper(attempt.outcome) })),
    })),
  };
}

export function toNotice(notice: Judgement['notices'][number]) {
  return {
    __typename: 'Notice' as const,
    id: notice.id,
    kind: notice.kind,
    text: notice.text,
    from: toInstant(notice.from),
    to: toInstant(notice.to),
    announcedAt: toInstant(notice.announced),
    lead: upper(notice.lead),
    recipients: notice.recipients.map(cardAsContact),
    reasons: notice.reasons,
  };
}

/** What Zendesk should show; before the first write-back nothing is known of its success. */
function toWriteBack(judgement: Judgement, writeBack: WriteBack | null) {
  return {
    state: writeBack === null ? ('PENDING' as const) : upper(writeBack.state),
    wantedPriority: writeBack === null ? judgement.wantedPriority : writeBack.wantedPriority,
    wantedTags: writeBack === null ? judgement.wantedTags : writeBack.wantedTags,
    lastError: writeBack?.lastError ?? null,
    retryAt: toInstantOrNull(writeBack?.retryAt),
  };
}

/** A card of the policy in the shape of a contact. */
export function cardAsContact(card: ContactCard) {
  const facts: ContactFacts = { role: card.role, name: card.name ?? card.title, email: card.email, phone: card.phone };
  return toContact(facts);
}

const NO_POLICY: readonly Reason[] = [{ text: 'No policy is published that could apply.', cites: [] }];

/** Every part empty, for the same reason. */
function unjudged(view: SupportView): Judgement {
  const why = view.writeBack?.lastError ?? null;
  const reasons = why === null ? NO_POLICY : [{ text: why, cites: [] }];
  return {
    ticketId: view.ticketId,
    at: view.at,
    policy: { id: '', version: 0, title: '' },
    contract: null,
    tier: { id: '', title: '' },
    coverage: { verdict: 'not_covered', service: null, fee: null, reasons },
    requester: { verdict: 'unrestricted', certification: null, namedContacts: [], reasons },
    channel: { used: null, allowed: true, channels: [], preferred: null, reasons },
    route: null,
    priority: null,
    level: null,
    hours: { open: false, until: null, clock: null, timeZone: null },
    timers: [],
    duties: [],
    intake: { provided: 0, required: 0, items: [], message: null, reasons: [] },
    exclusions: [],
    escalation: { steps: [], stale: false, reviewed: null },
    defect: null,
    notices: [],
    downtime: null,
    advice: [],
    silence: null,
    credits: [],
    allowances: [],
    entitlements: [],
    sessions: [],
    waits: [],
    wantedTags: [],
    wantedPriority: null,
    nextAt: null,
  };
}
