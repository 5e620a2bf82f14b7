/** What people wrote into a ticket's subject is no rule's business: it is not kept with the ticket's history. */
import { expect, it } from 'vitest';
import { auditShape } from '#rim/zendesk/shapes.ts';
import { toAudit } from '#rim/zendesk/words.ts';

it('keeps no subject and no description', () => {
  const event = (id: number, type: string, field_name: string) => ({ id, type, field_name, value: 'open' });
  const audit = auditShape.parse({
    id: 1,
    ticket_id: 7,
    created_at: '2026-11-22T10:00:00Z',
    author_id: 5,
    events: [event(1, 'Create', 'subject'), event(2, 'Create', 'status'), event(3, 'Change', 'description')],
  });
  expect(toAudit(audit).events).toEqual([
    { kind: 'create', field: 'status', value: 'open', previous: null, byRule: false },
  ]);
});
