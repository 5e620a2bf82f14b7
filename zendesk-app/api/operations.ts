// The texts that the sidebar sends. Every field of `TicketSupport` is asked for, so that its type is the schema's own.

const PARTS = `
fragment Why on Reason { text cites }
fragment Person on Contact { role name email phone userId certifiedOn agreedBy }
fragment Agreed on Contract {
  organizationId organization policy tier { id title } status startsOn endsOn partner region users timeZone holidays
  entitlements { id title quantity covers } contacts { ...Person } revision
  problems { message line column path blockedBy }
}
fragment Covered on Coverage {
  verdict service { id title } fee { amount rate worked reasons { ...Why } } reasons { ...Why }
}
fragment Clock on Timer {
  metric title state strength target targetText startedAt dueAt warnAt metAt pausedAt remaining clock
  receipt { from to kind counted } reasons { ...Why }
}
fragment Announced on Notice {
  id kind text from to announcedAt lead recipients { ...Person } reasons { ...Why }
}`;

const SUPPORT = `${PARTS}
fragment Named on Choice { id title }
fragment Support on TicketSupport {
  ticketId at
  policy { id version title state publishedAt note problems { message line column path blockedBy } }
  contract { ...Agreed }
  coverage { ...Covered }
  requester { verdict certification namedContacts { ...Person } reasons { ...Why } }
  channel { used allowed channels preferred reasons { ...Why } }
  route { contact details { ...Person } fallback standsIn reasons { ...Why } }
  priority { id title zendesk overriddenBy derived reasons { ...Why } }
  level {
    id title owner contacts { ...Person }
    handOffs { to open blockedBy reasons { ...Why } } reasons { ...Why }
  }
  hours { open until clock timeZone }
  timers { ...Clock }
  duties {
    id title state openedAt dueAt doneAt outcome outcomes blockedBy links { title url } reasons { ...Why }
  }
  intake { provided required items { id title given optional value } message reasons { ...Why } }
  exclusions { id title recorded reason reasons { ...Why } }
  escalation {
    steps {
      id title contact contacts { ...Person } state takenAt opensWhen opensAt attempts { at outcome }
      reasons { ...Why }
    }
    stale reviewedOn
  }
  defect { reference url state expectedRelease }
  notices { ...Announced }
  downtime { from to now }
  advice { text links { title url } cites }
  silence { do since dueAt reasons { ...Why } }
  credits { metric text claimBy reasons { ...Why } }
  allowances { id number carried used per reasons { ...Why } }
  sessions { at url }
  choices {
    priorities { id title zendesk } exclusions { ...Named } startTimers { ...Named } completeTimers { ...Named }
    agreeInstants { ...Named } services { ...Named } defects
  }
  ended
  writeBack { state wantedPriority wantedTags lastError retryAt }
}`;

const RESULT = `
  __typename
  ... on TicketSupport { ...Support }
  ... on Refused { code message problems { message line column path blockedBy } }`;

/** What is owed on a ticket. */
export const TICKET_SUPPORT = compact(`
query TicketSupport($ticketId: ID!) { ticketSupport(ticketId: $ticketId) { ...Support } }
${SUPPORT}`);

/** What a customer may ask for, for places without a ticket. */
export const ORGANIZATION_SUPPORT = compact(`
query OrganizationSupport($organizationId: ID!) {
  organizationSupport(organizationId: $organizationId) {
    organizationId contract { ...Agreed } coverage { ...Covered } notices { ...Announced }
    openTickets {
      ticketId organizationId tier priority level openedAt nextDueAt nextMetric breached atRisk
    }
    targets { priority { id title zendesk } timers { ...Clock } }
  }
}
${PARTS}`);

/** Due times before and after a change; nothing is written. */
export const WHAT_IF = compact(`
query WhatIf($ticketId: ID!, $change: TicketChange!) {
  whatIf(ticketId: $ticketId, change: $change) {
    changes { metric dueBefore dueAfter stateBefore stateAfter breaches }
  }
}`);

/** Mutations of one ticket: name and the arguments beside `ticketId` with their GraphQL types. */
export const ACTS = {
  completeDuty: { duty: 'ID!', outcome: 'String', note: 'String' },
  provideIntake: { item: 'ID!', value: 'String' },
  handOff: { toLevel: 'ID!', note: 'String' },
  logAttempt: { step: 'ID!', outcome: 'AttemptOutcome!' },
  escalate: { step: 'ID!', reason: 'String!' },
  recordExclusion: { exclusion: 'ID!', reason: 'String!' },
  withdrawExclusion: { exclusion: 'ID!', reason: 'String!' },
  startTimer: { metric: 'ID!' },
  completeTimer: { metric: 'ID!' },
  logWork: { service: 'ID!', duration: 'Duration!' },
  reportDefect: { title: 'String!', details: 'String' },
  logSession: { url: 'String!' },
  agreeInstant: { metric: 'ID!', dueAt: 'Instant!' },
  retryWriteBack: {},
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type ActName = keyof typeof ACTS;

/** The text of an act's mutation; its answer is the new judgement or why it was refused. */
export function actText(name: ActName): string {
  const types: Readonly<Record<string, string>> = ACTS[name];
  const names = Object.keys(types);
  const declared = ['$ticketId: ID!', ...names.map((key) => `$${key}: ${types[key] ?? ''}`)].join(', ');
  const passed = ['ticketId: $ticketId', ...names.map((key) => `${key}: $${key}`)].join(', ');
  return compact(`mutation Act(${declared}) { result: ${name}(${passed}) {${RESULT}} }\n${SUPPORT}`);
}

/** All of them, for a sidecar that answers only what it knows. */
export const APP_OPERATIONS: readonly string[] = [
  TICKET_SUPPORT,
  ORGANIZATION_SUPPORT,
  WHAT_IF,
  ...(Object.keys(ACTS) as ActName[]).map(actText),
];

function compact(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
