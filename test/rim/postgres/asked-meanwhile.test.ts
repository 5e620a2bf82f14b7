// What is asked for while a ticket is in hand is done after it, on both databases.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Claim } from '#flow/ports/store.ts';
import type { WriteBack } from '#flow/ports/tickets.ts';
import type { Database } from '#rim/postgres/database.ts';
import { createStore, type Store } from '#rim/postgres/store.ts';
import { DATABASES, type TestDatabase } from '#test/flow/databases.ts';
import { ADMIN, contract } from '#test/flow/sidecar.ts';

const FAILED: WriteBack = {
  state: 'failed',
  wantedPriority: null,
  wantedTags: ['a'],
  writtenTags: [],
  writtenPriority: null,
  attempts: 1,
  rounds: 0,
  lastError: 'invalid: Zendesk answered 422',
  retryAt: null,
  notes: [],
};
const SETTLED: WriteBack = { ...FAILED, state: 'settled', attempts: 0, lastError: null };
const ENDS = { firedCauses: [], ended: false, mustRead: false, heardAt: null, nextLookAt: null, keep: false };
const QUEUE = {
  organizationId: '500',
  tier: 'custom',
  priority: null,
  priorityRank: 0,
  level: null,
  owner: null,
  status: 'open',
  openedAt: 1_000,
  nextDueAt: null,
  nextMetric: null,
  atRisk: false,
  breached: false,
} as const;

describe.each(DATABASES)('%s', (_name, fresh) => {
  let home: TestDatabase;
  let database: Database;
  let store: Store;
  beforeAll(async () => {
    home = await fresh();
    database = await home.open();
    store = createStore(database);
  });
  afterAll(async () => {
    await database.close();
    await home.remove();
  });

  async function claimed(ticketId: string): Promise<Claim> {
    const claim = await store.agenda.claimOne('w', ticketId, 60_000);
    if (claim === null) throw new Error('somebody else holds it');
    return claim;
  }
  const retried = (ticketId: string) => store.tickets.retryWriteBack(ticketId, ADMIN);
  const stateOf = async (ticketId: string) => (await store.tickets.find(ticketId))?.writeBack.state;

  test('a retry while a look is under way outlives what the look found', async () => {
    await store.agenda.commitLooks([{ claim: await claimed('1'), writeBack: FAILED, ...ENDS }]);
    const claim = await claimed('1');
    expect(await retried('1')).toBe(true);
    await store.agenda.commitLooks([{ claim, writeBack: FAILED, ...ENDS }]);
    expect(await stateOf('1')).toBe('pending');
    expect(await store.agenda.nextDueIn()).toBe(0);
    const next = await claimed('1');
    expect([next.lookDue, next.row.mustRead, next.row.writeBack.attempts]).toEqual([true, true, 0]);
    await store.agenda.commitLooks([{ claim: next, writeBack: FAILED, ...ENDS }]);
    expect(await stateOf('1')).toBe('failed');
  });

  test('a retry while a write-back is under way outlives its failure, not its success', async () => {
    for (const [id, writeBack, state] of [
      ['2', FAILED, 'pending'],
      ['3', SETTLED, 'settled'],
    ] as const) {
      const claim = await claimed(id);
      await store.agenda.commitLooks([{ claim, writeBack: FAILED, ...ENDS, keep: true }]);
      expect(await retried(id)).toBe(true);
      const settled = { claim, seen: null, writeBack, firedCauses: [], mustRead: false, ended: false };
      await store.agenda.commitSettles([{ ...settled, lookAgain: false }]);
      expect(await stateOf(id)).toBe(state);
      expect((await claimed(id)).lookDue).toBe(true);
    }
  });

  test('a retry while a look fails that sets the ticket aside is due at once', async () => {
    await store.agenda.commitLooks([{ claim: await claimed('4'), writeBack: FAILED, ...ENDS }]);
    const claim = await claimed('4');
    expect(await retried('4')).toBe(true);
    await store.agenda.setAside(claim, claim.now + 3_600_000, 'SET_ASIDE: it failed');
    expect((await claimed('4')).lookDue).toBe(true);
  });

  test('a contract that is put while a ticket moves to that organization has it looked at again', async () => {
    const look = { writeBack: SETTLED, queue: QUEUE, ...ENDS };
    await store.agenda.commitLooks([{ claim: await claimed('5'), ...look }]);
    const claim = await claimed('5');
    await store.contracts.put(contract({ organizationId: '501' }), null, ADMIN);
    const queue = { ...QUEUE, organizationId: '501' };
    await store.agenda.commitLooks([{ claim, ...look, queue }]);
    expect((await claimed('5')).lookDue).toBe(true);
  });
});
