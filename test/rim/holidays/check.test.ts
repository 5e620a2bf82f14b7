/** P-02: a large or hostile policy text is checked without stalling the event loop. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checkPolicyText } from '#flow/policy-text.ts';
import { createPolicyCheck } from '#rim/holidays/check.ts';
import { loadHolidays } from '#rim/holidays/holidays.ts';

const TODAY = '2026-11-22';
/** A thread starts slowly on a busy machine. */
const PATIENT_MS = 110_000;

test('a large text gives elsewhere what it gives here', async () => {
  const holidays = await loadHolidays();
  const text = await readFile('sidecar/policies/zynstra.yaml', 'utf8');
  const checked = await createPolicyCheck(holidays, PATIENT_MS)(text, TODAY);
  expect(checked).toEqual(checkPolicyText(text, holidays, TODAY));
  expect(checked.policy?.id).toBe('zynstra');
}, 120_000);

test('a text just under the limit is refused with its place, and others are served meanwhile', async () => {
  const check = createPolicyCheck(await loadHolidays(), PATIENT_MS);
  const text = `policy: big\n${'tiers: &a { x: { title: y } }\n'.repeat(8_000)}`;
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  const { policy, problems } = await check(text, TODAY);
  clearInterval(turning);
  expect(policy).toBeNull();
  expect(problems[0]).toMatchObject({ severity: 'error', line: expect.any(Number) as number });
  expect(turns).toBeGreaterThan(0);
}, 120_000);
