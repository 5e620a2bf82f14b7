/** An allowance counts the organization's tickets of the period: what comes after the last one is charged. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { periodBefore, periodStarts } from '#core/facts/allowance-period.ts';
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
  kept:
    hours: always
    allowances: { incidents: { number: 2, per: year, carryOver: 1, then: billable, cites: PAC-1 } }
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

test('what is left of a year stays for the next one, as far as the policy lets it', async () => {
  const now = Date.now();
  const startsOn = new Date(now - 800 * DAY).toISOString().slice(0, 10); // the third year has begun
  await sidecar.store.contracts.put(
    contract({ organizationId: '510', policyId: 'pack', tier: 'kept', startsOn }),
    null,
    ADMIN,
  );
  const ages = [780, 770, 760, 60, 50, 40, 30]; // three in the first year, none in the second
  for (const [index, age] of ages.entries())
    sidecar.zendesk.open(`1${String(index)}`, now - age * DAY, { organizationId: '510' });
  const charged = [];
  for (const index of ages.keys()) charged.push(await fee(`1${String(index)}`));
  expect(charged).toEqual([null, null, 99, null, null, null, 99]);
  const [last, first] = await Promise.all(['16', '10'].map((id) => sidecar.store.tickets.find(id)));
  expect(last?.facts?.usage).toEqual([{ allowance: 'incidents', used: 3, earlier: [3, 0] }]);
  const before = Temporal.PlainDate.from(startsOn).add({ years: 1 }).toString();
  const from = before.endsWith('-01-01') ? before.slice(0, 4) : `the year from ${before}`;
  expect(last?.judgement?.allowances).toEqual([
    {
      id: 'incidents',
      number: 2,
      carried: 1,
      used: 3,
      per: 'year',
      reasons: [{ text: `2 + 1 carried over from ${from}, 3 used`, cites: ['PAC-1'] }],
    },
  ]);
  expect(last?.judgement?.coverage.reasons[0]?.text).toBe(
    `The 2 incidents per year and the 1 carried over from ${from} are used up`,
  );
  expect(first?.judgement?.allowances[0]?.reasons[0]?.text).toBe('0 of 2 used per year');
});

test.each([
  ['month', null, '2026-05-01T00:00:00+02:00'],
  ['quarter', null, '2026-04-01T00:00:00+02:00'],
  ['year', null, '2026-01-01T00:00:00+01:00'],
  ['year', '2024-05-17', '2026-05-17T00:00:00+02:00'],
  ['year', '2024-05-18', '2025-05-18T00:00:00+02:00'],
  ['year', '2026-07-01', '2025-07-01T00:00:00+02:00'],
  ['year', '2024-02-29', '2026-02-28T00:00:00+01:00'],
  ['contract', '2024-05-18', '2024-05-18T00:00:00+02:00'],
  ['contract', null, '1970-01-01T00:00:00Z'],
])('per %s, a contract of %s', (per, startsOn, since) => {
  const at = Date.parse('2026-05-17T00:30:00+02:00');
  expect(instantText(periodStarts(per, at, 'Europe/Berlin', startsOn).at(-1))).toBe(new Date(since).toISOString());
});

const instantText = (at: number | undefined): string => new Date(at ?? NaN).toISOString();

test.each([
  ['month', '2026-03-17', ['2026-03-01', '2026-04-01', '2026-05-01']],
  ['quarter', '2025-11-01', ['2025-10-01', '2026-01-01', '2026-04-01']],
  ['year', '2024-02-29', ['2024-02-29', '2025-02-28', '2026-02-28']],
  ['year', '2026-05-17', ['2026-05-17']],
  ['year', null, ['2026-01-01']],
  ['month', '2026-06-01', ['2026-05-01']],
  ['contract', '2024-05-18', ['2024-05-18']],
])('the periods per %s of a contract of %s', (per, startsOn, days) => {
  const starts = periodStarts(per, Date.parse('2026-05-17T12:00:00Z'), 'Etc/UTC', startsOn);
  expect(starts.map((at) => instantText(at).slice(0, 10))).toEqual(days);
});

test.each([
  ['month', '2025-01-01', '2026-04'],
  ['quarter', '2025-01-01', 'Q1 2026'],
  ['year', '2024-01-01', '2025'],
  ['year', '2024-05-17', 'the year from 2025-05-17'],
])('the period per %s before, of a contract of %s', (per, startsOn, words) =>
  expect(periodBefore(per, Date.parse('2026-05-17T12:00:00Z'), 'Etc/UTC', startsOn)).toBe(words),
);
