/** An allowance counts the organization's tickets of the period: what comes after the last one is charged. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { periodStart } from '#core/facts/allowance-period.ts';
import { publishPolicy, savePolicyDraft } from '#flow/publish.ts';
import type { Database } from '#rim/postgres/database.ts';
import { reader } from '#test/support/reader.ts';
import { embedded } from './databases.ts';
import type { TestDatabase } from './databases.ts';
import { ADMIN, contract, startTestSidecar } from './sidecar.ts';
import type { TestSidecar } from './sidecar.ts';

const DAY = 86_400_000;
const PACK = `policy: pack
tiers:
  pack:
    hours: always
    channels: [web, email]
    allowances: { incidents: { number: 2, per: year, then: billable, when: { not: { tags: extra } } } }
    fees: { amount: 99 EUR per ticket }
`;

let home: TestDatabase;
let database: Database;
let sidecar: TestSidecar;
beforeAll(async () => {
  home = await embedded();
  database = await home.open();
  sidecar = await startTestSidecar(database);
  const publishing = { ...sidecar.ports, ...sidecar.store, reader };
  const saved = await savePolicyDraft(PACK, ADMIN, publishing);
  if (saved.kind === 'refused') throw new Error(saved.message);
  await publishPolicy({ id: 'pack', version: saved.value.version, note: 'First' }, ADMIN, publishing);
  const anniversary = new Date(Date.now() - 300 * DAY).toISOString().slice(0, 10);
  await sidecar.store.contracts.put(contract({ policyId: 'pack', tier: 'pack', startsOn: anniversary }), null, ADMIN);
});
afterAll(async () => {
  await sidecar.stop();
  await database.close();
  await home.remove();
});

async function fee(id: string): Promise<number | null> {
  await sidecar.webhook({ ticket_id: id });
  await sidecar.quiet();
  const coverage = (await sidecar.store.tickets.find(id))?.judgement?.coverage;
  return coverage?.verdict === 'billable' ? (coverage.fee?.amount ?? NaN) : null;
}

test('the third of two is charged; what the allowance is not for and the year before do not count', async () => {
  const now = Date.now();
  sidecar.zendesk.open('1', now - 301 * DAY);
  sidecar.zendesk.open('2', now - 100 * DAY);
  sidecar.zendesk.open('3', now - 90 * DAY, { tags: ['extra'] });
  sidecar.zendesk.open('4', now - 80 * DAY);
  sidecar.zendesk.open('5', now - 70 * DAY);
  const charged = [];
  for (const id of ['1', '2', '3', '4', '5']) charged.push(await fee(id));
  expect(charged).toEqual([null, null, 99, null, 99]);
  expect(await fee('2')).toBeNull();
  expect((await sidecar.store.tickets.find('5'))?.judgement?.allowances).toMatchObject([{ id: 'incidents', used: 2 }]);
});

test.each([
  ['month', null, '2026-05-01T00:00:00+02:00'],
  ['quarter', null, '2026-04-01T00:00:00+02:00'],
  ['year', null, '2026-01-01T00:00:00+01:00'],
  ['year', '2024-05-17', '2026-05-17T00:00:00+02:00'],
  ['year', '2024-05-18', '2025-05-18T00:00:00+02:00'],
  ['year', '2024-02-29', '2026-02-28T00:00:00+01:00'],
  ['contract', '2024-05-18', '2024-05-18T00:00:00+02:00'],
  ['contract', null, '1970-01-01T00:00:00Z'],
])('per %s, a contract of %s', (per, startsOn, since) => {
  const at = Date.parse('2026-05-17T00:30:00+02:00');
  expect(new Date(periodStart(per, at, 'Europe/Berlin', startsOn)).toISOString()).toBe(new Date(since).toISOString());
});
