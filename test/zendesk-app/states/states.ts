/** Every state that the sidebar knows, by name: what the sidecar answers, for pictures and browser tests. */
import type { OrganizationSupport, TicketSupport } from '#schema/generated/support.ts';
import { after, contact, duty, HOUR, span, step, support, timer } from './make.ts';

const MINUTE = 60_000;

export interface State {
  /** Null: the sidecar knows no such ticket. */
  readonly support?: TicketSupport | null;
  /** The requester's organizations in Zendesk; the ticket belongs to the first. */
  readonly organizations?: readonly { readonly id: number; readonly name: string }[];
  /** Where there is no ticket: what the sidecar answers about the customer; null: it knows none such. */
  readonly customer?: OrganizationSupport | null;
  /** Default: beside a ticket. */
  readonly location?: 'new_ticket_sidebar' | 'organization_sidebar';
  /** How the sidecar answers. `then-down`: once, and never again. */
  readonly answers?: 'hang' | 'down' | 'then-down' | 'unauthorized' | 'fault';
  /** What Zendesk says of its own SLA. */
  readonly slas?: readonly { readonly metric: string; readonly stage: string; readonly breach_at: string }[];
  /** False: the app's setting has no address. */
  readonly address?: boolean;
  /** Height that the design allows at 320 px. */
  readonly height: number;
}

const plain = support();
const named = [
  contact('approved', 'First technical contact'),
  contact('approved', 'Second technical contact'),
  contact('approved', 'Head of infrastructure'),
  contact('approved', 'Service desk lead'),
];

export const STATES = {
  loading: { answers: 'hang', height: 250 },
  'not-configured': { address: false, height: 250 },
  'no-policy': { support: support({ policy: null, contract: null }), height: 250 },
  'no-contract': {
    support: support({
      contract: null,
      coverage: {
        verdict: 'LIMITED',
        service: null,
        fee: null,
        reasons: [{ text: 'no contract: online resources only', cites: ['STA-01'] }],
      },
      requester: { verdict: 'UNRESTRICTED', certification: null, namedContacts: [], reasons: [] },
      level: null,
      timers: [],
    }),
    height: 300,
  },
  'tier-known': { support: plain, height: 400 },
  'at-risk': {
    support: support({ timers: [timer('First response', HOUR, 9 * MINUTE), timer('Update', 8 * HOUR, 111 * MINUTE)] }),
    height: 400,
  },
  'last-minutes': { support: support({ timers: [timer('First response', HOUR, 250_000)] }), height: 400 },
  breached: {
    support: support({
      timers: [timer('First response', HOUR, -12 * MINUTE), timer('Update', 2 * HOUR, 87 * MINUTE)],
      escalation: {
        steps: [
          step('support', 'Support team', { state: 'TAKEN', takenAt: after(-HOUR) }),
          step('head_of_support', 'Head of Support', { state: 'OPEN', opensWhen: 'a promise is breached' }),
        ],
        stale: false,
        reviewedOn: '2026-01-12',
      },
    }),
    height: 420,
  },
  paused: {
    support: support({
      timers: [
        timer('Update', 8 * HOUR, 130 * MINUTE, {
          state: 'PAUSED',
          dueAt: null,
          warnAt: null,
          pausedAt: after(-127 * MINUTE),
          receipt: [span(-8 * HOUR, -127 * MINUTE, 'OPEN'), span(-127 * MINUTE, 0, 'PAUSED')],
          reasons: [{ text: 'paused: the ticket is pending; it goes on when the customer answers', cites: ['NEX-08'] }],
        }),
      ],
      hours: { open: false, until: '2026-03-03T13:00:00Z', clock: 'eastern', timeZone: 'America/New_York' },
    }),
    height: 400,
  },
  'not-approved': {
    support: support({
      requester: {
        verdict: 'NOT_APPROVED',
        certification: null,
        namedContacts: named,
        reasons: [{ text: 'requester.approved is false', cites: ['NEX-01'] }],
      },
      timers: [timer('First response', 2 * HOUR, 52 * MINUTE)],
    }),
    height: 460,
  },
  emergency: {
    support: support({
      requester: {
        verdict: 'EMERGENCY',
        certification: null,
        namedContacts: named,
        reasons: [{ text: 'not approved, but priority is P1', cites: ['NEX-02'] }],
      },
      duties: [
        duty('verify_contact', 'Verify the requester with the customer', { dueAt: after(24 * HOUR) }),
        duty('involve_named_contact', 'Bring in a named technical contact'),
      ],
      timers: [timer('First response', HOUR, 52 * MINUTE)],
    }),
    height: 490,
  },
  excluded: {
    support: support({
      coverage: {
        verdict: 'NOT_COVERED',
        service: { id: 'technical', title: 'Technical support' },
        fee: null,
        reasons: [{ text: 'excluded: calls on a partner’s standard configuration', cites: ['NEX-13'] }],
      },
      exclusions: [
        {
          id: 'partner_configuration',
          title: 'Calls on a partner’s standard configuration',
          recorded: false,
          reason: null,
          reasons: [{ text: 'request is partner_configuration', cites: ['NEX-13'] }],
        },
      ],
      timers: [],
    }),
    height: 460,
  },
  billable: {
    support: support({
      coverage: {
        verdict: 'BILLABLE',
        service: { id: 'sponsored_partner', title: 'Support for sponsored partners' },
        fee: {
          amount: '750 USD',
          rate: '250 USD per hour',
          worked: 'PT2H20M',
          reasons: [{ text: '2h 20m worked, 3h billed at 250 USD per hour', cites: ['NEX-12'] }],
        },
        reasons: [{ text: 'tier startup charges Support for sponsored partners', cites: ['NEX-12'] }],
      },
      timers: [timer('First response', 24 * HOUR, 190 * MINUTE)],
    }),
    height: 490,
  },
  limited: {
    support: support({
      coverage: {
        verdict: 'LIMITED',
        service: null,
        fee: null,
        reasons: [{ text: 'no entitlement covers the product hardware', cites: ['STA-02'] }],
      },
      timers: [],
    }),
    height: 400,
  },
  'no-priority': {
    support: support({
      priority: null,
      timers: [],
      choices: {
        ...plain.choices,
        priorities: [
          { id: 'P1', title: 'Critical', zendesk: 'urgent' },
          { id: 'P3', title: 'Normal', zendesk: 'normal' },
        ],
      },
    }),
    height: 400,
  },
  overridden: {
    support: support({
      priority: {
        id: 'P3',
        title: 'One user affected',
        zendesk: 'normal',
        overriddenBy: 'agent',
        derived: 'P2',
        reasons: [{ text: 'set by hand', cites: ['NEX-10'] }],
      },
    }),
    height: 470,
  },
  solved: {
    support: support({
      timers: [
        timer('First response', HOUR, 0, {
          state: 'MET',
          dueAt: after(-4 * HOUR),
          metAt: after(-5 * HOUR),
          remaining: null,
        }),
        timer('Update', 2 * HOUR, 0, {
          state: 'BREACHED_MET',
          dueAt: after(-2 * HOUR),
          metAt: after(-106 * MINUTE),
          remaining: null,
        }),
        timer('Root cause report', 60 * HOUR, 40 * HOUR, { targetText: '10 business days', strength: 'GOAL' }),
      ],
    }),
    height: 420,
  },
  'best-effort': {
    support: support({
      timers: [
        timer('First response', 4 * HOUR, 3 * HOUR, {
          state: 'BEST_EFFORT',
          strength: 'BEST_EFFORT',
          dueAt: null,
          warnAt: null,
          remaining: null,
          receipt: [],
        }),
      ],
      hours: { open: true, until: null, clock: 'always', timeZone: 'UTC' },
    }),
    height: 400,
  },
  'differs-from-zendesk': {
    support: plain,
    slas: [{ metric: 'first_reply_time', stage: 'active', breach_at: after(22 * MINUTE) }],
    height: 440,
  },
  'several-organizations': {
    support: plain,
    organizations: [
      { id: 509, name: 'Harbour Foods' },
      { id: 510, name: 'Harbour Logistics' },
    ],
    height: 490,
  },
  'new-ticket': { location: 'new_ticket_sidebar', customer: customer(), height: 440 },
  'new-ticket-unknown': { location: 'new_ticket_sidebar', customer: null, height: 200 },
  organization: { location: 'organization_sidebar', customer: customer(), height: 300 },
  everything: { support: everything(), height: 640 },
  closed: { support: closed(), height: 700 },
  unknown: { support: null, height: 200 },
  'down-saved': { support: plain, answers: 'then-down', height: 490 },
  'down-nothing': { answers: 'down', height: 200 },
  unauthorized: { answers: 'unauthorized', height: 250 },
  fault: { answers: 'fault', height: 200 },
} as const satisfies Record<string, State>;

export type StateName = keyof typeof STATES;

/** A Zynstra-like ticket that shows every part at once. */
function everything(): TicketSupport {
  return support({
    timers: [
      timer('First response', 4 * HOUR, 30 * MINUTE),
      timer('Level update', 8 * HOUR, 5 * HOUR),
      timer('Resolution', 80 * HOUR, 60 * HOUR, { strength: 'GOAL' }),
    ],
    requester: {
      verdict: 'APPROVED',
      certification: 'EXPIRING',
      namedContacts: named,
      reasons: [{ text: 'the certificate of 2025-03-20 holds a year', cites: ['CHE-04'] }],
    },
    level: {
      id: 'L2',
      title: 'L2',
      owner: 'PARTNER',
      contacts: [contact('partner', 'Partner desk', { phone: '+44 20 7946 0000' })],
      handOffs: [
        {
          to: 'L3',
          open: false,
          blockedBy: ['reproduce'],
          reasons: [{ text: 'duty reproduce is open', cites: ['ZYN-07'] }],
        },
      ],
      reasons: [],
    },
    duties: [
      duty('review_symptoms', 'Review the symptoms', { state: 'DONE', doneAt: after(-20 * MINUTE), outcome: 'done' }),
      duty('check_console', 'Check the console', { dueAt: after(-5 * MINUTE) }),
      duty('reproduce', 'Reproduce the fault', {
        outcomes: ['server', 'unclear', 'elsewhere'],
        blockedBy: ['check_console'],
      }),
    ],
    intake: {
      provided: 1,
      required: 2,
      items: [
        {
          id: 'details',
          title: 'Symptoms, times and users concerned',
          given: true,
          optional: false,
          value: 'since 09:00',
        },
        { id: 'own_effort', title: 'What the customer has tried', given: false, optional: false, value: null },
        { id: 'access', title: 'Access to people and systems', given: false, optional: true, value: null },
      ],
      message: 'To help you quickly, please send us:\n- What you have tried',
      reasons: [],
    },
    exclusions: [
      {
        id: 'other',
        title: 'Other infrastructure',
        recorded: true,
        reason: 'the router is theirs',
        reasons: [{ text: 'recorded by an agent', cites: ['ZYN-11'] }],
      },
    ],
    escalation: {
      steps: [
        step('support', 'Support team', { state: 'TAKEN', takenAt: after(-2 * HOUR) }),
        step('head_of_support', 'Head of Support', {
          state: 'OPEN',
          opensWhen: 'a promise is breached or the customer is dissatisfied',
          attempts: [{ at: after(-HOUR), outcome: 'NOT_REACHED' }],
        }),
        step('vp', 'VP Customer Success', {
          opensWhen: '2 attempts within one business day',
          opensAt: after(20 * HOUR),
        }),
      ],
      stale: false,
      reviewedOn: '2026-01-12',
    },
    defect: { reference: 'acme/server#12', url: 'https://example.com/12', state: 'OPEN', expectedRelease: '4.2' },
    notices: [
      {
        id: 'n1',
        kind: 'maintenance',
        text: 'Firmware of the edge servers',
        from: after(30 * HOUR),
        to: after(32 * HOUR),
        announcedAt: after(-40 * HOUR),
        lead: 'ENOUGH',
        recipients: [],
        reasons: [],
      },
    ],
    advice: [{ text: 'Offer a screen-share session first.', links: [], cites: ['CHE-09'] }],
    allowances: [{ id: 'incidents', number: 10, carried: 0, used: 3, per: 'year', reasons: [] }],
    choices: {
      ...plain.choices,
      exclusions: [{ id: 'misuse', title: 'Unauthorized use of the credentials' }],
      startTimers: [{ id: 'root_cause_report', title: 'Root cause report' }],
      completeTimers: [{ id: 'survey', title: 'Satisfaction survey' }],
      agreeInstants: [{ id: 'resolution', title: 'Resolution' }],
    },
  });
}

/** The customer of the plain ticket, with two tickets open. */
function customer(): OrganizationSupport {
  const { contract, coverage } = plain;
  const target = (id: string, title: string, zendesk: string, hours: number) => ({
    priority: { id, title, zendesk },
    timers: [timer('First response', hours * HOUR, hours * HOUR)],
  });
  const open = { organizationId: '509', tier: 'enterprise', level: null, openedAt: after(-HOUR) } as const;
  return {
    organizationId: '509',
    contract,
    coverage,
    notices: [],
    openTickets: [
      {
        ...open,
        ticketId: '35440',
        priority: 'P1',
        nextDueAt: after(-HOUR),
        nextMetric: 'first_response',
        breached: true,
        atRisk: false,
      },
      {
        ...open,
        ticketId: '35438',
        priority: 'P3',
        nextDueAt: after(HOUR),
        nextMetric: 'first_response',
        breached: false,
        atRisk: false,
      },
    ],
    targets: [target('P1', 'Federation failure', 'urgent', 1), target('P2', 'Federation degraded', 'high', 2)],
  };
}

/** The same after Zendesk closed it; a hand-off was open, and a timer runs that a person completes. */
function closed(): TicketSupport {
  const { level, choices } = plain;
  const completeTimers = [{ id: 'resolution', title: 'Resolution' }];
  const services = [{ id: 'on_site', title: 'Work on site' }];
  return { ...everything(), level, choices: { ...choices, completeTimers, services }, ended: 'CLOSED' };
}
