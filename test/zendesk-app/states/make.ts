/** Builds judgements for tests of the sidebar: a plain one, and what differs. */
import type { Contact, Duty, EscalationStep, Span, TicketSupport, Timer } from '#schema/generated/support.ts';

/** The instant of every made judgement, a Monday in London. */
export const AT = Date.parse('2026-03-02T12:38:00Z');
export const TICKET = '35436';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** RFC 3339 of `ms` after AT. */
export function after(ms: number): string {
  return new Date(AT + ms).toISOString();
}

/** A running timer: `target` and `left` in ms, all of it open time. */
export function timer(title: string, target: number, left: number, overrides: Partial<Timer> = {}): Timer {
  return {
    metric: title.toLowerCase().replaceAll(' ', '_'),
    title,
    state: left > 0 ? 'RUNNING' : 'BREACHED',
    strength: 'CONTRACT',
    target: `PT${String(target / MINUTE)}M`,
    targetText: target % HOUR === 0 ? `${String(target / HOUR)}h` : `${String(target / MINUTE)}m`,
    startedAt: after(left - target),
    dueAt: after(left),
    warnAt: after(left - 15 * MINUTE),
    metAt: null,
    pausedAt: null,
    remaining: `${left < 0 ? '-' : ''}PT${String(Math.abs(left) / MINUTE)}M`,
    clock: 'eastern_or_europe',
    receipt: [span(left - target, left, 'OPEN')],
    reasons: [{ text: 'tier enterprise promises it for priority P2', cites: ['NEX-09'] }],
    ...overrides,
  };
}

/** A span from `from` to `to`, ms after AT; open time counts. */
export function span(from: number, to: number, kind: Span['kind']): Span {
  return { from: after(from), to: after(to), kind, counted: kind === 'OPEN' };
}

export function contact(role: string, name: string | null, overrides: Partial<Contact> = {}): Contact {
  const email = name ? `${name.toLowerCase().replaceAll(' ', '.')}@example.com` : null;
  return { role, name, email, phone: null, userId: null, certifiedOn: null, agreedBy: [], ...overrides };
}

export function duty(id: string, title: string, overrides: Partial<Duty> = {}): Duty {
  const open = { state: 'OPEN', openedAt: after(-HOUR), dueAt: null, doneAt: null, outcome: null } as const;
  return { id, title, ...open, outcomes: [], blockedBy: [], links: [], reasons: [], ...overrides };
}

export function step(id: string, title: string, overrides: Partial<EscalationStep> = {}): EscalationStep {
  const closed = { state: 'CLOSED', takenAt: null, opensWhen: null, opensAt: null } as const;
  return { id, title, contact: id, contacts: [], ...closed, attempts: [], reasons: [], ...overrides };
}

/** An enterprise ticket with nothing amiss. */
export function support(overrides: Partial<TicketSupport> = {}): TicketSupport {
  return {
    ticketId: TICKET,
    at: after(0),
    policy: {
      id: 'nextplane',
      version: 3,
      title: 'NextPlane support',
      state: 'PUBLISHED',
      publishedAt: after(-100 * HOUR),
      note: null,
      problems: [],
    },
    contract: {
      organizationId: '509',
      organization: 'Harbour Foods',
      policy: 'nextplane',
      tier: { id: 'enterprise', title: 'Enterprise' },
      status: 'ACTIVE',
      startsOn: '2026-01-01',
      endsOn: '2027-03-31',
      partner: 'Contoso MSP',
      region: null,
      users: 900,
      entitlements: [
        { id: 'federation', title: 'Federation', quantity: null, covers: true },
        { id: 'portal', title: 'Portal licence', quantity: 40, covers: false },
      ],
      contacts: [contact('approved', 'First technical contact'), contact('approved', 'Second technical contact')],
      timeZone: null,
      holidays: [],
      problems: [],
      revision: 4,
    },
    coverage: {
      verdict: 'COVERED',
      service: { id: 'technical', title: 'Technical support' },
      fee: null,
      reasons: [{ text: 'tier enterprise includes Technical support', cites: ['NEX-12'] }],
    },
    requester: {
      verdict: 'APPROVED',
      certification: null,
      namedContacts: [],
      reasons: [{ text: 'requester.approved is true', cites: ['NEX-01'] }],
    },
    channel: {
      used: 'web',
      allowed: true,
      channels: ['portal', 'helpdesk', 'web', 'phone'],
      preferred: 'helpdesk',
      reasons: [],
    },
    route: null,
    priority: {
      id: 'P2',
      title: 'Federation degraded',
      zendesk: 'high',
      overriddenBy: null,
      derived: 'P2',
      reasons: [{ text: 'impact is some_users', cites: ['NEX-10'] }],
    },
    level: {
      id: 'L2',
      title: 'L2',
      owner: 'PARTNER',
      contacts: [contact('partner', 'Partner desk', { phone: '+44 20 7946 0000' })],
      handOffs: [{ to: 'L3', open: true, blockedBy: [], reasons: [{ text: 'no duty is open', cites: ['STA-08'] }] }],
      reasons: [{ text: 'topic packet_loss belongs to L2', cites: ['STA-05'] }],
    },
    hours: { open: true, until: '2026-03-03T01:00:00Z', clock: 'eastern_or_europe', timeZone: 'America/New_York' },
    timers: [
      timer('First response', 2 * HOUR, 84 * MINUTE),
      timer('Update', 8 * HOUR, 0, {
        state: 'MET',
        dueAt: after(5 * HOUR),
        metAt: after(-58 * MINUTE),
        remaining: null,
      }),
    ],
    duties: [],
    intake: { provided: 0, required: 0, items: [], message: null, reasons: [] },
    exclusions: [],
    escalation: { steps: [], stale: false, reviewedOn: null },
    defect: null,
    notices: [],
    downtime: null,
    advice: [],
    silence: null,
    credits: [],
    allowances: [],
    sessions: [],
    choices: {
      priorities: [],
      exclusions: [],
      startTimers: [],
      completeTimers: [],
      agreeInstants: [],
      services: [],
      defects: false,
    },
    ended: null,
    writeBack: {
      state: 'SETTLED',
      wantedPriority: 'high',
      wantedTags: ['support_tier_enterprise'],
      lastError: null,
      retryAt: null,
    },
    ...overrides,
  };
}
