// A defect that cannot be reported is refused as any other act, and stands in the audit log as one.
import { expect, test } from 'vitest';
import { createRecentReads } from '#flow/recent-reads.ts';
import type { Defects } from '#flow/ports/others.ts';
import { sidecarForEachTest } from '#test/support/sidecar-for-each-test.ts';
import { embedded } from './databases.ts';
import { servicesOn } from './services-on.ts';
import { ADMIN, contract } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';

let sidecar: TestSidecar;
sidecarForEachTest(embedded, (begun) => void (sidecar = begun), { policies: ['nextplane', 'chevah'] });

const AWAY: Defects = {
  report: () => Promise.resolve({ ok: false, failure: { kind: 'unavailable', message: 'no answer' } }),
};

test.each([
  ['no tracker is connected', { policyId: 'chevah', tier: 'standard' }, 'NO_TRACKER', null],
  ['the tracker does not answer', { policyId: 'chevah', tier: 'standard' }, 'UNAVAILABLE', AWAY],
  ['the policy links none', { policyId: 'nextplane', tier: 'custom' }, 'NO_DEFECTS', AWAY],
])('%s', async (_name, terms, code, defects) => {
  await sidecar.store.contracts.put(contract(terms), null, ADMIN);
  sidecar.zendesk.open('1', Date.now() - 60_000);
  const recent = createRecentReads(sidecar.store, () => performance.now());
  const services = servicesOn(sidecar, recent, { defects });
  const wish = { ticketId: '1', title: 'It stops', details: null, by: ADMIN, key: 'k' };
  expect(await services.reportDefect(wish)).toMatchObject({ kind: 'refused', code });
  const { entries } = await services.auditLog(5, null);
  expect(entries.filter(({ subject }) => subject === 'ticket 1')).toMatchObject([
    { actor: 'Admin (admin-token)', role: 'admin', action: 'defect', outcome: `refused: ${code}` },
  ]);
  expect(entries[0]?.detail).toContain('It stops');
  recent.close();
});
