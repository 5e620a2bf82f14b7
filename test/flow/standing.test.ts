// O-01: What every replica, probe and admin is told of the sidecar's health.
import { expect, test } from 'vitest';
import { causesOf, health } from '#flow/health.ts';
import type { HealthPorts } from '#flow/health.ts';
import { createRegistry } from '#flow/registry.ts';
import { createStanding } from '#flow/standing.ts';
import type { Standing } from '#flow/standing.ts';
import type { Database } from '#rim/postgres/database.ts';
import { embedded } from './databases.ts';
import { reader } from '#test/support/reader.ts';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';
import type { TestSidecar } from './sidecar.ts';

let database: Database;
let sidecar: TestSidecar;
let elapsed: number;
sidecarForEachTest(
  embedded,
  (...begun) => {
    [sidecar, database] = begun;
    elapsed = 0;
  },
  { policies: ['nextplane', 'chevah'], autostart: false },
);

const replica = (): Standing => createStanding({ ...sidecar.store, log: sidecar.ports.log }, () => elapsed);
const portsOf = (standing: Standing, more: Partial<HealthPorts> = {}): HealthPorts => ({
  ...sidecar.store,
  registry: sidecar.ports.registry,
  standing,
  clocks: { offset: () => null },
  defaultPolicy: null,
  ...more,
});
const isWell = async (standing: Standing) =>
  (await causesOf(portsOf(standing))).find(({ name }) => name === 'zendesk')?.ready;

test('a refused credential is shown by every replica, and takes none of them out of service', async () => {
  const [one, other] = [replica(), replica()];
  one.told('ok');
  expect(await isWell(other)).toBe(true);
  one.told('unauthorized');
  await expect.poll(() => isWell(other)).toBe(false);
  const { ready, causes } = await health(portsOf(other));
  expect(ready).toBe(true);
  expect(causes.find(({ name }) => name === 'zendesk')?.detail).toMatch(/^refuses the OAuth client since 20\d\d-/);
  // Other failures say nothing of the credential.
  for (const outcome of ['unavailable', 'rate_limited', 'forbidden']) other.told(outcome);
  expect(await isWell(one)).toBe(false);
  other.told('ok');
  await expect.poll(() => isWell(one)).toBe(true);
});

test('a replica that never saw the refusal clears it when Zendesk answers', async () => {
  const [one, other] = [replica(), replica()];
  other.told('ok');
  await expect.poll(() => isWell(other)).toBe(true);
  one.told('unauthorized');
  await expect.poll(async () => (await sidecar.store.settings.get('zendesk.refused')) !== null).toBe(true);
  elapsed = 60_000;
  other.told('ok');
  await expect.poll(() => isWell(one)).toBe(true);
});

test('a database that is away or behind is the one thing that it cannot do without', async () => {
  const standing = replica();
  expect(await health(portsOf(standing))).toMatchObject({
    ready: true,
    backlog: { due: 0, lateMs: 0, failed: 0, setAside: 0 },
  });
  await database.rows('update schema_migrations set number = number - 1000000');
  expect(await health(portsOf(standing))).toMatchObject({
    ready: false,
    causes: [{ name: 'database', detail: expect.stringContaining('tierline migrate') as string }, {}, {}, {}],
  });
  await database.rows('update schema_migrations set number = number + 1000000');
  const away = {
    databaseState: () => Promise.resolve('absent' as const),
    agenda: { backlog: () => Promise.reject(new Error('no connection')) },
  };
  expect(await health(portsOf(standing, away))).toMatchObject({ ready: false, backlog: null });
});

test('the oldest look that waits says how late it is', async () => {
  await sidecar.store.agenda.ask(['1', '2']);
  await database.setClockOffset(90_000);
  const backlog = await sidecar.store.agenda.backlog();
  expect(backlog.due).toBe(2);
  expect(backlog.lateMs).toBeGreaterThanOrEqual(90_000);
});

test('a ticket whose reading failed still waits, since it was asked for, until it is parked', async () => {
  const { agenda } = sidecar.store;
  await agenda.ask(['1', '2', '3']);
  const [one, two, three] = await agenda.claim('p', 3, 30_000);
  if (one === undefined || two === undefined || three === undefined) throw new Error('three were asked for');
  await agenda.postpone(one, one.now + 128_000, 'Zendesk is away');
  await agenda.setAside(two, two.now + 128_000, 'SET_ASIDE: as a test');
  await agenda.giveBack(three);
  await database.setClockOffset(90_000);
  expect(await agenda.backlog()).toMatchObject({ due: 2, failed: 1 });
  const look = await agenda.claimOne('p', '3', 30_000);
  await agenda.postpone(look ?? three, three.now + 1_000_000, 'Zendesk is away');
  const backlog = await agenda.backlog();
  expect(backlog.due).toBe(2);
  expect(backlog.lateMs).toBeGreaterThanOrEqual(90_000);
});

test('the default policy judges those without a contract; one that is not there is told', async () => {
  const ids = async (defaultPolicy: string | null) => {
    const registry = createRegistry(sidecar.store.policies, reader, sidecar.ports.log, defaultPolicy);
    await registry.refresh();
    const policies = (await causesOf(portsOf(replica(), { registry, defaultPolicy })))[2];
    return [registry.forTicket(null, Date.now())?.id, policies?.ready];
  };
  expect(await ids(null)).toEqual(['nextplane', true]);
  expect(await ids('chevah')).toEqual(['chevah', true]);
  expect(await ids('nobody')).toEqual(['nextplane', false]);
});
