/** Z-01, Z-04: Zendesk answers every wrong thing; the sidecar waits, repeats or gives up as it must, and every effect comes once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultAnswer } from '#test/sandbox/http/faults.ts';
import { checkTicketInput } from '#test/sandbox/tickets/input.ts';
import { customerPerson, staff } from '#test/sandbox/world/people.ts';
import { startDrill, type Drill } from './drill.ts';

const PUT = 'PUT /api/v2/tickets/:id';
const AUDITS = 'GET /api/v2/tickets/:id/audits';

let drill: Drill;
beforeAll(async () => {
  drill = await startDrill({ name: 'zendesk', databaseUrl: null });
  await drill.start();
});
afterAll(() => drill.close());

test.each<[string, string, FaultAnswer, number]>([
  [
    '429 with seconds',
    PUT,
    { status: 429, headers: { 'retry-after': '1' }, body: { error: 'APIRateLimitExceeded' } },
    1,
  ],
  [
    '429 of one endpoint',
    PUT,
    {
      status: 429,
      headers: { 'retry-after': '1' },
      body: { errors: [{ code: 'TooManyRequests', title: 'Too many' }] },
    },
    1,
  ],
  ['500', PUT, { status: 500, body: 'Internal error' }, 2],
  ['502 in HTML', PUT, { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad gateway</html>' }, 1],
  ['503 without a time', PUT, { status: 503 }, 1],
  ['a reset before the write', PUT, 'reset', 2],
  ['a reset after the write', PUT, 'apply-then-reset', 1],
  ['409', PUT, { status: 409, body: { error: 'DatabaseConflict', description: 'Database collision' } }, 3],
  ['401 once', PUT, { status: 401, body: { error: 'invalid_token' } }, 1],
  ['a body that is no JSON', AUDITS, { status: 200, body: 'nonsense' }, 1],
  ['a redirect', AUDITS, { status: 302, headers: { location: 'http://127.0.0.1:9/' } }, 1],
  ['an answer beyond all limits', AUDITS, { status: 200, bytes: 12 * 1024 * 1024 }, 1],
])('%s: written once in the end', async (_name, match, answer, times) => {
  const id = drill.open();
  drill.sandbox.faults.next({ match, answer, times });
  await drill.sender.deliver(id);
  expect(await drill.right(id, 120_000)).toBe(true);
  drill.sandbox.faults.clear();
});

test('503 whose Retry-After is a date holds everything up until then', async () => {
  const id = drill.open();
  const until = Math.ceil((drill.sandbox.clock.now() + 2_000) / 1_000) * 1_000;
  drill.sandbox.faults.next({
    match: PUT,
    answer: { status: 503, headers: { 'retry-after': new Date(until).toUTCString() } },
  });
  const since = drill.sandbox.requests.mark();
  await drill.sender.deliver(id);
  expect(await drill.right(id, 120_000)).toBe(true);
  const puts = drill.sandbox.requests.find({ since, method: 'PUT', path: `/api/v2/tickets/${String(id)}` });
  expect(puts.map(({ status }) => status)).toEqual([503, 200]);
  expect(puts[1]?.at).toBeGreaterThanOrEqual(until);
});

test.each([
  ['403', { status: 403, body: { error: 'Forbidden' } }],
  ['422', { status: 422, body: { error: 'RecordInvalid', description: 'Record validation errors' } }],
])('%s is tried once, parked and shown; by hand it goes on', async (_name, answer) => {
  const id = drill.open();
  drill.sandbox.faults.next({ match: PUT, answer, times: 1 });
  const since = drill.sandbox.requests.mark();
  await drill.sender.deliver(id);
  await expect.poll(async () => stateOf(id)).toBe('FAILED');
  const puts = drill.sandbox.requests.find({ since, method: 'PUT', path: `/api/v2/tickets/${String(id)}` });
  expect(puts).toHaveLength(1);
  await drill.graphql('mutation ($id: ID!) { retryWriteBack(ticketId: $id) { __typename } }', { id: String(id) });
  expect(await drill.right(id, 60_000)).toBe(true);
});

test('the limit of one ticket holds that ticket alone, until the time that Zendesk said', async () => {
  const [held, other] = [drill.open(), drill.open()];
  const path = `/api/v2/tickets/${String(held)}`;
  const body = { errors: [{ code: 'TooManyRequests', title: 'Too many requests to update' }] };
  drill.sandbox.faults.next({ match: `PUT ${path}`, answer: { status: 429, headers: { 'retry-after': '600' }, body } });
  const since = drill.sandbox.requests.mark();
  const statuses = () => drill.sandbox.requests.find({ since, method: 'PUT', path }).map(({ status }) => status);
  await drill.sender.deliver(held);
  await expect.poll(statuses).toEqual([429]);
  await drill.sender.deliver(other);
  expect(await drill.right(other, 120_000)).toBe(true);
  await drill.sender.deliverRaw(held, { ticket_id: String(held) }); // nor does an event send it out
  await drill.sender.deliver(other);
  expect(statuses()).toEqual([429]);
  drill.sandbox.clock.forward(601_000);
  expect(await drill.right(held, 120_000)).toBe(true);
  expect(statuses()).toEqual([429, 200]);
});

test('a ticket that was deleted ends, and its write-back with it', async () => {
  const id = drill.open();
  await drill.sender.deliver(id);
  expect(await drill.right(id, 60_000)).toBe(true);
  drill.forget(id);
  await fetch(`${drill.sandbox.url}/sandbox/tickets/${String(id)}`, { method: 'DELETE' });
  const since = drill.sandbox.requests.mark();
  await drill.sender.deliverRaw(id, { ticket_id: String(id), status: 'deleted' });
  expect(await drill.settled(60_000)).toBe(true);
  expect(drill.sandbox.requests.find({ since, method: 'PUT' })).toEqual([]);
});

test('a ticket that moves to another organization, and another requester, is judged by what holds there', async () => {
  const { state } = drill.sandbox;
  const id = drill.open({ customer: 'quarry-street-bank' });
  await drill.sender.deliver(id);
  expect(await drill.right(id, 60_000)).toBe(true);
  const tags = (): readonly string[] => state.tickets.get(id)?.tags ?? [];
  expect(tags()).toContain('tier_custom');
  for (const person of ['technical', 'stranger']) {
    const requester = customerPerson(state, 'lindenhof-clinics', person);
    const input = checkTicketInput({ requester_id: requester.id, organization_id: requester.organizationId });
    drill.sandbox.updateTicket(id, input, { actorId: staff(state, 'agent').id, channel: 'web' });
    await drill.sender.deliver(id);
    expect(await drill.right(id, 60_000)).toBe(true);
    expect(tags()).toContain('tier_business');
    expect(tags()).not.toContain('tier_custom');
  }
});

test('in the end every invariant holds', async () => {
  expect(await drill.settled(60_000)).toBe(true);
  expect(await drill.finish()).toEqual([]);
});

async function stateOf(id: number): Promise<string | undefined> {
  const { support } = await drill.graphql<{ support: { writeBack: { state: string } | null } | null }>(
    'query ($id: ID!) { support: ticketSupport(ticketId: $id) { writeBack { state } } }',
    { id: String(id) },
  );
  return support?.writeBack?.state;
}
