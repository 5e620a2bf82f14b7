/** Z-06: fifty changes of one ticket in eight minutes, before a Zendesk that counts: no 429, few writes, and the last state wins. */
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '#test/sandbox/options.ts';
import { checkTicketInput } from '#test/sandbox/tickets/input.ts';
import { staff } from '#test/sandbox/world/people.ts';
import { fieldsOf } from '#test/sandbox/world.ts';
import { startDrill, type Drill } from './drill.ts';

const CHANGES = 50;
const EVERY_MS = 10_000;
const WINDOW_MS = 600_000;
/** Of the 30 that Zendesk allows, with a fifth left to people. */
const MOST = 24;
const IMPACTS = ['all_users', 'some_users', 'one_user', 'minor'] as const;

let drill: Drill | undefined;
afterEach(async () => {
  await drill?.close();
  drill = undefined;
});

test('a ticket that never rests', async () => {
  drill = await startDrill({ name: 'busy-ticket', databaseUrl: null, sandbox: { limits: DEFAULT_LIMITS } });
  const { sandbox, ...running } = drill;
  await running.start();
  const id = running.open({ impact: 'minor' });
  const path = `/api/v2/tickets/${String(id)}`;
  const since = sandbox.requests.mark();
  const agent = staff(sandbox.state, 'agent').id;
  const isHeld = async (): Promise<boolean> => {
    const { support } = await running.graphql<{ support: { writeBack: { lastError: string | null } | null } | null }>(
      'query ($id: ID!) { support: ticketSupport(ticketId: $id) { writeBack { lastError } } }',
      { id: String(id) },
    );
    return support?.writeBack?.lastError?.includes('updates of one ticket') === true;
  };
  for (let count = 0; count < CHANGES; count++) {
    const impact = IMPACTS[count % IMPACTS.length] ?? 'minor';
    const input = checkTicketInput({ custom_fields: fieldsOf(sandbox.state, { support_impact: impact }) });
    sandbox.updateTicket(id, input, { actorId: agent, channel: 'web' });
    await running.sender.deliver(id);
    await expect.poll(async () => running.isRight(id) || (await isHeld())).toBe(true);
    sandbox.clock.forward(EVERY_MS);
  }
  // What was held back goes out by itself, a little later.
  for (let count = 0; count < 20 && !(await running.right(id, 1_000)); count++) sandbox.clock.forward(EVERY_MS);
  expect(await running.right(id, 60_000)).toBe(true);
  const puts = sandbox.requests.find({ since, method: 'PUT', path });
  // The agent's change may come between our reading and our write: safe_update refuses that one, and the next has it.
  expect(puts.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
  for (const { at } of puts)
    expect(puts.filter((put) => put.at >= at && put.at < at + WINDOW_MS).length).toBeLessThanOrEqual(MOST);
  expect(puts.length).toBeGreaterThan(5);
  expect(await running.settled(60_000)).toBe(true);
  expect(await running.finish()).toEqual([]);
});
