// The tickets of the sample world, each showing one state; times are minutes before the world's start.

export interface Step {
  /** Minutes before the start. */
  ago: number;
  by: 'agent' | 'second' | 'requester';
  reply?: string;
  note?: string;
  status?: 'open' | 'pending' | 'hold' | 'solved';
  set?: Record<string, string | boolean>;
  assign?: boolean;
}

export interface Story {
  /** The name by which tests and pages open it. */
  name: string;
  customer: string;
  person: string;
  ago: number;
  channel: string;
  subject: string;
  text: string;
  type?: 'question' | 'incident' | 'problem' | 'task';
  set?: Record<string, string | boolean>;
  steps?: readonly Step[];
}

const fault = (impact: string) => ({ support_impact: impact, support_request: 'fault' });

/** NextPlane's customers. Custom's clock runs around the clock, so what is due soon is due soon on any day. */
const NEXTPLANE: readonly Story[] = [
  {
    name: 'custom_known',
    customer: 'quarry-street-bank',
    person: 'technical',
    ago: 20,
    channel: 'web',
    type: 'incident',
    subject: 'Presence of one dealer stays grey',
    text: 'Since this morning one of our dealers shows as offline to all partners. Chat works.',
    set: fault('one_user'),
  },
  {
    name: 'custom_at_risk',
    customer: 'quarry-street-bank',
    person: 'technical',
    ago: 50,
    channel: 'web',
    type: 'incident',
    subject: 'No federation traffic at all',
    text: 'No message has crossed to any partner for ten minutes. All sites.',
    set: fault('all_users'),
  },
  {
    name: 'custom_breached',
    customer: 'quarry-street-bank',
    person: 'technical',
    ago: 95,
    channel: 'web',
    type: 'incident',
    subject: 'Federation down after certificate change',
    text: 'We changed the certificate as announced, and since then every partner is unreachable.',
    set: fault('all_users'),
  },
  {
    name: 'custom_emergency',
    customer: 'quarry-street-bank',
    person: 'stranger',
    ago: 12,
    channel: 'web',
    type: 'incident',
    subject: 'Nobody can reach our partners',
    text: 'I was told to write to you. Nothing goes out, the whole floor is standing still.',
    set: fault('all_users'),
  },
  {
    name: 'custom_updates',
    customer: 'quarry-street-bank',
    person: 'technical',
    ago: 180,
    channel: 'web',
    type: 'incident',
    subject: 'Delayed messages to two partners',
    text: 'Messages to two partners arrive up to five minutes late.',
    set: fault('some_users'),
    steps: [
      {
        ago: 150,
        by: 'agent',
        assign: true,
        reply: 'We see the queue on our side and are looking into it.',
        status: 'open',
      },
      { ago: 60, by: 'requester', reply: 'It is down to a minute now. Thank you.' },
    ],
  },
  {
    name: 'business_known',
    customer: 'lindenhof-clinics',
    person: 'technical',
    ago: 15,
    channel: 'web',
    type: 'incident',
    subject: 'Some wards cannot see presence',
    text: 'Two wards see no presence of the laboratory since the update. Chat works in one direction.',
    set: fault('some_users'),
  },
  {
    name: 'business_pending',
    customer: 'lindenhof-clinics',
    person: 'operations',
    ago: 1_600,
    channel: 'email',
    type: 'question',
    subject: 'Add a second domain to our tenant',
    text: 'We took over a practice with a domain of its own. How do we add it?',
    set: { support_impact: 'minor', support_request: 'change' },
    steps: [
      {
        ago: 1_540,
        by: 'agent',
        assign: true,
        reply: 'Which domain is it, and who administers its DNS?',
        status: 'pending',
      },
      { ago: 1_530, by: 'agent', note: 'Waiting for the name of the domain.' },
    ],
  },
  {
    name: 'business_not_approved',
    customer: 'lindenhof-clinics',
    person: 'stranger',
    ago: 40,
    channel: 'email',
    type: 'question',
    subject: 'My chat window is empty',
    text: 'My window has been empty since lunch. Can you help?',
    set: fault('one_user'),
  },
  {
    name: 'business_solved',
    customer: 'lindenhof-clinics',
    person: 'technical',
    ago: 4_400,
    channel: 'web',
    type: 'incident',
    subject: 'One nurse could not sign in',
    text: 'One account could not sign in to the federated client.',
    set: fault('one_user'),
    steps: [
      {
        ago: 4_340,
        by: 'second',
        assign: true,
        reply: 'The account was locked after a password change; it is open again. Please try.',
        status: 'open',
      },
      { ago: 4_300, by: 'requester', reply: 'Works. Thank you!' },
      { ago: 4_290, by: 'second', status: 'solved' },
    ],
  },
  {
    name: 'enterprise_phone',
    customer: 'meridian-freight',
    person: 'technical',
    ago: 25,
    channel: 'voice',
    type: 'incident',
    subject: 'Call from Meridian Freight: drivers drop off',
    text: 'The caller reports that drivers drop off the shared channel every few minutes.',
    set: fault('some_users'),
  },
  {
    name: 'startup_known',
    customer: 'harbour-foods',
    person: 'technical',
    ago: 30,
    channel: 'web',
    type: 'incident',
    subject: 'One buyer cannot chat with a supplier',
    text: 'One of our buyers gets "not delivered" for every message to one supplier.',
    set: fault('one_user'),
  },
  {
    name: 'startup_billable',
    customer: 'harbour-foods',
    person: 'technical',
    ago: 240,
    channel: 'email',
    type: 'task',
    subject: 'Please help our supplier to connect',
    text: 'Our supplier is new to federation. Could you set it up together with them?',
    set: { support_impact: 'minor', support_request: 'sponsored_partner' },
    steps: [
      {
        ago: 200,
        by: 'agent',
        assign: true,
        reply: 'Gladly. This is billable on your plan; shall we go ahead?',
        status: 'pending',
      },
    ],
  },
  {
    name: 'startup_excluded',
    customer: 'harbour-foods',
    person: 'technical',
    ago: 75,
    channel: 'email',
    type: 'question',
    subject: "Our partner's firewall settings",
    text: 'Our partner asks which ports their firewall must open for the standard configuration.',
    set: { support_impact: 'minor', support_request: 'partner_configuration' },
  },
  {
    name: 'unpaid',
    customer: 'tidewater-travel',
    person: 'technical',
    ago: 55,
    channel: 'web',
    type: 'incident',
    subject: 'Agents cannot reach hotels',
    text: 'None of our agents reaches a hotel by chat.',
    set: fault('all_users'),
  },
  {
    name: 'no_contract',
    customer: 'oakwell-studios',
    person: 'technical',
    ago: 35,
    channel: 'web',
    type: 'question',
    subject: 'Federation with our distributor',
    text: 'We tried your service last year. Can you check why our old connection fails?',
    set: fault('some_users'),
  },
];

/** All tickets of the world. */
export const STORIES: readonly Story[] = [...NEXTPLANE];
