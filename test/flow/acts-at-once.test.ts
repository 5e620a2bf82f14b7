// Several people take one escalation step at the same moment: one of them does, the others are told so (I2).
import { describe, expect, test } from 'vitest';
import { createRecentReads } from '#flow/recent-reads.ts';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';
import { DATABASES } from './databases.ts';
import { servicesOn } from './services-on.ts';
import { ADMIN, contract } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';

describe.each(DATABASES)('%s', (_name, fresh) => {
  let sidecar: TestSidecar;
  sidecarForEachTest(fresh, (begun) => void (sidecar = begun), { policies: ['pexip'] });

  test('one is done, the others are refused', async () => {
    await sidecar.store.contracts.put(contract({ policyId: 'pexip', tier: 'standard' }), null, ADMIN);
    sidecar.zendesk.open('1', Date.now() - 60_000);
    await sidecar.webhook({ ticket_id: '1' });
    await sidecar.quiet();
    const recent = createRecentReads(sidecar.store, () => performance.now());
    const services = servicesOn(sidecar, recent);
    const wish = { kind: 'escalate', step: 'relationship', reason: 'It is down' } as const;
    const keys = Array.from({ length: 10 }, (_, index) => `k${String(index)}`);
    const outcomes = await Promise.all(keys.map((key) => services.act({ ticketId: '1', wish, by: ADMIN, key })));
    const words = outcomes.map((outcome) => (outcome.kind === 'done' ? 'done' : outcome.code)).toSorted();
    expect(words).toEqual([...Array<string>(9).fill('STEP_TAKEN'), 'done']);
    expect(await sidecar.store.tickets.acts('1')).toHaveLength(1);
    const { entries } = await services.auditLog(20, null);
    const said = entries.filter(({ action }) => action === 'escalate').map(({ outcome }) => outcome);
    expect(said.toSorted()).toEqual(['done', ...Array<string>(9).fill('refused: STEP_TAKEN')]);
    recent.close();
  });
});
