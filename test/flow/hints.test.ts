// W-10: When an event costs no request: it says nothing that the last reading did not show.
import { describe, expect, it } from 'vitest';
import type { Audit, AuditEvent, ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import { confirms, saysNothingNew, seemsRepeated } from '#flow/hints.ts';
import type { Hint } from '#flow/ports/tickets.ts';

const BOT = '900';
const CUSTOMER = '700';
const AGENT = '800';
const at = (second: number): number => Date.parse('2026-03-02T09:00:00Z') + second * 1_000;
const change = (field: string, value: string | readonly string[]): AuditEvent => ({
  kind: 'change',
  field,
  value,
  previous: null,
  byRule: false,
});
const said: AuditEvent = { kind: 'comment', public: true, authorId: CUSTOMER, channel: null, text: 'Help' };
const answered: AuditEvent = { kind: 'comment', public: true, authorId: AGENT, channel: null, text: 'Done' };
const audit = (id: string, second: number, authorId: string, ...events: readonly AuditEvent[]): Audit => ({
  id,
  at: at(second),
  authorId,
  channel: 'web',
  rel: null,
  causes: [],
  events,
});
const CREATED = audit(
  '1',
  17,
  CUSTOMER,
  said,
  { kind: 'create', field: 'status', value: 'new', previous: null, byRule: false },
  { kind: 'create', field: 'requester_id', value: CUSTOMER, previous: null, byRule: false },
);
const ticket = (second: number, more: Partial<ZendeskTicket> = {}): ZendeskTicket => ({
  id: '1',
  status: 'new',
  priority: 'high',
  type: null,
  tags: ['tier_business'],
  organizationId: null,
  requesterId: CUSTOMER,
  channel: 'web',
  createdAt: at(17),
  updatedAt: at(second),
  updatedStamp: '',
  fields: {},
  rating: null,
  ...more,
});
/** What the customer's creation looked like, before we wrote priority and tags. */
const hint = (second: number, more: Partial<Hint> = {}): Hint => ({
  ticketId: '1',
  status: 'new',
  priority: null,
  type: null,
  tags: [],
  organizationId: null,
  requesterId: CUSTOMER,
  updatedAt: at(second),
  fields: {},
  comment: { public: true, authorId: CUSTOMER },
  actorId: CUSTOMER,
  complete: true,
  ...more,
});
const ours = { priority: 'high', tags: ['tier_business'] } as const;
const says = (one: Hint, seen: ZendeskTicket, audits: readonly Audit[] = [CREATED]) =>
  saysNothingNew(one, { ticket: seen, audits, fields: new Map(), botUserId: BOT });

describe('nothing new is said by', () => {
  it('an event older than the last reading', () => {
    expect(says(hint(17), ticket(18))).toBe(true);
  });

  it('an event older than the last audit that was read', () => {
    const assigned = audit('2', 18, AGENT, change('assignee_id', AGENT));
    expect(says(hint(17, { actorId: AGENT }), ticket(20), [CREATED, assigned])).toBe(true);
  });

  it('our own earlier write, before another one', () => {
    expect(says(hint(18, { ...ours, actorId: BOT }), ticket(20))).toBe(true);
  });

  it('an event of the second that was read, before our own write, with what was read of it', () => {
    expect(says(hint(17, { ...ours, status: 'open' }), ticket(19))).toBe(true);
    const assigned = audit('2', 17, AGENT, change('assignee_id', AGENT));
    const told = { ...ours, actorId: AGENT, comment: null };
    expect(says(hint(17, told), ticket(19), [CREATED, assigned])).toBe(true);
  });

  it('an event of the second of our own write, rendered before it', () => {
    expect(says(hint(17), ticket(17))).toBe(true);
  });

  it('our own write', () => {
    expect(says(hint(18, { ...ours, actorId: BOT }), ticket(18))).toBe(true);
  });

  it('a repeated event whose update is known, with the comment of an earlier one', () => {
    const assigned = audit('2', 30, AGENT, change('assignee_id', AGENT));
    expect(says(hint(30, { ...ours, actorId: AGENT }), ticket(30), [CREATED, assigned])).toBe(true);
  });
});

describe('something new may be said by', () => {
  it.each<[string, Hint]>([
    ['an update of another person in that second', hint(17, { actorId: AGENT })],
    ['an update of nobody known', hint(17, { actorId: null })],
    ['another state', hint(17, { status: 'open' })],
    ['a comment of somebody else', hint(17, { comment: { public: true, authorId: AGENT } })],
    ['a note', hint(17, { comment: { public: false, authorId: CUSTOMER } })],
    ['a later second', hint(18)],
    ['an event that does not say everything', hint(17, { complete: false })],
    ['a second comment in a minute', hint(0, ours)],
  ])('%s', (_what, one) => {
    expect(says(one, ticket(17))).toBe(false);
  });

  it('an event that tells of no comment and is newer than what was read', () => {
    const told = { ...ours, actorId: AGENT, comment: null };
    expect(says(hint(40, told), ticket(18))).toBe(false);
    expect(says(hint(40, { ...told, actorId: null }), ticket(18))).toBe(false);
    const assigned = audit('2', 10, AGENT, change('assignee_id', AGENT));
    expect(says(hint(0, told), ticket(18), [CREATED, assigned])).toBe(false);
    expect(says(hint(10, told), ticket(10), [CREATED, assigned])).toBe(true);
    expect(says(hint(18, { ...told, actorId: null }), ticket(18))).toBe(true);
  });

  it('an event of the second that was read, before our own write, that shows or may hide another comment', () => {
    const byAgent = { ...ours, actorId: AGENT };
    expect(says(hint(17, { ...byAgent, comment: { public: true, authorId: AGENT } }), ticket(19))).toBe(false);
    expect(says(hint(17, { ...byAgent, comment: null }), ticket(19))).toBe(false);
  });

  it('an event that gives minutes only, though an update of the first second of its minute was read', () => {
    const assigned = audit('2', 60, AGENT, change('assignee_id', AGENT));
    const told = { ...ours, actorId: AGENT, comment: null };
    expect(says(hint(60, told), ticket(63), [CREATED, assigned])).toBe(false);
    expect(says(hint(60, { ...told, actorId: null }), ticket(60), [CREATED, assigned])).toBe(false);
    const comment = { public: true, authorId: AGENT };
    expect(says(hint(60, { ...told, comment }), ticket(63), [CREATED, audit('2', 60, AGENT, answered)])).toBe(false);
  });

  it('no event that was given to the second, though that second begins its minute', () => {
    const assigned = audit('2', 60, AGENT, change('assignee_id', AGENT));
    const told = { ...ours, actorId: AGENT, comment: null, bySecond: true as const };
    expect(says(hint(60, told), ticket(60), [CREATED, assigned])).toBe(true);
    expect(says(hint(60, { ...told, actorId: null }), ticket(60), [CREATED, assigned])).toBe(true);
  });

  it("an agent's reply that was not read yet, and no longer by one that was", () => {
    const reply = audit('2', 40, AGENT, answered);
    const told = hint(40, { ...ours, actorId: AGENT, comment: { public: true, authorId: AGENT } });
    expect(says(told, ticket(18))).toBe(false);
    expect(says(told, ticket(40), [CREATED, reply])).toBe(true);
  });
});

describe('a repetition is most likely', () => {
  const seems = (one: Hint, seen: ZendeskTicket, audits: readonly Audit[] = [CREATED]) =>
    [saysNothingNew, seemsRepeated].map((says) =>
      says(one, { ticket: seen, audits, fields: new Map(), botUserId: BOT }),
    );

  it('an event of the minute of our own write, where it has minutes only', () => {
    expect(seems(hint(0), ticket(18))).toEqual([false, true]);
    expect(seems(hint(0, { status: 'open' }), ticket(18))).toEqual([false, false]);
    expect(seems(hint(0, { comment: null }), ticket(18))).toEqual([false, false]);
    // Somebody answered in between: the same once more is most likely another.
    expect(seems(hint(0), ticket(18), [CREATED, audit('2', 18, AGENT, answered)])).toEqual([false, false]);
  });

  it('an event that was drawn up again in the second of our own write', () => {
    expect(seems(hint(19, ours), ticket(19))).toEqual([false, true]);
    expect(seems(hint(19, { ...ours, actorId: AGENT }), ticket(19))).toEqual([true, false]);
    expect(seems(hint(20, { ...ours, actorId: AGENT }), ticket(19))).toEqual([false, false]);
    const comment = { public: true, authorId: AGENT };
    expect(seems(hint(19, { ...ours, actorId: null, comment }), ticket(19))).toEqual([false, false]);
  });
});

describe('what the audits make of a ticket is confirmed', () => {
  const reply = audit('2', 40, AGENT, answered);
  const told = { ...ours, actorId: AGENT, comment: { public: true, authorId: AGENT } };
  const says = (one: Hint): boolean =>
    confirms(one, { ticket: ticket(40), audits: [CREATED, reply], fields: new Map(), botUserId: BOT });

  it('by the event of the last update, to the second or in its minute', () => {
    expect(says(hint(40, told))).toBe(true);
    expect(says(hint(0, told))).toBe(true);
  });

  it.each([
    ['of another person', { actorId: CUSTOMER }],
    ['of another minute', { updatedAt: at(60) }],
    ['of an earlier minute', { updatedAt: at(-60) }],
    ['that shows another state', { status: 'open' }],
    ['with another comment', { comment: { public: false, authorId: AGENT } }],
    ['that does not tell all', { complete: false }],
  ])('by no event %s', (_, more) => {
    expect(says(hint(0, { ...told, ...more }))).toBe(false);
  });
});
