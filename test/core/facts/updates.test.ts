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
  requesterAt: () => CUSTOMER,
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

test('what somebody said as an agent stays an agent’s word, and what was said before as a customer a customer’s', () => {
  const changed = (role: ZendeskUser['role'], was: ZendeskUser['role']): Reading => ({
    ...reading,
    users: new Map([[AGENT, { ...person(AGENT, role)[1], earlier: [{ role: was, until: 100 }] }]]),
  });
  const said = (at: number): Audit => ({ ...audit(AGENT, comment(true, null)), at });
  expect(eventsOf(said(100), changed('end-user', 'agent'))).toMatchObject([{ comment: { by: 'agent' } }]);
  expect(eventsOf(said(101), changed('end-user', 'agent'))).toMatchObject([{ comment: { by: 'customer' } }]);
  expect(eventsOf(said(100), changed('agent', 'end-user'))).toMatchObject([{ comment: { by: 'customer' } }]);
  expect(eventsOf(said(101), changed('agent', 'end-user'))).toMatchObject([{ comment: { by: 'agent' } }]);
});

test('on the own ticket an agent speaks as a customer', () => {
  const own: Reading = { ...reading, requesterAt: (at) => (at < 5 ? AGENT : CUSTOMER) };
  expect(eventsOf(audit(AGENT, comment(true, null)), own)).toMatchObject([{ comment: { by: 'customer' } }]);
  expect(eventsOf({ ...audit(AGENT, comment(true, null)), at: 5 }, own)).toMatchObject([{ comment: { by: 'agent' } }]);
});
