// C-05: Claims of a process that is gone are free before their lease ends; those of one that lives, or that holds no lock, are not.
import { expect, test } from 'vitest';
import type { Database } from '#rim/postgres/database.ts';
import { createStore } from '#rim/postgres/store.ts';
import type { Store } from '#rim/postgres/store.ts';
import { embedded, server } from '#test/flow/databases.ts';

const LONG_MS = 3_600_000;
const ids = (claims: readonly { readonly ticketId: string }[]): string[] =>
  claims.map(({ ticketId }) => ticketId).toSorted();

async function holding(database: Database, worker: string): Promise<Store> {
  const store = createStore(database);
  await expect.poll(() => database.holds(`live:${worker}`)).toBe(true);
  return store;
}

test('the tickets of a process that is gone are taken up by another; its late commit changes nothing', async () => {
  const home = await server();
  const [mine, theirs] = await Promise.all([home.open(), home.open()]);
  const [dead, other] = [await holding(mine, 'dead'), await holding(theirs, 'other')];
  await other.agenda.ask(['1', '2']);
  const claims = await dead.agenda.claim('dead', 10, LONG_MS);
  expect(claims).toHaveLength(2);
  await other.agenda.ask(['3']);
  expect(ids(await other.agenda.claim('other', 10, LONG_MS))).toEqual(['3']);

  expect([await other.agenda.freeGone(), await other.agenda.freeGone()]).toEqual([0, 0]);
  await mine.close();
  // Seen twice, so that one that only lost its connection has time to come back.
  await expect.poll(() => other.agenda.freeGone()).toBe(2);
  const again = await other.agenda.claim('other', 10, LONG_MS);
  expect(ids(again)).toEqual(['1', '2']);
  expect(again.every(({ claimNumber }) => claimNumber === 2)).toBe(true);
  const late = claims.map((claim) => ({
    claim,
    writeBack: claim.row.writeBack,
    firedCauses: [],
    ended: true,
    mustRead: false,
    heardAt: null,
    nextLookAt: null,
    keep: false,
  }));
  expect((await other.agenda.commitLooks(late)).size).toBe(0);
  await theirs.close();
  await home.remove();
});

test('a process whose connections were killed holds its lock again', async () => {
  const home = await server();
  const database = await home.open();
  await holding(database, 'mine');
  const other = await home.open();
  const holder = `select pid from pg_locks where locktype = 'advisory' and objsubid = 1 and database = (select oid from pg_database where datname = current_database())
    and ((classid::bigint << 32) | objid::bigint) = hashtextextended('live:mine', 0)`;
  const [before] = await other.rows<{ pid: number }>(holder);
  await other.rows(`select pg_terminate_backend(${String(before?.pid)})`);
  const pid = async (): Promise<number> => (await other.rows<{ pid: number }>(holder))[0]?.pid ?? before?.pid ?? 0;
  await expect.poll(pid).not.toBe(before?.pid);
  await expect.poll(() => database.holds('live:mine')).toBe(true);
  await database.close();
  await other.close();
  await home.remove();
});

test('a claim without a lock stands until its lease ends', async () => {
  const home = await server();
  const database = await home.open();
  const { agenda } = createStore(database);
  await agenda.ask(['1']);
  await database.rows(
    `update tickets set claimed_by = 'of an older version', claimed_until = now_ms() + 3600000, claim_number = 1`,
  );
  expect([await agenda.freeGone(), await agenda.freeGone(), await agenda.freeGone()]).toEqual([0, 0, 0]);
  await database.close();
  await home.remove();
});

test('the embedded database frees at its start whatever was held before', async () => {
  const home = await embedded();
  const first = await home.open();
  const before = createStore(first);
  await before.agenda.ask(['1']);
  expect(await before.agenda.claim('before', 10, LONG_MS)).toHaveLength(1);
  await first.close();
  const second = await home.open();
  const { agenda } = createStore(second);
  expect(await agenda.freeGone()).toBe(1);
  expect(await agenda.claim('after', 10, LONG_MS)).toHaveLength(1);
  expect(await agenda.freeGone()).toBe(0);
  await second.close();
  await home.remove();
});
