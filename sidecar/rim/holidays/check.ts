/** Checks policy texts without stalling anybody: small ones here, large ones in a thread of their own. */
import { Worker } from 'node:worker_threads';
import { checkPolicyText, type CheckedText } from '#flow/policy-text.ts';
import type { HolidaySource } from '#core/policy/holidays.ts';

/** Characters up to which a text is checked in a few milliseconds. */
const SMALL = 4_096;
const GIVEN_UP_AFTER_MS = 20_000;
const MEMORY_MB = 256;

/** Answers as `checkPolicyText`; rejects when the thread dies or takes longer than `withinMs`. */
export function createPolicyCheck(
  holidays: HolidaySource,
  withinMs: number = GIVEN_UP_AFTER_MS,
): (text: string, today: string) => Promise<CheckedText> {
  return (text, today) =>
    text.length <= SMALL
      ? Promise.resolve(checkPolicyText(text, holidays, today))
      : checkElsewhere(text, today, withinMs);
}

function checkElsewhere(text: string, today: string, withinMs: number): Promise<CheckedText> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./check-worker.ts', import.meta.url), {
      workerData: { text, today },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    const timer = setTimeout(() => {
      reject(new Error('checking the policy took too long'));
      void worker.terminate();
    }, withinMs);
    worker.once('message', (checked: CheckedText) => resolve(checked));
    worker.once('error', reject);
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the thread that checked the policy ended without an answer'));
    });
  });
}
