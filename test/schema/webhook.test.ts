/** A webhook's body: what its values say, and that what does not fit is left out without harm to the rest. */
import { expect, test } from 'vitest';
import { readWebhook } from '#schema/webhook.ts';

const read = (body: unknown) => readWebhook(Buffer.from(JSON.stringify(body)));
const said = (values: object) => {
  const reading = read({ ticket_id: '7', ...values });
  return reading.kind === 'event' ? reading.event : reading;
};

test.each<[object, object]>([
  [{ status: ' Open ' }, { status: 'open' }],
  [
    { status: 'none such', priority: 'HIGH' },
    { status: undefined, priority: 'high' },
  ],
  [
    { type: '', priority: null },
    { type: undefined, priority: undefined },
  ],
  [{ tags: ' a  b\tc ' }, { tags: ['a', 'b', 'c'] }],
  [{ tags: ['a', ''] }, { tags: ['a'] }],
  [{ tags: ['a', 1] }, { tags: undefined }],
  [
    { requester_id: 12, actor_id: ' 13 ' },
    { requester_id: '12', actor_id: '13' },
  ],
  [
    { requester_id: '012', actor_id: '1'.repeat(20) },
    { requester_id: undefined, actor_id: undefined },
  ],
  [{ updated_at: '2026-03-02T09:00:05.250Z' }, { updated_at: Date.UTC(2026, 2, 2, 9, 0, 5, 250) }],
  [{ updated_at: '2026-03-02T09:00+0100' }, { updated_at: Date.UTC(2026, 2, 2, 8), updated_at_by_second: false }],
  [{ updated_at: '2026-03-02T09:00:00Z' }, { updated_at: Date.UTC(2026, 2, 2, 9), updated_at_by_second: true }],
  [{ updated_at: '2026-13-02T09:00Z' }, { updated_at: undefined, updated_at_by_second: false }],
  [{ updated_at: 1_772_442_000 }, { updated_at: undefined }],
  [{ fields: { a: 'x', b: 1, c: null, d: ['y'], e: true } }, { fields: { a: 'x', b: 1, c: null, d: ['y'], e: true } }],
  [{ fields: { a: 'x', b: {} } }, { fields: undefined }],
  [{ fields: [] }, { fields: undefined }],
  [{ comment: { public: 'TRUE', author_id: 5 } }, { comment: { public: true, author_id: '5' } }],
  [{ comment: { public: 'perhaps' } }, { comment: { public: undefined, author_id: undefined } }],
  [{ comment: 'text' }, { comment: undefined }],
])('%j', (values, event) => {
  expect(said(values)).toMatchObject({ ticket_id: '7', ...event });
});

test("Zendesk's own envelope", () => {
  const detail = { id: '9', status: 'OPEN', tags: ['a'] };
  expect(read({ type: 'zen:event-type:ticket.status_changed', detail })).toMatchObject({
    kind: 'event',
    event: { ticket_id: '9', status: 'open', tags: ['a'], event: 'ticket.status_changed' },
  });
  expect(read({ type: 'zen:event-type:user.created', detail })).toMatchObject({ kind: 'unreadable', ticketId: null });
});

test('what names no ticket says why', () => {
  expect(read({})).toEqual({ kind: 'unreadable', reason: 'ticket_id is not an id of Zendesk', ticketId: null });
  expect(read([7])).toEqual({ kind: 'unreadable', reason: 'the body is not an object', ticketId: null });
  expect(readWebhook(Uint8Array.of(0xff, 0x22))).toMatchObject({ kind: 'unreadable', reason: 'the body is not UTF-8' });
});
