/** P10: calls to Zendesk, counted: for nothing, for something, for a burst, for other terms over a thousand tickets. */
import type { Drill } from '../faults/drill.ts';
import { startDrill } from '../faults/drill.ts';
import { goal } from './load.ts';

const TICKETS = 1_000;

interface Calls {
  readonly reads: number;
  readonly writes: number;
}

export async function run(): Promise<boolean> {
  const drill = await startDrill({ name: 'bench-zendesk-calls', databaseUrl: null });
  try {
    await drill.start();
    const warm = drill.open({ impact: 'one_user', customer: 'quarry-street-bank' });
    await drill.sender.deliver(warm);
    await drill.settled(60_000);

    const nothing = await counted(drill, () => drill.sender.deliver(warm));
    const fresh = drill.open({ impact: 'all_users', customer: 'quarry-street-bank' });
    const something = await counted(drill, () => drill.sender.deliver(fresh));
    const burst = drill.open({ impact: 'some_users', customer: 'quarry-street-bank' });
    const hundred = await counted(drill, () => drill.sender.deliverAll(Array<number>(100).fill(burst), 50));
    const published = await reordering(drill);
    process.stdout.write('beside: what public integrations make of one event is 1 to 7 calls\n');
    return [
      goal('reads for an event that changes nothing, 0', nothing.reads, nothing.reads === 0),
      goal('writes for it, 0', nothing.writes, nothing.writes === 0),
      goal('reads for one that does, at most 1', something.reads, something.reads <= 1),
      goal('writes for it, at most 1', something.writes, something.writes <= 1),
      goal('reads for 100 events on one ticket, at most 1', hundred.reads, hundred.reads <= 1),
      goal('writes for them, at most 1', hundred.writes, hundred.writes <= 1),
      goal('writes a ticket when other terms hold for a thousand, at most 0.05', published, published <= 0.05),
    ].every(Boolean);
  } finally {
    await drill.close();
  }
}

/** Calls about tickets while `work` runs and until all is settled. */
async function counted(drill: Drill, work: () => Promise<unknown>): Promise<Calls> {
  const since = drill.sandbox.requests.mark();
  await work();
  await drill.settled(60_000);
  const about = drill.sandbox.requests.find({ since }).filter(({ path }) => path.startsWith('/api/v2/tickets'));
  return {
    reads: about.filter(({ kind }) => kind === 'read').length,
    writes: about.filter(({ kind }) => kind === 'write').length,
  };
}

/** Another tier for the organization of all tickets: each shows another tag. Writes a ticket. */
async function reordering(drill: Drill): Promise<number> {
  const ids = Array.from({ length: TICKETS }, () => drill.open({ impact: 'one_user', customer: 'quarry-street-bank' }));
  await drill.sender.deliverAll(ids, 50);
  if (!(await drill.settled(120_000))) throw new Error('the tickets were not settled');
  const organizationId = String(drill.sandbox.state.tickets.get(ids[0] ?? 0)?.organizationId);
  const contract = drill.sandbox.contracts.find((one) => one.organizationId === organizationId);
  const since = drill.sandbox.requests.mark();
  const before = performance.now();
  await drill.graphql(`mutation ($input: ContractInput!) { putContract(input: $input) { __typename } }`, {
    input: { ...contract, tier: 'enterprise' },
  });
  const isMoved = (): boolean =>
    ids.every((id) => drill.sandbox.state.tickets.get(id)?.tags.includes('tier_enterprise') === true);
  while (!isMoved() && performance.now() - before < 60_000) await new Promise((next) => setTimeout(next, 20));
  if (!isMoved()) throw new Error('the change did not reach every ticket in a minute');
  const writes = drill.sandbox.requests.find({ since, kind: 'write' }).filter(({ method }) => method === 'PUT').length;
  const seconds = ((performance.now() - before) / 1_000).toFixed(1);
  process.stdout.write(`${String(TICKETS)} tickets changed by ${String(writes)} writes in ${seconds} s\n`);
  return writes / TICKETS;
}
