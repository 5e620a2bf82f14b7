// What an event costs: nothing where it changes nothing, else at most one read and one write, also where the account sends
// audits without their ticket. (`npm run bench` counts the same for an account that sends them together.)
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDrill } from '#test/faults/drill.ts';
import type { Drill } from '#test/faults/drill.ts';
import { checkTicketInput } from '#test/sandbox/tickets/input.ts';
import { staff } from '#test/sandbox/world/people.ts';
import { hint } from '#test/faults/sender.ts';

describe('an account that sends a ticket apart from its audits', () => {
  let drill: Drill;
  let warm: number;
  const open = (): number => drill.open({ impact: 'one_user', customer: 'quarry-street-bank' });

  beforeAll(async () => {
    drill = await startDrill({ name: 'calls', databaseUrl: null, sandbox: { auditSideloads: false } });
    await drill.start();
    // What a trigger says has minutes only: a write in the first second of one would look like what such an event tells of.
    const { clock } = drill.sandbox;
    clock.forward(80_000 - (clock.now() % 60_000));
    warm = open();
    await drill.sender.deliver(warm);
    if (!(await drill.settled(60_000))) throw new Error('the first ticket was not settled');
  });
  afterAll(() => drill.close());

  async function looks(): Promise<number> {
    const text = await (await fetch(`${drill.replicas[0]?.url ?? ''}/metrics`)).text();
    return [...text.matchAll(/^tierline_looks_total\S* (\d+)/gm)].reduce((all, [, count]) => all + Number(count), 0);
  }

  /** Requests about tickets, people and organizations until all is settled. */
  async function cost(work: () => Promise<unknown>): Promise<{ reads: number; writes: number }> {
    const since = drill.sandbox.requests.mark();
    const before = await looks();
    await work();
    await expect.poll(looks, { interval: 50 }).toBeGreaterThan(before);
    expect(await drill.settled(60_000)).toBe(true);
    const about = drill.sandbox.requests.find({ since }).filter(({ path }) => !/incremental|oauth/.test(path));
    const of = (kind: string): number => about.filter((each) => each.kind === kind).length;
    return { reads: of('read'), writes: of('write') };
  }

  test('nothing for an event that changes nothing', async () => {
    expect(await cost(() => drill.sender.deliver(warm))).toEqual({ reads: 0, writes: 0 });
  });

  test('one read and one write for a new ticket', async () => {
    const id = open();
    expect(await cost(() => drill.sender.deliver(id))).toEqual({ reads: 1, writes: 1 });
  });

  test('one read for a change, and no write where nothing follows from it', async () => {
    for (const isKnown of [false, true]) {
      const actorId = staff(drill.sandbox.state, 'agent').id;
      const tags = drill.sandbox.state.tickets.get(warm)?.tags ?? [];
      const input = checkTicketInput({ tags: [...tags, isKnown ? 'one' : 'another'] });
      drill.sandbox.updateTicket(warm, input, { actorId, channel: 'web' });
      const { reads, writes } = await cost(() => drill.sender.deliver(warm));
      // Once, who the agent is: no people come along either.
      expect(reads).toBe(isKnown ? 1 : 2);
      expect(writes).toBeLessThanOrEqual(1);
    }
  });

  test('one read and one write for a burst of a hundred events', async () => {
    const id = open();
    const ticket = drill.sandbox.state.tickets.get(id);
    const stamp = new Date(ticket?.updatedAt ?? 0).toISOString().replace(/\.\d+/, '');
    const event = { ...(JSON.parse(hint(drill.sandbox, id)) as object), updated_at: stamp };
    // However long the burst takes: what it says is older than what we write in the middle of it.
    drill.sandbox.clock.forward(5_000);
    const burst = () => Promise.all(Array.from({ length: 100 }, () => drill.sender.deliverRaw(id, event)));
    expect(await cost(burst)).toEqual({ reads: 1, writes: 1 });
  });
});
