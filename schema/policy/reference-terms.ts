// The reference of the policy language, first half: the file, its calendars, tiers, promises and money.
import { policySchema } from '../policy.ts';
import { calendar, holidayRule } from './calendars.ts';
import { allowance, attainment, credit, fee, metric, promise, silence, trigger } from './promises.ts';
import type { ReferenceSection } from './reference.ts';
import { channels, service, serviceTerms, tier } from './terms.ts';
import * as work from './work.ts';

export const TERMS: readonly ReferenceSection[] = [
  {
    title: 'The file',
    text: 'What stands at the top. Terms such as `hours`, `promises` or `fees` may stand here for every tier, or in a tier for that one.',
    schema: policySchema,
    example: `policy: acme
title: Acme support
description: What Acme has published
source: { title: Support terms, revision: "2026" }
clauses: { ACM-01: Response times }
timeZone: Europe/London
strength: contract
reviewed: 2026-11-02
staleAfter: 365 days
fields: { impact: Who is affected, product_version: Version }
holidays: { england: [{ country: GB, region: ENG }] }
calendars: { office: { timeZone: Europe/London, open: { mon-fri: 09:00-17:00 }, closedOn: england } }
hours: office
businessDays: office
priorities: { P1: { title: Urgent, zendesk: urgent } }
services: { technical: Technical support }
channels: [email, phone]
promises: { first_response: { P1: 1h }, cites: ACM-01 }
metrics: { report: { title: Report, starts: solved, within: 5 business days } }
attainment: { first_response: 95% }
fees: { amount: 100 EUR per hour }
credits: { for: first_response, each: 50 EUR }
allowances: { incidents: { number: 10 } }
silence: { after: 3 business days, do: remind }
inForce: { when: { contract.status: active } }
pauses: { status: pending }
warn: 25%
tiers: { standard: { title: Standard } }
withoutContract: not_covered
requesters: { must: { requester.approved: true } }
entitlements: { hardware_support: { product: box } }
products: { box: The box }
levels: { L1: { owner: partner } }
withoutPartner: vendor
topics: { fault: A fault }
duties: { identify: Identify the reporter, log: Log it }
ordered: [[identify, log]]
contacts: { sales: { email: sales@acme.example } }
routes: [{ topic: fault, contact: sales }]
escalation: [{ step: head, contact: sales }]
intake: { details: { items: { log: The log } } }
exclusions: { misuse: Misuse }
advice: { text: Look at the manual first }
tags: { big_customer: { contract.users: { atLeast: 1000 } } }
notices: { maintenance: { lead: 2 days } }
downtime: { weekly: { timeZone: Etc/UTC, open: { sat: 00:00-04:00 } } }
certification: { valid: 2 years }
defects: { github: acme/box }
queue: { order: [priority, opened] }`,
  },
  {
    title: 'source',
    text: 'The agreement that the policy encodes. List its clauses, and `tierline policy check --cover` says which rule does each of them.',
    schema: work.source(),
    example: `source:
  title: Support and Service Terms
  revision: "2026"
  url: https://acme.example/terms
  date: 2026-01-01
  clauses:
    ACM-01: Response within the hour
    ACM-02: { title: Both parties meet each quarter, manual: the account manager does }
  manual: { ACM-03: the lawyers do }`,
  },
  {
    title: 'fields',
    text: 'Ticket fields that conditions ask about. A field whose choices are `true` and `false`, or of `type: checkbox`, is a checkbox. A choice may name the level and the product of its tickets.',
    schema: work.field(),
    example: `fields:
  impact:
    title: Who is affected
    zendesk: support_impact
    type: choice
    values:
      everybody: Nobody can work
      one: { title: One user, zendesk: one_user, level: L1, product: box, cites: ACM-01 }
    cites: ACM-01`,
  },
  {
    title: 'holidays',
    text: 'Sets of days, by name. A set is a list of rules. `country` takes the public holidays, each day itself and its substitute; they are frozen when the policy is published.',
    schema: holidayRule(),
    example: `holidays:
  office:
    - { country: GB, region: ENG, types: public, except: [Boxing Day] }
    - { date: 12-24, name: Christmas Eve, observed: next_weekday }
    - { dates: [2026-07-03, 2026-07-06] }
    - { from: 12-28, to: 01-03 }
    - { after: thanksgiving, days: 1 }
    - { before: easter, days: 2 }
    - { nth: -1, weekday: mon, month: 5 }
    - { set: company }
  company: [05-02]`,
  },
  {
    title: 'calendars',
    text: 'Hours by name. A window `09:00-17:00` contains 09:00 and not 17:00; `22:00-06:00` runs into the next day. The calendar `always` is there without being written.',
    schema: calendar(),
    example: `calendars:
  office:
    title: Office hours
    timeZone: Europe/London
    open: { mon-thu: 09:00-17:30, fri: [09:00-12:00, 13:00-16:00] }
    closedOn: [england, 2026-12-24]
    holidays: company
    except: { 2026-12-23: 09:00-12:00 }
    cites: ACM-02
  local: { timeZone: organization.timeZone, open: { mon-fri: 09:00-17:00 }, closedOn: organization.holidays, otherwise: office }
  either: { anyOf: [office, local] }`,
  },
  {
    title: 'priorities',
    text: "In order: the first whose `when` holds is the ticket's. Where none holds there is none.",
    schema: work.priority(),
    example: `priorities:
  P1: { title: Nobody can work, zendesk: urgent, when: { impact: everybody }, cites: ACM-03 }
  P2: { title: All else, zendesk: normal }`,
  },
  {
    title: 'services',
    text: 'What is offered. The first service takes the tickets that no other one does.',
    schema: service(),
    example: `services:
  technical: Technical support
  call_out: { title: Call-out, when: { topic: call_out }, inForce: { when: { contract.age: { atLeast: 30 days } } }, cites: ACM-04 }`,
  },
  {
    title: 'tiers',
    text: 'Packages that a contract may be of. `extends` takes over what this tier does not say itself, promise by promise.',
    schema: tier(),
    example: `tiers:
  gold:
    title: Gold
    hours: office
    channels: { allowed: [email, web, phone], preferred: email }
    services: { technical: included }
    promises: { first_response: { P1: 1h, P2: 4h } }
    attainment: { first_response: 95% }
    fees: { service: call_out, amount: 750 EUR per ticket }
    credits: { for: first_response, each: 5% of monthly_fee }
    allowances: { incidents: { number: 10, per: year } }
    silence: [{ after: 5 business days, do: solve }]
    businessDays: office
    inForce: { when: { contract.status: active } }
    pauses: { status: pending }
    warn: 15m
    strength: goal
    entitlements: hardware_support
    cites: ACM-05
  platinum: { title: Platinum, extends: gold, hours: always }`,
  },
  {
    title: 'channels',
    text: 'A list of channels, or channel by channel with conditions. None named: all are allowed.',
    schema: channels(),
    example: `channels:
  allowed: [email, web]
  preferred: email
  cites: ACM-06
  phone: { allowed: true, when: { priority: P1 } }`,
  },
  {
    title: 'services of a tier',
    text: '`included`, `limited`, `not_included`, or what it costs. A tier that names services leaves out those that it does not name; the one that takes what no other does is left out only by name.',
    schema: serviceTerms(),
    example: `services:
  technical: included
  training: { included: false }
  evaluation: { limited: true }
  call_out:
    fee: 250 USD per hour
    during: office
    roundUpTo: 1h
    atLeast: 2h
    when: { opened.outside: office }
    inForce: { when: { contract.age: { atLeast: 30 days } } }
    cites: ACM-07
  audit: { amount: 900 EUR per ticket }
  cites: ACM-07`,
  },
  {
    title: 'promises',
    text: 'By metric: one promise, or a map by priority (`P1`, `"P1, P2"`, `P3-P4`, `default`). A promise is a duration, a map, or a list of which the first whose condition holds applies. `none` says that there is none. Metrics that need no definition: `first_response`, `update`, `next_response`, `workaround`, `resolution`.',
    schema: promise(),
    example: `promises:
  first_response:
    P1: [{ within: 30m, clock: always, when: { channel: phone } }, 1h]
    P2: { within: 4h, title: First word, outside: best_effort, warn: 30m, strength: goal, level: [L1, L2], cites: ACM-08 }
    P3: { within: 1 business day, by: close, cutOff: 15:00, businessDays: office }
  update: { P1: 2h, default: as needed, repeats: true }
  resolution: { P1: { within: 8h, pauses: [{ when: { status: [pending, hold] } }], agreed: true } }
  on_site: { P1: { within: 4h, starts: { met: diagnosis }, ends: { field: arrived }, inForce: { when: { contract.age: { atLeast: 30 days } } }, onRequest: true } }
  diagnosis: 2h`,
  },
  {
    title: 'metrics',
    text: 'Metrics of your own, with their promise for every tier, or with the clock, pauses, warning, strength and condition that tiers share which promise it. A metric that only a promise names runs from the opening until somebody completes it.',
    schema: metric(),
    example: `metrics:
  root_cause_report: { title: Root cause report, starts: solved, onRequest: true, within: 10 business days, clock: office }
  survey: { title: Survey, starts: solved, ends: survey_sent, within: 24h, clock: always }
  defect_update:
    title: Update on the defect
    starts: [defect, agent_reply]
    ends: [agent_reply, defect_closed]
    repeats: true
    while: { defect: open }
    within: { P1: 1h, default: 1 business day }
    when: { channel: email }
    by: time
    cutOff: 15:00
    businessDays: office
    pauses: { status: hold }
    warn: 25%
    outside: best_effort
    strength: goal
    agreed: false
    inForce: { contract.status: active }
    level: L3
    cites: ACM-09`,
  },
  {
    title: 'What starts and ends a metric',
    text: 'A word (`opened`, `solved`, `reopened`, `agent_reply`, `customer_reply`, `request`, `complete`, `level`, `defect`, `defect_closed`, `rating.good`, `rating.bad`, `intake`, or the name of a field, metric, duty, level or step) or a map. A word that ends in `_sent`, `_done`, `_completed` and the like is completed by hand. A list: any of them.',
    schema: trigger(),
    example: `metrics:
  a: { within: 1h, starts: { met: first_response } }
  b: { within: 1h, starts: { field: impact, to: everybody } }
  c: { within: 1h, starts: { set: { impact: everybody } } }
  d: { within: 1h, starts: { channel: phone } }
  e: { within: 1h, starts: { level: L2 } }
  f: { within: 1h, starts: { duty: localize, outcome: server } }
  g: { within: 1h, starts: { step: head } }
  h: { within: 1h, starts: { rating: bad } }
  i: { within: 1h, starts: { defect: reported } }
  j: { within: 1h, starts: { intake: complete } }
  k: { within: 1h, starts: { status: hold } }
  l: { within: 1h, starts: { reply: customer }, ends: { reply: agent } }
  m: { within: 1h, starts: { when: { tags: vip } } }`,
  },
  {
    title: 'attainment',
    text: 'Where a promise is about a share of the tickets: a share, or shares by priority.',
    schema: attainment(),
    example: `attainment:
  first_response: { share: 95%, per: month, when: { opened.during: office }, priority: [P1, P2], cites: ACM-10 }
  resolution: { P1: 99%, P2: 90%, per: quarter, cites: ACM-10 }`,
  },
  {
    title: 'fees',
    text: 'What is charged, by service, window and condition. Amounts are `250 USD per hour`, `per day`, `per ticket`. By the hour or day, `during` and `outside` part the work by when it was done, and a window may have a rate of its own or a factor (`times`). A charge `per ticket` has one instant, the opening of the ticket: its window is asked then. A fee with a condition or a window makes its tickets billable; one without is the price of what no service of the tier and no allowance includes.',
    schema: fee(),
    example: `fees:
  - { service: call_out, amount: 750 USD per ticket, when: { opened.outside: office }, cites: ACM-11 }
  - { fee: 100 EUR per hour, outside: office }
  - { times: 1.5, during: evenings, atLeast: 1h, roundUpTo: 15m }`,
  },
  {
    title: 'credits',
    text: 'What a breach gives back. It is shown, and claimed by people.',
    schema: credit(),
    example: `credits:
  - { for: first_response, each: 5% of monthly_fee, atLeast: 5 per quarter, cap: 100%, claimWithin: 30 days, cites: ACM-12 }
  - { for: resolution, each: 100 EUR, per: month, when: { priority: P1 } }`,
  },
  {
    title: 'allowances',
    text: 'How many tickets of the organization are included, and what coverage is once they are used up. `per: year` is the year of the contract (where its start is not known: the calendar year), `contract` the whole of it. Tickets count that the allowance is asked for (`when`) and that are covered, opened before this one. `carryOver` keeps what is left at the end of a period for the next: `all` of it, or at most so many; what stayed over before and was not used is left as well. The first period is the one in which the contract starts, with the whole number and nothing carried over; a contract whose start is not known carries nothing. A scenario says what was used as `usage: { incidents: 4 }`, or with the earlier periods of the contract, the first one first, as `usage: { incidents: { used: 4, earlier: [7, 12] } }`.',
    schema: allowance(),
    example: `allowances:
  incidents: { title: Incidents, number: 10, per: year, carryOver: 3, then: billable, when: { service: technical }, cites: ACM-13 }`,
  },
  {
    title: 'silence',
    text: 'Of the customer, while we wait for them: a proposal to the agent and a tag for your triggers.',
    schema: silence(),
    example: `silence:
  - { after: 3 business days, do: remind, clock: office, cites: ACM-14 }
  - { after: 5 business days, do: solve, when: { priority: [P3, P4] } }`,
  },
];
