/** The count at the end of `npm test` must not be green when something is wrong. */
import { expect, it } from 'vitest';
import { tally, type VitestReport } from './tally.ts';

const fine: VitestReport = {
  numPassedTests: 2,
  numFailedTests: 0,
  numPendingTests: 1,
  testResults: [
    { name: 'a.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] },
  ],
};

it('counts what passed', () => {
  expect(tally(fine, 0)).toEqual({ passed: 2, failed: 0, skipped: 1, troubles: [] });
});

it('counts a failed test once', () => {
  const assertionResults = [{ status: 'passed' }, { status: 'failed' }];
  const testResults = [{ name: 'a.test.ts', status: 'failed', assertionResults }];
  expect(tally({ ...fine, numPassedTests: 1, numFailedTests: 1, testResults }, 1)).toMatchObject({
    passed: 1,
    failed: 1,
  });
});

it('counts a file that did not load', () => {
  const testResults = [...fine.testResults, { name: 'b.test.ts', status: 'failed', assertionResults: [] }];
  expect(tally({ ...fine, testResults }, 1)).toMatchObject({
    failed: 1,
    troubles: ['b.test.ts failed outside its tests'],
  });
});

it.each([
  ['no report', undefined, 1],
  ['an empty run', { ...fine, numPassedTests: 0, testResults: [] }, 0],
  ['a bad exit without a failed test', fine, 1],
])('counts %s as a failure', (_case, report, exitStatus) => {
  expect(tally(report, exitStatus).failed).toBe(1);
});
