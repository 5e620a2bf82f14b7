// A row of a contracts file → the input of putContract, or every fault of the row with the column it stands in.
import { zoneFault } from '#core/policy/zones.ts';
import { plainDate } from './contract-values.ts';

/** The columns of a contracts file, in the order of the documentation; the first three must be there. */
export const COLUMNS = [
  'organization_id',
  'policy',
  'tier',
  'status',
  'starts_on',
  'ends_on',
  'partner',
  'region',
  'users',
  'entitlements',
  'contacts',
  'time_zone',
  'holidays',
] as const;
export const NEEDED = ['organization_id', 'policy', 'tier'] as const;
export type Column = (typeof COLUMNS)[number];
/** A row's cells by column, trimmed; a column that the file does not have is blank. */
export type Row = Readonly<Partial<Record<Column, string>>>;

/** GraphQL's ContractInput, without the revision. */
export interface ContractInput {
  readonly organizationId: string;
  readonly policy: string;
  readonly tier: string;
  readonly status: 'ACTIVE' | 'UNPAID' | 'ENDED';
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly partner: string | null;
  readonly region: string | null;
  readonly users: number | null;
  readonly entitlements: readonly { readonly id: string; readonly quantity: number | null }[];
  readonly contacts: readonly ContactInput[];
  readonly timeZone: string | null;
  readonly holidays: readonly string[];
}
export interface ContactInput {
  readonly role: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly userId: string | null;
  readonly certifiedOn: string | null;
}

/** Told of a fault: what is wrong with a column, and how to mend it. */
type Fault = (column: Column, message: string) => void;

/** Reads one row. Faults are complete: every wrong cell of the row is told. */
export function readRow(row: Row): { readonly input: ContractInput; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const fault: Fault = (column, message) => void faults.push(`${column}: ${message}`);
  const input: ContractInput = {
    organizationId: organizationId(row, fault),
    policy: needed(row, 'policy', fault),
    tier: needed(row, 'tier', fault),
    status: status(row, fault),
    startsOn: date(row, 'starts_on', fault),
    endsOn: date(row, 'ends_on', fault),
    partner: blankAsNull(row.partner),
    region: blankAsNull(row.region),
    users: users(row, fault),
    entitlements: listOf(row.entitlements).map((item) => entitlement(item, fault)),
    contacts: listOf(row.contacts).map((item) => contact(item, fault)),
    timeZone: zone(row, fault),
    holidays: listOf(row.holidays).map((item) => plainDateOr(item, 'holidays', fault)),
  };
  if (input.startsOn !== null && input.endsOn !== null && input.startsOn > input.endsOn)
    fault('ends_on', `the contract ends (${input.endsOn}) before it starts (${input.startsOn}): swap the two dates`);
  return { input, faults };
}

const blankAsNull = (cell: string | undefined): string | null => (cell === undefined || cell === '' ? null : cell);
const listOf = (cell: string | undefined): readonly string[] =>
  (cell ?? '').split(';').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));

function needed(row: Row, column: Column, fault: Fault): string {
  const cell = row[column] ?? '';
  if (cell === '') fault(column, `is blank: every contract names its ${column}`);
  return cell;
}

function organizationId(row: Row, fault: Fault): string {
  const cell = needed(row, 'organization_id', fault);
  if (cell !== '' && !/^[1-9]\d{0,18}$/.test(cell))
    fault(
      'organization_id',
      `"${cell}" is not a number of Zendesk: take it from the address of the organization's page`,
    );
  return cell;
}

const STATUSES = ['active', 'unpaid', 'ended'] as const;
function status(row: Row, fault: Fault): ContractInput['status'] {
  const cell = (row.status ?? '').toLowerCase();
  const found = STATUSES.find((each) => each === cell);
  if (cell !== '' && found === undefined) fault('status', `"${cell}" is no status: write active, unpaid or ended`);
  return (found ?? 'active').toUpperCase() as ContractInput['status'];
}

function date(row: Row, column: Column, fault: Fault): string | null {
  const cell = blankAsNull(row[column]);
  return cell === null ? null : plainDateOr(cell, column, fault);
}

function plainDateOr(text: string, column: Column, fault: Fault): string {
  if (!plainDate(text)) fault(column, `"${text}" is not a date: write YYYY-MM-DD`);
  return text;
}

function users(row: Row, fault: Fault): number | null {
  const cell = blankAsNull(row.users);
  if (cell === null) return null;
  const number = /^\d{1,9}$/.test(cell) ? Number(cell) : null;
  if (number === null) fault('users', `"${cell}" is not a number of users: write digits only`);
  return number;
}

function zone(row: Row, fault: Fault): string | null {
  const cell = blankAsNull(row.time_zone);
  const wrong = cell === null ? null : zoneFault(cell);
  if (wrong !== null) fault('time_zone', wrong);
  return cell;
}

/** `a=2`, or `a` where nothing is counted. */
function entitlement(item: string, fault: Fault): ContractInput['entitlements'][number] {
  const [, id = '', quantity] = /^([^=]*)(?:=(.*))?$/.exec(item) ?? [];
  const count = quantity === undefined ? null : quantity.trim();
  if (id.trim() === '' || (count !== null && !/^\d{1,9}$/.test(count)))
    fault('entitlements', `"${item}" is no entitlement: write id or id=number, with ; between them`);
  return { id: id.trim(), quantity: count === null ? null : Number(count) };
}

/** `role:email`, `role:userId`, with ` Name <…>` and `@certified date` as in `approved:Ana <ana@example.com>@2026-01-31`. */
function contact(item: string, fault: Fault): ContactInput {
  const [, role = '', rest = ''] = /^([^:]*):(.*)$/.exec(item) ?? [];
  const [, who = '', certifiedOn = null] = /^(.*?)(?:@(\d{4}-\d{2}-\d{2}))?$/.exec(rest.trim()) ?? [];
  const [, name = null, inside] = /^([^<]*)<([^>]*)>$/.exec(who.trim()) ?? [];
  const address = (inside ?? who).trim();
  const userId = /^[1-9]\d{0,18}$/.test(address) ? address : null;
  const email = /^[^\s@<>]+@[^\s@<>]+$/.test(address) ? address.toLowerCase() : null;
  if (role.trim() === '' || (userId === null && email === null))
    fault('contacts', `"${item}" is no contact: write role:email or role:user number, with ; between them`);
  if (certifiedOn !== null && !plainDate(certifiedOn))
    fault('contacts', `"${certifiedOn}" is not a date: write YYYY-MM-DD`);
  return { role: role.trim(), name: blankAsNull(name?.trim()), email, userId, certifiedOn };
}
