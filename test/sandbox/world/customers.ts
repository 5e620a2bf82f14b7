// The customers of the sample world with their contracts. Contracts are the sidecar's, not Zendesk's.

export interface Person {
  key: string;
  title: string;
  /** A contact that the customer has approved. */
  approved: boolean;
  /** Other roles of the contract's contacts. */
  roles?: readonly string[];
  /** In days after the organization was made, which was 400 days before the world begins: no date of the calendar, so that it holds in any year. */
  certifiedAfter?: number;
}

export interface CustomerContract {
  policy: string;
  tier: string;
  status?: 'ACTIVE' | 'UNPAID' | 'ENDED';
  startsOn?: string;
  endsOn?: string;
  partner?: string;
  region?: string;
  users?: number;
  entitlements?: readonly { id: string; quantity?: number }[];
  contacts?: readonly { role: string; name: string; email: string }[];
}

export interface Customer {
  key: string;
  name: string;
  contract: CustomerContract | null;
  people: readonly Person[];
}

const technical = (more: Partial<Person> = {}): Person => ({
  key: 'technical',
  title: 'Technical contact',
  approved: true,
  ...more,
});
const stranger: Person = { key: 'stranger', title: 'Office manager', approved: false };

/** All customers. `key` is the organization's external id. */
export const CUSTOMERS: readonly Customer[] = [
  {
    key: 'harbour-foods',
    name: 'Harbour Foods',
    contract: { policy: 'nextplane', tier: 'startup' },
    people: [technical({ roles: ['named'] }), stranger],
  },
  {
    key: 'lindenhof-clinics',
    name: 'Lindenhof Clinics',
    contract: { policy: 'nextplane', tier: 'business' },
    people: [
      technical({ roles: ['named'] }),
      { key: 'operations', title: 'Operations contact', approved: true },
      stranger,
    ],
  },
  {
    key: 'meridian-freight',
    name: 'Meridian Freight',
    contract: { policy: 'nextplane', tier: 'enterprise' },
    people: [technical({ roles: ['named'] }), stranger],
  },
  {
    key: 'quarry-street-bank',
    name: 'Quarry Street Bank',
    contract: { policy: 'nextplane', tier: 'custom' },
    people: [technical({ roles: ['named'] }), stranger],
  },
  {
    key: 'tidewater-travel',
    name: 'Tidewater Travel',
    contract: { policy: 'nextplane', tier: 'business', status: 'UNPAID' },
    people: [technical()],
  },
  { key: 'oakwell-studios', name: 'Oakwell Studios', contract: null, people: [technical({ approved: false })] },
  {
    key: 'fenwick-legal',
    name: 'Fenwick Legal',
    contract: {
      policy: 'starleaf',
      tier: 'standard',
      partner: 'Bridge AV',
      users: 50,
      entitlements: [
        { id: 'connection_license', quantity: 4 },
        { id: 'premium_breeze', quantity: 50 },
      ],
      contacts: [{ role: 'partner', name: 'Support desk, Bridge AV', email: 'support@bridge-av.example.com' }],
    },
    people: [technical()],
  },
  {
    key: 'larkfield-school',
    name: 'Larkfield School',
    contract: {
      policy: 'starleaf',
      tier: 'standard',
      users: 120,
      entitlements: [
        { id: 'conference_license', quantity: 1 },
        { id: 'premium_breeze', quantity: 40 },
      ],
    },
    people: [technical()],
  },
  {
    key: 'ashdown-gardens',
    name: 'Ashdown Garden Centres',
    contract: {
      policy: 'zynstra',
      tier: 'managed',
      partner: 'Ridge Managed IT',
      contacts: [{ role: 'partner', name: 'Service desk, Ridge Managed IT', email: 'desk@ridge-it.example.com' }],
    },
    people: [technical()],
  },
  {
    key: 'copper-kettle',
    name: 'Copper Kettle Cafes',
    contract: { policy: 'zynstra', tier: 'managed', partner: 'self' },
    people: [technical()],
  },
  {
    key: 'solvang-broadcasting',
    name: 'Solvang Broadcasting',
    contract: {
      policy: 'pexip',
      tier: 'standard',
      region: 'emea',
      contacts: [
        { role: 'account_manager', name: 'Account manager', email: 'account.manager@vendor.example.com' },
        { role: 'sales_engineer', name: 'Sales engineer', email: 'sales.engineer@vendor.example.com' },
      ],
    },
    people: [
      technical({ certifiedAfter: 150 }),
      { key: 'expired', title: 'Video administrator', approved: true, certifiedAfter: -900 },
    ],
  },
  {
    key: 'delta-print',
    name: 'Delta Print Works',
    contract: { policy: 'chevah', tier: 'standard' },
    people: [technical()],
  },
];

/** The e-mail address of a person of a customer. */
export function addressOf(customer: Customer, person: Person): string {
  return `${person.key}@${customer.key}.example.com`;
}

/** The display name of a person of a customer. */
export function nameOf(customer: Customer, person: Person): string {
  return `${person.title}, ${customer.name}`;
}
