// What one audit of Zendesk says to the judgement.
import { expect, test } from 'vitest';
import { eventsOf } from '#core/facts/updates.ts';
import type { Reading } from '#core/facts/updates.ts';
import type { Audit, AuditEvent, ZendeskUser } from '#core/facts/zendesk-ticket.ts';

const AGENT = '800';
const CUSTOMER = '700';
const person = (id: string, role: ZendeskUser['role']): [string, ZendeskUser] => [
  id,
  { id, name: null, email: null, role, light: false, suspended: false, organizationId: null },
];
const reading: Reading = {
  botUserId: '900',
  users: new Map([person(AGENT, 'agent'), person(CUSTOMER, 'end-user')]),
  fields: new Map(),
  ownTags: new Set(),
  channelOf: (channel) => channel,
  keepsText: false,
};
const audit = (authorId: string, ...events: readonly AuditEvent[]): Audit => ({
  id: '1',
  at: 0,
  authorId,
  channel: 'web',
  rel: null,
  causes: [],
  events,
});
const comment = (isPublic: boolean, authorId: string | null, channel: string | null = null): AuditEvent => ({
  kind: 'comment',
  public: isPublic,
  authorId,
  channel,
  text: '',
});

test('what a trigger says within a person’s update is no reply', () => {
  expect(eventsOf(audit(CUSTOMER, comment(true, AGENT, 'rule')), reading)).toEqual([]);
  const both = audit(CUSTOMER, comment(true, AGENT, 'rule'), comment(true, CUSTOMER));
  expect(eventsOf(both, reading)).toMatchObject([{ comment: { by: 'customer', public: true } }]);
});

test('an update without a channel is its person’s', () => {
  const set: AuditEvent = { kind: 'change', field: 'priority', value: 'urgent', previous: 'low', byRule: false };
  expect(eventsOf({ ...audit(AGENT, comment(true, null), set), channel: null }, reading)).toMatchObject([
    { comment: { by: 'agent', public: true, channel: null }, priority: { value: 'urgent', by: 'agent' } },
  ]);
});
