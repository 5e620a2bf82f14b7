/** P-01, P-02: what a policy text that is too much, or no policy, is refused with. */
import { expect, test } from 'vitest';
import { checkText } from '#flow/publish.ts';
import { reader } from '#test/support/reader.ts';

const clock = { now: () => Promise.resolve(Date.parse('2026-11-22T10:00:00Z')) };
const outcome = async (text: string) => checkText(text, { reader, clock });
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

test.each([
  ['257 KiB', `policy: a\n${'# much\n'.repeat(38_000)}`],
  ['100,000 rules', `policy: a\npriorities:\n${lines(100_000, (i) => `  P${String(i)}: {}`)}`],
  ['10,000 calendars', `policy: a\ncalendars:\n${lines(10_000, (i) => `  c${String(i)}: always`)}`],
  ['a text of 1 MB', `policy: a\ntitle: ${'a'.repeat(1_000_000)}`],
])('%s is too much of it', async (_name, text) => {
  expect(await outcome(text)).toMatchObject({ kind: 'refused', code: 'LIMIT_EXCEEDED', problems: [{ line: 1 }] });
});

test.each([
  ['an alias bomb', `a: &a [x, x]\n${lines(300, (i) => `b${String(i)}: *a`)}`],
  ['a flood of merge keys', `a: &a {x: 1}\n${lines(400, (i) => `b${String(i)}: {<<: *a}`)}`],
  ['20,000 deep', `x: ${'['.repeat(20_000)}`],
  ['a tag of another language', 'policy: !!js/function "function(){}"'],
  ['a name of the language below', '__proto__: { polluted: true }'],
])('%s is no policy', async (_name, text) => {
  expect(await outcome(text)).toMatchObject({
    kind: 'refused',
    code: 'POLICY_INVALID',
    message: expect.stringMatching(/Line \d+, column \d+: /) as string,
  });
});

test('what is accepted comes with the holidays to keep, round the day of the check', async () => {
  const found = await outcome(
    'policy: a\nholidays: { x: { country: GB } }\ncalendars: { c: { timeZone: Europe/London, open: always, closedOn: x } }\n',
  );
  if (found.kind === 'refused') throw new Error(found.message);
  const kept = JSON.parse(found.value.frozen) as Record<string, Record<string, readonly { date: string }[]>>;
  const years = Object.keys(Object.values(kept)[0] ?? {});
  expect([years.at(0), years.at(-1)]).toEqual(['2018', '2032']);
});
