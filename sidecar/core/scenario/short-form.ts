// A judgement in the short form of scenarios: lower-case words, maps by id, instants and durations as text.
import type { EpochMs } from '#core/facts/facts.ts';
import type { ContactCard, Judgement, Reason, TimerJudgement } from '#core/judge/judgement.ts';
import { durationText } from '#core/judge/words.ts';
import type { Plain, PlainMap } from './plain.ts';

export function instantText(at: EpochMs): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}

function maybe(at: EpochMs | null): string | null {
  return at === null ? null : instantText(at);
}

/** Amount and currency: `750 USD`, `12.5 EUR`. */
export function moneyText(amount: number, currency: string): string {
  return `${Number.isInteger(amount) ? amount : Number(amount.toFixed(2))} ${currency}`;
}

/** Every part that an expectation may name. */
export function shortForm(j: Judgement): PlainMap {
  return {
    ticketId: j.ticketId,
    at: instantText(j.at),
    policy: { id: j.policy.id, version: j.policy.version, title: j.policy.title },
    tier: { ...j.tier },
    contract: contract(j),
    coverage: {
      verdict: j.coverage.verdict,
      service: j.coverage.service === null ? null : { ...j.coverage.service },
      fee: feeText(j),
      reasons: reasons(j.coverage.reasons),
    },
    service: j.coverage.service === null ? null : { ...j.coverage.service },
    fee: feeText(j),
    requester: {
      verdict: j.requester.verdict,
      certification: j.requester.certification,
      namedContacts: j.requester.namedContacts.map((c) => c.name ?? c.role),
      reasons: reasons(j.requester.reasons),
    },
    channel: {
      used: j.channel.used,
      allowed: j.channel.allowed,
      channels: [...j.channel.channels],
      preferred: j.channel.preferred,
      reasons: reasons(j.channel.reasons),
    },
    route:
      j.route === null
        ? null
        : {
            contact: j.route.contact,
            fallback: j.route.fallback,
            standsIn: j.route.standsIn,
            reasons: reasons(j.route.reasons),
          },
    priority:
      j.priority === null
        ? null
        : {
            id: j.priority.id,
            title: j.priority.title,
            zendesk: j.priority.zendesk,
            overriddenBy: j.priority.overriddenBy,
            reasons: reasons(j.priority.reasons),
          },
    level: level(j),
    owner: j.level?.owner ?? null,
    hours: { open: j.hours.open, until: maybe(j.hours.until), clock: j.hours.clock },
    timers: Object.fromEntries(j.timers.map((t) => [t.metric, timer(t)])),
    duties: Object.fromEntries(
      j.duties.map((d) => [
        d.id,
        { state: d.state, due: maybe(d.dueAt), done: maybe(d.doneAt), outcome: d.outcome, blockedBy: [...d.blockedBy] },
      ]),
    ),
    intake: {
      provided: j.intake.provided,
      required: j.intake.required,
      message: j.intake.message,
      items: Object.fromEntries(j.intake.items.map((i) => [i.id, i.given])),
    },
    exclusions: Object.fromEntries(
      j.exclusions.map((e) => [e.id, { recorded: e.recorded, reason: e.reason, reasons: reasons(e.reasons) }]),
    ),
    escalation: Object.fromEntries(j.escalation.steps.map((s) => [s.id, step(s)])),
    stale: j.escalation.stale,
    defect: j.defect === null ? null : { ...j.defect },
    notices: Object.fromEntries(
      j.notices.map((n) => [
        n.kind,
        {
          lead: n.lead,
          from: instantText(n.from),
          to: instantText(n.to),
          announcedAt: instantText(n.announced),
          announced: instantText(n.announced),
          recipients: cards(n.recipients),
          reasons: reasons(n.reasons),
        },
      ]),
    ),
    downtime:
      j.downtime === null
        ? null
        : { from: instantText(j.downtime.from), to: instantText(j.downtime.to), now: j.downtime.now },
    advice: j.advice.map((a) => ({ text: a.text, links: a.links.map((l) => ({ ...l })), cites: [...a.cites] })),
    silence:
      j.silence === null
        ? null
        : { do: j.silence.do, since: instantText(j.silence.since), due: instantText(j.silence.dueAt) },
    credits: Object.fromEntries(j.credits.map((c) => [c.metric, { text: c.text, claimBy: maybe(c.claimBy) }])),
    allowances: Object.fromEntries(
      j.allowances.map((a) => [a.id, { number: a.number, carried: a.carried ?? 0, used: a.used, per: a.per }]),
    ),
    entitlements: Object.fromEntries(j.entitlements.map((e) => [e.id, { quantity: e.quantity, covers: e.covers }])),
    sessions: j.sessions.map((s) => s.url),
    tags: [...j.wantedTags],
    writeBack: { wantedPriority: j.wantedPriority, wantedTags: [...j.wantedTags] },
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
    taken: maybe(s.takenAt),
    opensWhen: s.opensWhen,
    attempts: s.attempts.length,
    reasons: reasons(s.reasons),
  };
}

function timer(t: TimerJudgement): Plain {
  return {
    state: t.state,
    due: maybe(t.dueAt),
    met: maybe(t.metAt),
    warn: maybe(t.warnAt),
    started: instantText(t.startedAt),
    paused: maybe(t.pausedAt),
    strength: t.strength,
    target: t.targetText,
    remaining: t.remainingMs === null ? null : durationText(t.remainingMs),
    clock: t.clock,
    receipt: t.receipt.map((s) => ({ ...s, from: instantText(s.from), to: instantText(s.to) })),
    reasons: reasons(t.reasons),
  };
}
