/** Records a ticket as a case: `record.ts ZENDESK_URL TICKET STORY`, with a token in ZENDESK_TOKEN. People are made unknown. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Json = Record<string, unknown>;

/** Zendesk's answers about one ticket, as they came. */
export interface Recording {
  readonly ticket: Json;
  readonly audits: readonly Json[];
  readonly users: readonly Json[];
  readonly organizations: readonly Json[];
  readonly ticket_fields: readonly Json[];
}

/** Reads everything that the facts of a ticket are made of. Throws on any other answer than 200. */
export async function record(url: string, token: string, ticketId: string): Promise<Recording> {
  const get = async (path: string): Promise<Json> => {
    const response = await fetch(`${url}/api/v2/${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
    return (await response.json()) as Json;
  };
  const { ticket, users, organizations } = await get(`tickets/${ticketId}.json?include=users,organizations`);
  const { audits } = await get(`tickets/${ticketId}/audits.json?page[size]=100`);
  const { ticket_fields } = await get('ticket_fields.json?page[size]=100');
  const authors = [...new Set((audits as Json[]).map((audit) => audit['author_id']))].filter((id) => Number(id) > 0);
  const more = await get(`users/show_many.json?ids=${authors.join(',')}`);
  const everybody = [...((users as Json[] | undefined) ?? []), ...(more['users'] as Json[])];
  return {
    ticket: ticket as Json,
    audits: audits as Json[],
    users: [...new Map(everybody.map((user) => [user['id'], user])).values()],
    organizations: (organizations as Json[] | undefined) ?? [],
    ticket_fields: ticket_fields as Json[],
  };
}

const KEPT: Readonly<Record<string, readonly string[]>> = {
  ticket: [
    ...[
      'id',
      'status',
      'priority',
      'type',
      'tags',
      'organization_id',
      'requester_id',
      'via',
      'created_at',
      'updated_at',
    ],
    ...['custom_fields', 'satisfaction_rating', 'generated_timestamp'],
  ],
  audits: ['id', 'created_at', 'author_id', 'via', 'metadata', 'events'],
  users: ['id', 'name', 'email', 'role', 'role_type', 'suspended', 'active', 'organization_id'],
  organizations: ['id', 'name', 'tags', 'organization_fields'],
  ticket_fields: ['id', 'title', 'raw_title', 'type', 'active'],
};

/** Keeps what the facts are made of, and nobody's name, address or words. */
export function withoutPeople(recording: Recording): Recording {
  const pick = (part: string, entry: Json): Json =>
    Object.fromEntries((KEPT[part] ?? []).flatMap((key) => (key in entry ? [[key, entry[key]]] : [])));
  const numbers = new Map(recording.users.map((user, index) => [user['id'], String(index + 1)]));
  return {
    ticket: pick('ticket', recording.ticket),
    audits: recording.audits.map((audit) => ({
      ...pick('audits', audit),
      metadata: ownMetadata(audit),
      events: events(audit),
    })),
    users: recording.users.map((user) => {
      const name = `${String(user['role'])} ${numbers.get(user['id']) ?? ''}`;
      return { ...pick('users', user), name, email: `${name.replaceAll(' ', '-')}@example.com` };
    }),
    organizations: recording.organizations.map((entry) => ({ ...pick('organizations', entry), name: 'Customer' })),
    ticket_fields: recording.ticket_fields.map((entry) => pick('ticket_fields', entry)),
  };
}

const COMMENT = ['type', 'public', 'author_id', 'via'];
const CHANGE = ['type', 'field_name', 'value', 'previous_value', 'via'];

function events(audit: Json): Json[] {
  return (audit['events'] as Json[]).flatMap((event) => {
    const type = String(event['type']);
    const kept = type.endsWith('Comment') ? COMMENT : /^(Create|Change)$/.test(type) ? CHANGE : [];
    if (kept.length === 0 || event['field_name'] === 'subject' || event['field_name'] === 'description') return [];
    return [Object.fromEntries(kept.flatMap((key) => (key in event ? [[key, event[key]]] : [])))];
  });
}

/** Of the metadata only our own part: the rest holds addresses and places. */
function ownMetadata(audit: Json): Json {
  const custom = ((audit['metadata'] as Json | null)?.['custom'] as Json | undefined)?.['tierline'];
  return custom ? { custom: { tierline: custom } } : {};
}

if (import.meta.main) {
  const [url, ticketId, story] = process.argv.slice(2);
  const token = process.env['ZENDESK_TOKEN'];
  if (!url || !ticketId || !story || !token) {
    console.error('ZENDESK_TOKEN=… node test/cases/record.ts ZENDESK_URL TICKET STORY');
    process.exitCode = 2;
  } else {
    const folder = join(import.meta.dirname, story);
    await mkdir(folder, { recursive: true });
    const recording = withoutPeople(await record(url, token, ticketId));
    await writeFile(join(folder, '_zendesk.json'), `${JSON.stringify(recording, null, 2)}\n`);
  }
}
