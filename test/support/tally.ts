/** Counts a vitest run so that nothing that went wrong can count as nothing. */

/** The part of vitest's JSON report that is read. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Failures that belong to no single test, in words. */
  readonly troubles: readonly string[];
}

/** A missing report, no test at all, a file that did not load, or a bad exit without a failed test is a failure of its own. */
export function tally(report: VitestReport | undefined, exitStatus: number): Tally {
  if (!report) return { passed: 0, failed: 1, skipped: 0, troubles: ['the test runner left no report'] };
  const troubles = report.testResults
    .filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
    .map((file) => `${file.name} failed outside its tests`);
  if (report.numPassedTests + report.numFailedTests === 0) troubles.push('no test ran');
  if (exitStatus !== 0 && report.numFailedTests === 0 && troubles.length === 0) {
    troubles.push(`the test runner ended with status ${String(exitStatus)} though no test failed`);
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + troubles.length,
    skipped: report.numPendingTests,
    troubles,
  };
}
