/** The thread in which large policy texts are read and checked. Run by check.ts, imported by nobody. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkPolicyText } from '#flow/policy-text.ts';
import { loadHolidays } from './holidays.ts';

const { text, today } = workerData as { readonly text: string; readonly today: string };
parentPort?.postMessage(checkPolicyText(text, await loadHolidays(), today));
