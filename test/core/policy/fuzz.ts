/** Policies that somebody or something has damaged, for the fuzz tests: made from the samples, by a seed. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { judge } from '#core/judge/judge.ts';
import { checkPolicy } from '#core/policy/check.ts';
import type { HolidaySource } from '#core/policy/holidays.ts';
import type { Policy } from '#core/policy/policy.ts';
import { printPolicy } from '#core/policy/print.ts';
import { readPolicy } from '#core/policy/read.ts';
import { tellScenario } from '#core/scenario/scenario.ts';
import { shortForm } from '#core/scenario/short-form.ts';
import { holidays, TODAY } from './policies.ts';
import { SAMPLES } from '../../support/policies.ts';

const TEXTS = SAMPLES.map((id) => readFileSync(`sidecar/policies/${id}.yaml`, 'utf8'));
const WORDS = [
  'null',
  '~',
  '{}',
  '[]',
  '""',
  '0',
  '-1',
  '1e9',
  '99999999999999999999',
  '.nan',
  '2026-02-30',
  '00:00-24:00',
  '24:00-00:00',
  'always',
  'never',
  '4h',
  '0m',
  '1 business day',
  'as needed',
  'P1',
  'default',
  'office',
  'toString',
  '__proto__',
  '&a',
  '*a',
  '<<',
  '!!binary',
  '? ',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '#',
  '"',
  "'",
  '|',
  '>',
  '%',
  '@',
  '`',
  ',',
  '\t',
  '\u0000',
  '\uFEFF',
  '\u202E',
  '🔥',
  'a'.repeat(3000),
  '(a+)+$',
  '{ any: [] }',
  '{ all: [] }',
  '{ not: {} }',
  '{ opened.on: [] }',
  '{ country: GB }',
  '{ from: 12-31, to: 01-01 }',
  '{ after: easter, days: 400 }',
  'organization.timeZone',
  'extends: custom',
  'anyOf: [a]',
  'within: 9999999h',
];

/** One damage to a text: lines dropped, doubled, swapped or moved in and out, words put in the place of others. */
const damage = fc.record({
  how: fc.constantFrom('drop', 'double', 'swap', 'indent', 'outdent', 'word', 'insert', 'cut', 'value', 'letter'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  word: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  ),
});
type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;

/** Damaged policies. */
export const damagedPolicies: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...TEXTS), fc.array(damage, { minLength: 1, maxLength: 6 }))
  .map(([sample, damages]) => damages.reduce(apply, sample));

function apply(text: string, { how, at, to, word }: Damage): string {
  const lines = text.split('\n');
  const [i, j] = [Math.floor(at * lines.length), Math.floor(to * lines.length)];
  const line = lines[i] ?? '';
  const spot = Math.floor(to * (line.length + 1));
  switch (how) {
    case 'drop':
      return lines.toSpliced(i, 1 + Math.floor(to * 5)).join('\n');
    case 'double':
      return lines.toSpliced(j, 0, line).join('\n');
    case 'swap':
      return lines
        .with(i, lines[j] ?? '')
        .with(j, line)
        .join('\n');
    case 'indent':
      return lines.with(i, `  ${line}`).join('\n');
    case 'outdent':
      return lines.with(i, line.replace(/^ {1,2}/, '')).join('\n');
    case 'word':
      return lines.with(i, replaceNth(line, /[\w.:-]+/g, to, word)).join('\n');
    case 'value':
      return lines.with(i, line.replace(/: .*$/, `: ${word}`)).join('\n');
    case 'insert':
      return lines.with(i, line.slice(0, spot) + word + line.slice(spot)).join('\n');
    case 'letter':
      return lines.with(i, line.slice(0, spot) + line.slice(spot + 1)).join('\n');
    default:
      return text.slice(0, Math.floor(at * text.length));
  }
}

function replaceNth(line: string, pattern: RegExp, share: number, word: string): string {
  const matches = [...line.matchAll(pattern)];
  const match = matches[Math.floor(share * matches.length)];
  return match ? line.slice(0, match.index) + word + line.slice(match.index + match[0].length) : line;
}

/** The samples' countries are known here, so that what is damaged elsewhere goes the whole way through compiler and lints. */
const publicHolidays: HolidaySource = (rule, year) =>
  ['GB', 'US', 'DE'].includes(rule.country)
    ? [
        { date: `${String(year)}-01-01`, name: "New Year's Day" },
        { date: `${String(year)}-12-25`, name: 'Christmas Day' },
      ]
    : holidays(rule, year);

/**
 * What is wrong with how a damaged policy was taken: it hung, or was accepted and does not round-trip or judges no ticket;
 * null: nothing. `now` is the thread's own time in ms: another program that keeps the machine busy is no hang.
 */
export function complaint(text: string, now: () => number): string | null {
  const started = now();
  const { problems, document, compiled } = checkPolicy(text, { holidays: publicHolidays, version: 0, today: TODAY });
  if (now() - started > 1000) return `took ${String(now() - started)} ms`;
  if (problems.some(({ line, column }) => !(line >= 1 && column >= 1))) return 'a problem without a place';
  if (compiled === null && !problems.some(({ severity }) => severity === 'error')) return 'refused without saying why';
  if (document === null) return null;
  if (compiled !== null) judgeTickets(compiled.policy);
  if (now() - started > 2000) return `took ${String(now() - started)} ms with its tickets`;
  const again = readPolicy(printPolicy(document.text));
  if (again.kind === 'faults') return `its print is refused: ${JSON.stringify(again.problems[0])}`;
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  return isDeepStrictEqual(plain(document.text), plain(again.document.text)) ? null : 'its print reads otherwise';
}

/** @throws Error with the complaint, where there is one. */
export function takeWell(text: string, now: () => number): void {
  const found = complaint(text, now);
  if (found !== null) throw new Error(found);
}

/** A ticket of each tier in the middle of its story, and one without a contract. */
function judgeTickets(policy: Policy): void {
  for (const tier of [null, ...policy.tiers.keys()]) {
    const told = tellScenario(policy, {
      name: 'a',
      contract: tier === null ? null : { tier },
      ticket: { opened: '2026-03-06T15:00:00Z', channel: 'email' },
      events: [
        { at: '2026-03-09T09:00:00Z', reply: 'agent' },
        { at: '2026-03-09T10:00:00Z', work: '1h' },
        { at: '2026-03-10T10:00:00Z', status: 'solved' },
      ],
      at: '2026-03-11T10:00:00Z',
      expect: {},
    });
    if (told.kind === 'failed') throw new Error(told.failures.join('\n'));
    shortForm(judge(policy, told.facts, told.at));
  }
}
