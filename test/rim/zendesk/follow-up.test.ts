/** Which closed ticket a follow-up follows, as the audit of its opening says. */
import { expect, test } from 'vitest';
import { auditShape } from '#rim/zendesk/shapes.ts';
import { toAudit } from '#rim/zendesk/words.ts';

test.each([
  ['a follow-up', { rel: 'follow_up', from: { ticket_id: 35436, subject: 'It stops' } }, '35436'],
  ['a follow-up that does not say', { rel: 'follow_up', from: {} }, undefined],
  ['what is merged', { rel: 'merge', from: { ticket_id: 35436 } }, undefined],
  ['a trigger', { rel: 'trigger', from: { id: 1, title: 'First' } }, undefined],
  ['another shape', { rel: 'follow_up', from: 'a ticket' }, undefined],
])('%s', (_name, source, from) => {
  const raw = { id: 1, author_id: 2, created_at: '2026-03-02T09:00:00Z', via: { channel: 'web', source }, events: [] };
  const audit = toAudit(auditShape.parse(raw));
  expect([audit.rel, audit.from]).toEqual([source.rel, from]);
});
