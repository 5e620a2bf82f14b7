// The keys of a condition: what each asks about, and which values it can have.
import { TICKET_STATUSES, TICKET_TYPES } from '#schema/ticket-words.ts';
import type { Subject } from './policy.ts';
import type { Context } from './context.ts';

/** A key's subject, its possible values where they are known, and how plain values are read. */
export interface SubjectOf {
  readonly subject: Subject;
  readonly known: readonly string[] | null;
  readonly as: 'text' | 'flag' | 'number' | 'date' | 'duration' | 'list' | 'raw';
}

const TICKET = [
  'status',
  'channel',
  'tags',
  'type',
  'priority',
  'tier',
  'level',
  'service',
  'owner',
  'product',
  'coverage',
] as const;
/** Words that begin a condition's key beside the fields and the facts of a ticket. */
export const CONDITION_WORDS: readonly string[] = [
  ...TICKET,
  'requester.approved',
  'requester.role',
  'requester.certification',
  'organization.users',
  'organization.name',
  'contract.status',
  'contract.tier',
  'contract.partner',
  'contract.region',
  'contract.users',
  'contract.age',
  'contract.startsOn',
  'contract.endsOn',
  'contract.exists',
  'entitlement',
  'opened.on',
  'opened.during',
  'opened.outside',
  'opened.before',
  'opened.after',
  'now.during',
  'now.outside',
  'now.on',
  'started.during',
  'started.outside',
  'started.on',
  'ticket.age',
  'promise',
  'customer',
  'attempts',
  'since',
  'duty',
  'intake',
  'defect',
  'rating',
  'step',
  'version',
  'exclusion',
  'all',
  'any',
  'not',
];

/** What a key asks about; null where it is not known. */
export function subjectOf(context: Context, key: string): SubjectOf | null {
  const ticket = TICKET.find((each) => each === key);
  if (ticket !== undefined && !ownField(context, ticket)) return ofTicket(context, ticket);
  const field = context.text.fields?.[key];
  if (field !== undefined && context.known('field').has(key)) return ofField(context, key);
  if (context.known('field').has(key)) return ofField(context, key);
  if (key === 'request') return { subject: { of: 'ticket', key: 'request' }, known: null, as: 'text' };
  if (key === 'ticket.age' || key === 'age') return { subject: { of: 'ticket_age' }, known: null, as: 'duration' };
  const [head = '', ...rest] = key.split('.');
  const tail = rest.join('.');
  if (head === 'field' || head === 'fields' || head === 'ticket') return tail === '' ? null : subjectOf(context, tail);
  if (tail === '') return null;
  if (head === 'requester') return ofRequester(tail);
  if (head === 'organization' || head === 'organisation') return ofOrganization(tail);
  if (head === 'contract') return ofContract(context, tail);
  if (head === 'entitlement' || head === 'entitlements') return ofContract(context, key);
  return null;
}

/** A field of that name is meant where the policy has no such thing of its own: `level` in a policy without levels. */
function ownField(context: Context, key: (typeof TICKET)[number]): boolean {
  if (!context.known('field').has(key)) return false;
  if (key === 'level' || key === 'owner') return context.known('level').size === 0;
  return key === 'service' && context.known('service').size === 0;
}

function ofTicket(context: Context, key: (typeof TICKET)[number]): SubjectOf {
  const known: Readonly<Partial<Record<string, readonly string[]>>> = {
    status: TICKET_STATUSES,
    type: TICKET_TYPES,
    priority: [...context.known('priority')],
    tier: [...context.known('tier'), 'none'],
    level: [...context.known('level')],
    service: context.known('service').size > 0 ? [...context.known('service')] : undefined,
    owner: ['vendor', 'partner', 'customer'],
    product: context.known('product').size > 0 ? [...context.known('product')] : undefined,
    coverage: ['covered', 'limited', 'billable', 'not_covered'],
  };
  return { subject: { of: 'ticket', key }, known: known[key] ?? null, as: key === 'tags' ? 'list' : 'text' };
}

function ofField(context: Context, id: string): SubjectOf {
  const written = context.text.fields?.[id];
  const map = typeof written === 'object' ? written : {};
  const values = id === 'topic' || id === 'topics' ? [...context.known('topic')] : [];
  const choices = Array.isArray(map.values) ? map.values : Object.keys(map.values ?? {});
  const known = [...choices, ...values, ...(id === 'product' ? context.known('product') : [])];
  const type = map.type ?? (isCheckbox(known) ? 'checkbox' : known.length > 0 ? 'choice' : 'text');
  const as = (
    { choice: 'text', checkbox: 'flag', text: 'text', number: 'number', date: 'date', multiple: 'list' } as const
  )[type];
  return {
    subject: { of: 'field', field: id },
    known: as === 'text' && known.length > 0 ? known : null,
    as: type === 'text' && known.length === 0 && map.type === undefined ? 'raw' : as,
  };
}

/** A field whose choices are true and false is a checkbox. */
export function isCheckbox(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => value === 'true' || value === 'false');
}

function ofRequester(key: string): SubjectOf {
  const as =
    key === 'approved'
      ? 'flag'
      : key === 'certifiedOn'
        ? 'date'
        : key === 'role' || key === 'certification'
          ? 'text'
          : 'raw';
  const known = key === 'certification' ? ['valid', 'expiring', 'expired'] : null;
  return { subject: { of: 'requester', key }, known, as };
}

function ofOrganization(key: string): SubjectOf {
  return { subject: { of: 'organization', key }, known: null, as: key === 'users' ? 'number' : 'raw' };
}

function ofContract(context: Context, key: string): SubjectOf {
  const entitlement = /^entitlements?\.([^.]+)(?:\.quantity)?$/.exec(key)?.[1];
  if (entitlement !== undefined) {
    return { subject: { of: 'contract', key: `entitlement.${entitlement}` }, known: null, as: 'number' };
  }
  if (key === 'status') return { subject: { of: 'contract', key }, known: ['active', 'unpaid', 'ended'], as: 'text' };
  if (key === 'tier')
    return { subject: { of: 'contract', key }, known: [...context.known('tier'), 'none'], as: 'text' };
  const as =
    key === 'age'
      ? 'duration'
      : key === 'users'
        ? 'number'
        : key === 'exists'
          ? 'flag'
          : /On$/.test(key)
            ? 'date'
            : key === 'partner' || key === 'region'
              ? 'text'
              : 'raw';
  return { subject: { of: 'contract', key }, known: null, as };
}
