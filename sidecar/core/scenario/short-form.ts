// A judgement in the short form of scenarios: lower-case words, maps by id, instants and durations as text.
import type { EpochMs } from '#core/facts/facts.ts';
import type {
  ContactCard,
  DutyJudgement,
  IntakeJudgement,
  Judgement,
  NoticeJudgement,
  PriorityJudgement,
  Reason,
  RequesterJudgement,
  RouteJudgement,
  TimerJudgement,
} from '#core/judge/judgement.ts';
import { durationText } from '#core/judge/words.ts';
import type { Plain, PlainMap } from './plain.ts';

export function instantText(at: EpochMs): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}

/** Amount and currency: `750 USD`, `12.5 EUR`. */
export function moneyText(amount: number, currency: string): string {
  return `${Number.isInteger(amount) ? amount : Number(amount.toFixed(2))} ${currency}`;
}

/** Every part that an expectation may name. */
export function shortForm(j: Judgement): PlainMap {
  const fee = feeText(j);
  return {
    ticketId: j.ticketId,
    at: instantText(j.at),
    policy: { ...j.policy },
    tier: { ...j.tier },
    contract: contract(j),
    coverage: { ...coverage(j), fee, reasons: reasons(j.coverage.reasons) },
    service: coverage(j).service,
    fee,
    requester: requester(j.requester),
    channel: { ...j.channel, channels: [...j.channel.channels], reasons: reasons(j.channel.reasons) },
    route: ifAny(j.route, route),
    priority: ifAny(j.priority, priority),
    level: level(j),
    owner: j.level?.owner ?? null,
    hours: { open: j.hours.open, until: ifAny(j.hours.until, instantText), clock: j.hours.clock },
    timers: byKey(j.timers, ({ metric }) => metric, timer),
    duties: byKey(j.duties, idOf, duty),
    intake: intake(j.intake),
    exclusions: byKey(j.exclusions, idOf, (each) => ({
      recorded: each.recorded,
      reason: each.reason,
      reasons: reasons(each.reasons),
    })),
    escalation: byKey(j.escalation.steps, idOf, step),
    stale: j.escalation.stale,
    defect: ifAny(j.defect, (defect) => ({ ...defect })),
    notices: byKey(j.notices, ({ kind }) => kind, notice),
    downtime: ifAny(j.downtime, ({ from, to, now }) => ({ from: instantText(from), to: instantText(to), now })),
    advice: j.advice.map(({ text, links, cites }) => ({
      text,
      links: links.map((link) => ({ ...link })),
      cites: [...cites],
    })),
    silence: ifAny(j.silence, (each) => ({
      do: each.do,
      since: instantText(each.since),
      due: instantText(each.dueAt),
    })),
    credits: byKey(
      j.credits,
      ({ metric }) => metric,
      ({ text, claimBy }) => ({ text, claimBy: ifAny(claimBy, instantText) }),
    ),
    allowances: byKey(j.allowances, idOf, ({ number, carried = 0, used, per }) => ({ number, carried, used, per })),
    entitlements: byKey(j.entitlements, idOf, ({ quantity, covers }) => ({ quantity, covers })),
    sessions: j.sessions.map(({ url }) => url),
    tags: [...j.wantedTags],
    writeBack: { wantedPriority: j.wantedPriority, wantedTags: [...j.wantedTags] },
  };
}

/** Null stays null. */
function ifAny<Part>(part: Part | null, form: (part: Part) => Plain): Plain {
  return part === null ? null : form(part);
}

function byKey<Part>(parts: readonly Part[], key: (part: Part) => string, form: (part: Part) => Plain): PlainMap {
  return Object.fromEntries(parts.map((part) => [key(part), form(part)]));
}

const idOf = ({ id }: { readonly id: string }): string => id;

function coverage({ coverage: { verdict, service } }: Judgement): {
  readonly verdict: string;
  readonly service: Plain;
} {
  return { verdict, service: ifAny(service, (each) => ({ ...each })) };
}

function requester({ verdict, certification, namedContacts, reasons: why }: RequesterJudgement): PlainMap {
  const names = namedContacts.map(({ name, role }) => name ?? role);
  return { verdict, certification, namedContacts: names, reasons: reasons(why) };
}

function route({ contact, fallback, standsIn, reasons: why }: RouteJudgement): PlainMap {
  return { contact, fallback, standsIn, reasons: reasons(why) };
}

function priority({ id, title, zendesk, overriddenBy, reasons: why }: PriorityJudgement): PlainMap {
  return { id, title, zendesk, overriddenBy, reasons: reasons(why) };
}

function duty({ state, dueAt, doneAt, outcome, blockedBy }: DutyJudgement): PlainMap {
  const [due, done] = [ifAny(dueAt, instantText), ifAny(doneAt, instantText)];
  return { state, due, done, outcome, blockedBy: [...blockedBy] };
}

function intake({ provided, required, message, items }: IntakeJudgement): PlainMap {
  return { provided, required, message, items: byKey(items, idOf, ({ given }) => given) };
}

function notice(each: NoticeJudgement): PlainMap {
  return {
    lead: each.lead,
    from: instantText(each.from),
    to: instantText(each.to),
    announcedAt: instantText(each.announced),
    announced: instantText(each.announced),
    recipients: cards(each.recipients),
    reasons: reasons(each.reasons),
  };
}

function reasons(list: readonly Reason[]): PlainMap[] {
  return list.map(({ text, cites }) => ({ text, cites: [...cites] }));
}

function feeText({ coverage: { fee } }: Judgement): string | null {
  return fee === null ? null : moneyText(fee.amount, fee.currency);
}

/** The contract as it holds. */
function contract({ contract: held, tier }: Judgement): Plain {
  if (held === null) return null;
  const { status, startsOn = null, endsOn = null, partner = null, region = null, entitlements = {} } = held;
  const title = held.tier === tier.id ? tier.title : null;
  return {
    tier: { id: held.tier, title },
    status,
    startsOn,
    endsOn,
    partner,
    region,
    entitlements: { ...entitlements },
  };
}

function cards(list: readonly ContactCard[]): string[] {
  return list.map((c) => c.name ?? c.role);
}

function level(j: Judgement): Plain {
  if (j.level === null) return null;
  return {
    id: j.level.id,
    owner: j.level.owner,
    title: j.level.title,
    contacts: cards(j.level.contacts),
    reasons: reasons(j.level.reasons),
    handOffs: Object.fromEntries(
      j.level.handOffs.map((h) => [h.to, { open: h.open, blockedBy: [...h.blockedBy], reasons: reasons(h.reasons) }]),
    ),
  };
}

function step(s: Judgement['escalation']['steps'][number]): Plain {
  return {
    state: s.state,
    contact: s.contact,
    contacts: cards(s.contacts),
    taken: ifAny(s.takenAt, instantText),
    opensWhen: s.opensWhen,
    attempts: s.attempts.length,
    reasons: reasons(s.reasons),
  };
}

function timer(t: TimerJudgement): Plain {
  return {
    state: t.state,
    due: ifAny(t.dueAt, instantText),
    met: ifAny(t.metAt, instantText),
    warn: ifAny(t.warnAt, instantText),
    started: instantText(t.startedAt),
    paused: ifAny(t.pausedAt, instantText),
    strength: t.strength,
    target: t.targetText,
    remaining: t.remainingMs === null ? null : durationText(t.remainingMs),
    clock: t.clock,
    receipt: t.receipt.map((s) => ({ ...s, from: instantText(s.from), to: instantText(s.to) })),
    reasons: reasons(t.reasons),
  };
}
