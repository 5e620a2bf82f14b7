// The ticket that its audits leave behind.
import { describe, expect, it } from 'vitest';
import { ticketAfter } from '#core/facts/from-audits.ts';
import type { Audit, AuditEvent } from '#core/facts/zendesk-ticket.ts';

const at = Date.parse('2026-03-02T09:00:00Z');
const set = (kind: 'create' | 'change', field: string, value: string | readonly string[] | null): AuditEvent => ({
  kind,
  field,
  value,
  previous: null,
  byRule: false,
});
const audit = (id: string, minutes: number, ...events: readonly AuditEvent[]): Audit => ({
  id,
  at: at + minutes * 60_000,
  authorId: '7',
  channel: 'web',
  rel: null,
  causes: [],
  events,
});
const FIRST = audit(
  '1',
  0,
  set('create', 'status', 'new'),
  set('create', 'organization_id', '500'),
  set('create', 'requester_id', '700'),
  set('create', 'tags', ['vip']),
  set('create', '360001', 'all_users'),
  set('create', 'subject', 'It does not work'),
);

describe('ticketAfter', () => {
  it('follows every change from the beginning', () => {
    const later = audit(
      '2',
      5,
      set('change', 'status', 'solved'),
      set('change', 'priority', 'urgent'),
      set('change', 'tags', ['VIP', 'p1']),
      set('change', '360001', null),
      set('change', 'satisfaction_score', 'good with comment'),
    );
    expect(ticketAfter('1', null, [FIRST, later])).toEqual({
      id: '1',
      status: 'solved',
      priority: 'urgent',
      type: null,
      tags: ['vip', 'p1'],
      organizationId: '500',
      requesterId: '700',
      channel: 'web',
      createdAt: at,
      updatedAt: at + 300_000,
      fields: { '360001': null },
      rating: 'good',
    });
  });

  it('goes on from the ticket that was seen, which may show more than its audits', () => {
    const seen = ticketAfter('1', null, [FIRST]);
    if (seen === null) throw new Error('the first audit is enough');
    const before = {
      ticket: { ...seen, updatedStamp: '2026-03-02T09:00:00Z', fields: { ...seen.fields, '360009': 'x' } },
      auditId: '1',
    };
    const after = ticketAfter('1', before, [FIRST, audit('2', 1, set('change', 'type', 'incident'))]);
    expect(after).toMatchObject({ type: 'incident', fields: { '360001': 'all_users', '360009': 'x' } });
  });

  it('says nothing where it cannot know', () => {
    const seen = ticketAfter('1', null, [FIRST]);
    if (seen === null) throw new Error('the first audit is enough');
    expect(ticketAfter('1', null, [])).toBeNull();
    expect(ticketAfter('1', null, [audit('2', 1, set('change', 'status', 'open'))])).toBeNull();
    expect(ticketAfter('1', { ticket: { ...seen, updatedStamp: '' }, auditId: '99' }, [FIRST])).toBeNull();
    expect(ticketAfter('1', null, [FIRST, audit('2', 1, set('change', 'status', 'parked'))])).toBeNull();
    expect(ticketAfter('1', null, [FIRST, audit('2', 1, set('change', 'priority', 'blocker'))])).toBeNull();
  });
});
