// Where the policy that judged a ticket is not known to this program, the ticket rests, keeps its answer and says why.
import { describe, expect, test } from 'vitest';
import { causesOf } from '#flow/health.ts';
import type { PolicyRecord } from '#flow/ports/policies.ts';
import { createRecentReads } from '#flow/recent-reads.ts';
import { createRegistry } from '#flow/registry.ts';
import { ticketSupport } from '#flow/support.ts';
import { reader } from '#test/support/reader.ts';
import { DATABASES } from './databases.ts';
import { AGENT } from './fake-zendesk.ts';
import { faultsWorld } from './faults-world.ts';
import { ADMIN } from './sidecar.ts';

const [[, embedded]] = DATABASES;
const QUIET_LOG = { debug() {}, info() {}, warn() {}, error() {} };
const AWAY = { failure: { kind: 'unavailable' as const, message: 'Zendesk answered 502' } };

describe('a policy that is not known here', () => {
  const world = faultsWorld(embedded);
  /** The registry of a program that cannot read these versions. */
  async function unable(cannotRead: (record: PolicyRecord) => boolean) {
    const { policies } = world.sidecar.store;
    const list = async () =>
      (await policies.list()).map((record) => (cannotRead(record) ? { ...record, text: 'promise: [' } : record));
    const registry = createRegistry({ ...policies, list }, reader, QUIET_LOG);
    await registry.refresh();
    return registry;
  }

  test('a write that waits is not looked at without rest', async () => {
    const { sidecar } = world;
    let looks = 0;
    Object.assign(sidecar.ports, { observe: () => (looks += 1) });
    for (let count = 0; count < 100; count++) sidecar.zendesk.failures.push(AWAY);
    sidecar.zendesk.open('1', world.now() - 60_000);
    const knows = { ...sidecar.ports.registry };
    const knowsNone = await unable(() => true);
    await sidecar.webhook(sidecar.hint('1'));
    await expect.poll(async () => (await world.rowOf('1'))?.attempts ?? 0).toBeGreaterThan(0);
    Object.assign(sidecar.ports.registry, knowsNone);
    // Pauses of 1, 2, 4 … s: more than a minute goes by within a few looks.
    const until = world.now() + 60_000;
    await expect
      .poll(
        async () => {
          const wait = await sidecar.store.agenda.nextDueIn();
          if (sidecar.worker.isIdle() && wait !== null && wait > 0) await world.forward(wait);
          return looks > 30 || world.now() > until;
        },
        { interval: 5 },
      )
      .toBe(true);
    expect(looks).toBeLessThan(15);
    expect((await world.rowOf('1'))?.state).toBe('pending');

    const recent = createRecentReads(sidecar.store, () => performance.now());
    const read = await ticketSupport('1', null, { ...sidecar.ports, ...sidecar.store, worker: sidecar.worker, recent });
    recent.close();
    const why = read.kind === 'found' ? read.value.writeBack?.lastError : read.kind;
    expect(why).toMatch(/^Policy nextplane version 1, which judged the ticket, is not known to this sidecar/);
    const standing = { told: () => undefined, refusedSince: () => Promise.resolve(null) };
    const causes = await causesOf({
      ...sidecar.ports,
      databaseState: () => Promise.resolve('ready' as const),
      agenda: sidecar.store.agenda,
      standing,
      clocks: { offset: () => null },
      defaultPolicy: null,
    });
    expect(causes.find(({ name }) => name === 'policies')).toMatchObject({
      ready: false,
      detail: '0 published; nextplane version 1 cannot be read by this program: see its log',
    });

    sidecar.zendesk.failures.length = 0;
    Object.assign(sidecar.ports.registry, knows);
    await world.forward(150_000);
    await sidecar.quiet();
    expect((await world.rowOf('1'))?.state).toBe('settled');
    expect(sidecar.zendesk.ticket('1').priority).toBe('urgent');
  });

  test('nobody goes back to an earlier version for that', async () => {
    const { sidecar } = world;
    const { policies, tickets } = sidecar.store;
    const { text = '', frozen } = (await policies.find('nextplane', 1)) ?? {};
    const { version } = await policies.saveDraft({ id: 'nextplane', title: 'Newer', text }, ADMIN);
    await policies.publish({ id: 'nextplane', version, frozen: frozen ?? '{}', note: 'Newer', latest: 1 }, ADMIN);
    await sidecar.ports.registry.refresh();
    await world.forward(120_000);
    await world.openAndSettle('1');
    expect((await tickets.find('1'))?.policy?.version).toBe(2);
    const knows = { ...sidecar.ports.registry };
    Object.assign(sidecar.ports.registry, await unable((record) => record.version === 2));
    await world.forward(60_000);
    sidecar.zendesk.change('1', { by: AGENT, at: world.now(), status: 'pending' });
    await sidecar.webhook(sidecar.hint('1'));
    // It was looked at, and rests.
    await expect.poll(async () => (await tickets.find('1'))?.isDue).toBe(false);
    expect((await tickets.find('1'))?.policy?.version).toBe(2);
    Object.assign(sidecar.ports.registry, knows);
    await world.forward(150_000);
    await sidecar.quiet();
    expect(await tickets.find('1')).toMatchObject({ policy: { version: 2 }, seen: { ticket: { status: 'pending' } } });
  });

  test('who heard late judges a new ticket anew', async () => {
    const { sidecar } = world;
    const { policies, tickets, agenda } = sidecar.store;
    const { text = '', frozen } = (await policies.find('nextplane', 1)) ?? {};
    const { version } = await policies.saveDraft({ id: 'nextplane', title: 'Newer', text }, ADMIN);
    await policies.publish({ id: 'nextplane', version, frozen: frozen ?? '{}', note: 'Newer', latest: 1 }, ADMIN);
    await world.forward(70_000);
    await world.openAndSettle('1');
    expect((await tickets.find('1'))?.policy?.version).toBe(1);
    await sidecar.ports.registry.refresh();
    expect(await agenda.askPublished()).toBe(1);
    await sidecar.quiet();
    expect((await tickets.find('1'))?.policy?.version).toBe(2);
  });
});
