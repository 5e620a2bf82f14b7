/** The thread in which policy texts are read and checked. Run by reader.ts, imported by nobody. */
import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import type { HolidaySource } from '#core/policy/holidays.ts';
import type { Question } from './reader.ts';

enableCompileCache(); // what follows is compiled once and kept: most of the time that a new thread takes
const { createReader } = await import('#flow/policy-text.ts');

let source: Promise<HolidaySource> | null = null;
const here = createReader(() => (source ??= import('./holidays.ts').then(({ loadHolidays }) => loadHolidays())));

parentPort?.on('message', (question: Question) => {
  void answer(question).then((found) => parentPort?.postMessage(found));
});

function answer(question: Question): Promise<unknown> {
  return question.kind === 'read'
    ? here.read(question.text)
    : here.check(question.text, question.today, question.frozen);
}
