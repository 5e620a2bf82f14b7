// The reference of the policy language, second half: who may ask, who does what, and what is said when.
import type { ReferenceSection } from './reference.ts';
import { entitlement, product } from './terms.ts';
import * as work from './work.ts';

export const WORK: readonly ReferenceSection[] = [
  {
    title: 'requesters',
    text: 'Who may ask. Those who are not what they `must` be are judged by the first rule of `otherwise` that holds.',
    schema: work.requesters(),
    example: `requesters:
  must: { requester.approved: true }
  otherwise:
    - { when: { priority: P1 }, verdict: emergency, duties: verify_contact, cites: ACM-15 }
    - { verdict: not_approved }
  cites: ACM-15`,
  },
  {
    title: 'entitlements',
    text: 'What a contract may include. A policy with entitlements covers a product only where the contract has one for it.',
    schema: entitlement(),
    example: `entitlements:
  connection: { title: Connection license, product: box, cites: ACM-16 }
  seats: { products: [app], quantity: { atLeast: organization.users }, when: { contract.status: active } }
  cloud: { covers: cloud }`,
  },
  {
    title: 'products',
    text: 'Products and the life of their versions: `3.x` covers 3, 3.0 and 3.14.2. The last day is still supported.',
    schema: product(),
    example: `products:
  box: The box
  app: { title: The app, anyEntitlement: true, versionField: app_version, versions: { 3.x: 2026-12-31, 4.x: { endOfLife: none, cites: ACM-17 } }, cites: ACM-17 }`,
  },
  {
    title: 'levels',
    text: 'In order. `handOff.after: duties` asks for all duties of the level, a list for those; `atOnceWhen` opens it whatever is open. Promises of a level start on entering it.',
    schema: work.level(),
    example: `levels:
  L1:
    title: First level
    owner: partner
    contact: desk
    duties: { fault: [identify, log], question: [identify] }
    ordered: true
    handOff: { to: L2, after: duties, when: { not: { duty.identify: refused } }, atOnceWhen: { impact: everybody }, cites: ACM-18 }
    cites: ACM-18
  L2: { owner: vendor, contacts: [desk], promises: { level_update: 1 business day }, when: { contract.status: active } }`,
  },
  {
    title: 'topics',
    text: 'Choices of the field `topic`: the level at which a ticket starts, and its product.',
    schema: work.topic(),
    example: `topics:
  question: A question
  hardware_fault: { title: Hardware fault, level: L3, product: box, zendesk: hw_fault, cites: ACM-19 }`,
  },
  {
    title: 'duties',
    text: 'What somebody has to do: while `when` holds, at a level, or for a requester. `doneBy` does it without a click: `agent_reply`, `agent_reply_with_defect`, `customer_comment`, or a field.',
    schema: work.duty(),
    example: `duties:
  identify: Identify the reporter
  verify:
    title: Verify the requester
    when: { priority: P1 }
    within: 1 business day
    clock: office
    outcomes: [known, refused]
    sets: verified
    after: identify
    doneBy: [{ on: customer_comment, channel: email, outcome: known }, { field: verified }]
    stays: true
    links: [{ title: Contact list, url: https://acme.example/contacts }]
    tag: verify_first
    cites: ACM-20`,
  },
  {
    title: 'contacts',
    text: "Roles and how to reach them. With `role`, the contract's contacts of that role stand for it.",
    schema: work.contact(),
    example: `contacts:
  desk: desk@acme.example
  head:
    title: Head of Support
    name: the head of support
    email: head@acme.example
    phone: +44 20 7946 0999
    video: head@acme.example
    url: https://acme.example/head
    region: emea
    role: head
    roles: [head, deputy]
    cites: ACM-21`,
  },
  {
    title: 'routes',
    text: 'Tickets that somebody else takes.',
    schema: work.route(),
    example: `routes:
  - { id: quotes, title: Quotes, topic: feature_request, contact: sales, fallback: desk, fallbackWhen: { sales_away: true }, tag: quote_required, cites: ACM-22 }
  - { when: { topic: presales }, to: sales, fallback: { contact: desk, when: { sales_away: true } } }`,
  },
  {
    title: 'escalation',
    text: 'Steps in order. Without `opensWhen` a step is always open.',
    schema: work.step(),
    example: `escalation:
  - { step: support, title: The support team, contact: desk, cites: ACM-23 }
  - { step: head, contacts: [emea, apac], byRegion: true, opensWhen: { any: [{ promise: breached }, { customer: dissatisfied }] } }
  - { step: board, contact: board, opensWhen: { any: [{ attempts: { on: head, atLeast: 2, within: 1 business day } }, { since: head, atLeast: 1 business day, without: progress }] } }`,
  },
  {
    title: 'intake',
    text: 'What the customer has to give. An item with the id of a field is given when the field is set.',
    schema: work.intake(),
    example: `intake:
  installation:
    title: Installation
    when: { topic: problem }
    items:
      operating_system: Operating system
      client_log: { title: Log of the client, optional: true, field: client_log, cites: ACM-24 }
    message: "Please send us: {{missing}}"
    cites: ACM-24`,
  },
  {
    title: 'exclusions',
    text: 'What is not supported. One without `when` is recorded by an agent, with a reason.',
    schema: work.exclusion(),
    example: `exclusions:
  misuse: Misuse
  unpaid: { title: Fees are overdue, when: { contract.status: unpaid }, cites: ACM-25 }`,
  },
  {
    title: 'advice',
    text: 'What to offer or do first: a list, or a map by name.',
    schema: work.advice(),
    example: `advice:
  - { id: session, title: Session, when: { topic: problem }, text: Offer a session, links: https://meet.acme.example, cites: ACM-26 }`,
  },
  {
    title: 'notices',
    text: 'Kinds of notice. Recipients are `approved_contacts` or contacts of the policy.',
    schema: work.notice(),
    example: `notices:
  maintenance: { title: Maintenance, lead: 2 days, refuse: true, recipients: approved_contacts, cites: ACM-27 }
  emergency: { lead: none }`,
  },
  {
    title: 'certification',
    text: "A requester's certificate holds so long from `certifiedOn` on.",
    schema: work.certification(),
    example: `certification: { valid: 2 years, expiring: 60 days, cites: ACM-28 }`,
  },
  {
    title: 'defects',
    text: 'Where defects are tracked.',
    schema: work.defects(),
    example: `defects: { title: Development, github: acme/box, priority: High, url: "https://acme.example/defects/{{reference}}", cites: ACM-29 }`,
  },
];
