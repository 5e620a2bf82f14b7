// The account's ticket fields: Zendesk's own, and those that the five sample policies ask about.
import type { FieldType, TicketField } from '../records.ts';
import type { SandboxState } from '../state.ts';

const SYSTEM: readonly [FieldType, string, readonly string[]][] = [
  ['subject', 'Subject', []],
  ['description', 'Description', []],
  ['status', 'Status', ['new', 'open', 'pending', 'hold', 'solved']],
  ['tickettype', 'Type', ['question', 'incident', 'problem', 'task']],
  ['priority', 'Priority', ['low', 'normal', 'high', 'urgent']],
  ['group', 'Group', []],
  ['assignee', 'Assignee', []],
];

/** Titles and values. Where several policies use one title, the field has the values of all of them. */
const DROP_DOWNS: Record<string, Record<string, string>> = {
  support_impact: {
    all_users: 'Nobody can use the federation service',
    some_users: 'Some users cannot exchange chat or see presence',
    one_user: 'One user cannot use the service',
    minor: 'The service works',
    ...titles(['critical', 'normal', 'down', 'degraded', 'major', 'question']),
  },
  support_request: {
    fault: 'Something is broken',
    change: 'A change of configuration, contacts or documentation',
    sponsored_partner: 'Help for a partner that the customer sponsors',
    partner_configuration: "A partner's question about standard configuration",
    feature: 'An enhancement',
    administration: 'A request for configuration or administration',
  },
  support_product: titles(['hardware', 'conferencing', 'breeze', 'portal']),
  support_topic: titles([
    ...['moves_adds_changes', 'scheduling', 'quick_connect', 'endpoint_not_connecting', 'breeze_devices'],
    ...['packet_loss', 'bit_rate', 'firewall', 'h323_registration'],
    ...['trial_to_billed', 'guest_account_deletion', 'bit_rate_limits', 'sip_trunks', 'hunt_groups', 'hardware_fault'],
    ...['unresolved_networking', 'breeze_install', 'h323_interop', 'portal_provisioning', 'media_loss'],
    ...['endpoint_disconnecting', 'feature_fault', 'presales', 'demo', 'feature_request'],
    ...['troubleshooting', 'restoration', 'question', 'software_bug', 'upgrade', 'hardware'],
    ...['problem', 'defect', 'licence'],
  ]),
  support_found_on: titles(['registration', 'call', 'other']),
  support_origin: titles(['server', 'unclear', 'elsewhere']),
};
const TEXTS = ['support_product_version'];
const CHECKBOXES = ['support_component_failed', 'support_presales_unreachable', 'support_dissatisfied'];

/** Adds all ticket fields and the one form that shows them. */
export function addTicketFields(state: SandboxState, at: number): void {
  const add = (
    type: FieldType,
    title: string,
    options: readonly (readonly [string, string])[],
    tag: string | null = null,
  ) => {
    const field: TicketField = {
      id: state.nextId(),
      type,
      title,
      description: title,
      active: true,
      required: false,
      position: state.ticketFields.size,
      tag,
      options: options.map(([value, name]) => ({ id: state.nextId(), name, value })),
      createdAt: at,
      updatedAt: at,
    };
    state.ticketFields.set(field.id, field);
  };
  for (const [type, title, values] of SYSTEM) add(type, title, Object.entries(titles(values)));
  for (const [title, options] of Object.entries(DROP_DOWNS)) add('tagger', title, Object.entries(options));
  for (const title of TEXTS) add('text', title, []);
  for (const title of CHECKBOXES) add('checkbox', title, [], title);
  const formId = state.nextId();
  state.ticketForms.set(formId, {
    id: formId,
    name: 'Default ticket form',
    active: true,
    fieldIds: [...state.ticketFields.keys()],
  });
}

function titles(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    values.map((value) => [value, `${value[0]?.toUpperCase()}${value.slice(1)}`.replaceAll('_', ' ')]),
  );
}
