// C-04 and C-05: four replicas take what twenty producers ask for; nothing twice at one time, nothing left; a dead one's part is taken up.
import { expect, test } from 'vitest';
import type { Claim } from '#flow/ports/store.ts';
import { createStore, type Store } from '#rim/postgres/store.ts';
import { server } from '#test/flow/databases.ts';

const TICKETS = 4_000;
const PRODUCERS = 20;
const REPLICAS = 4;
const AT_ONCE = 50;
const LEASE_MS = 3_600_000;

const done = (claim: Claim) => ({
  claim,
  writeBack: claim.row.writeBack,
  firedCauses: [],
  ended: false,
  mustRead: false,
  heardAt: null,
  nextLookAt: null,
  keep: false,
});
const idsOf = (claims: readonly Claim[]): readonly string[] => claims.map(({ ticketId }) => ticketId);

test('4,000 tickets that are asked for at once by twenty: each is taken by one of four at a time, until none is left', async () => {
  const home = await server();
  const databases = await Promise.all(Array.from({ length: REPLICAS }, () => home.open()));
  const stores = databases.map((database) => createStore(database));
  const ids = Array.from({ length: TICKETS }, (_, index) => String(1 + index));
  const part = TICKETS / PRODUCERS;
  let producing = PRODUCERS;
  const produce = async (producer: number): Promise<void> => {
    const own = ids.slice(producer * part, (producer + 1) * part);
    for (let from = 0; from < own.length; from += 20)
      await (stores[producer % REPLICAS] as Store).agenda.ask(own.slice(from, from + 20));
    producing -= 1;
  };
  const held = new Map<string, string>();
  const looks = new Map<string, number>();
  const work = async ({ agenda }: Store, replica: number): Promise<void> => {
    const worker = `replica ${String(replica)}`;
    for (;;) {
      const isLast = producing === 0;
      const claims = await agenda.claim(worker, AT_ONCE, LEASE_MS);
      if (claims.length === 0 && isLast) return;
      for (const { ticketId } of claims) {
        expect(held.get(ticketId), `ticket ${ticketId}`).toBeUndefined();
        held.set(ticketId, worker);
        looks.set(ticketId, (looks.get(ticketId) ?? 0) + 1);
      }
      // A turn in which others may try to take the same.
      await new Promise((resolve) => setImmediate(resolve));
      for (const { ticketId } of claims) held.delete(ticketId);
      expect((await agenda.commitLooks(claims.map(done))).size).toBe(claims.length);
    }
  };
  await Promise.all([...Array.from({ length: PRODUCERS }, (_, index) => produce(index)), ...stores.map(work)]);
  expect([looks.size, [...looks.values()].every((times) => times === 1)]).toEqual([TICKETS, true]);
  expect(await stores[0]?.agenda.nextDueIn()).toBeNull();
  await Promise.all(databases.map((database) => database.close()));
  await home.remove();
});

test('of fifty that a replica held when it was killed all are taken up by another, those of a slow one are not', async () => {
  const home = await server();
  const [dying, slow, other] = await Promise.all([home.open(), home.open(), home.open()]);
  const taker = createStore(other);
  const ids = Array.from({ length: 2 * AT_ONCE }, (_, index) => String(1 + index));
  await taker.agenda.ask(ids);
  const taken: Claim[][] = [];
  for (const [name, database] of [
    ['dead', dying],
    ['slow', slow],
  ] as const) {
    const { agenda } = createStore(database);
    await expect.poll(() => database.holds(`live:${name}`)).toBe(true);
    taken.push([...(await agenda.claim(name, AT_ONCE, LEASE_MS))]);
  }
  const [ofDead = [], ofSlow = []] = taken;
  expect([ofDead.length, ofSlow.length]).toEqual([AT_ONCE, AT_ONCE]);
  await dying.close();
  await expect.poll(() => taker.agenda.freeGone()).toBe(AT_ONCE);
  const again = await taker.agenda.claim('other', ids.length, LEASE_MS);
  expect(idsOf(again).toSorted()).toEqual(idsOf(ofDead).toSorted());
  // Who was only slow is still the one who commits.
  expect((await createStore(slow).agenda.commitLooks(ofSlow.map(done))).size).toBe(AT_ONCE);
  expect((await taker.agenda.commitLooks(ofDead.map(done))).size).toBe(0);
  for (const database of [slow, other]) await database.close();
  await home.remove();
});
