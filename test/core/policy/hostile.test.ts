/** P-01, P-02, P-03, P-04: Hostile and slippery policy text: refused with its place, or kept as it stands; never a crash, never another meaning. */
import { describe, expect, it } from 'vitest';
import { readPolicy } from '#core/policy/read.ts';
import { check, problemsOf } from './policies.ts';

const HEAD = 'policy: a\ntitle: A\n';
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

describe('refused before it costs anything', () => {
  it.each([
    ['257 KiB', HEAD + 'x'.repeat(257 * 1024), 'too-large'],
    ['256 KiB of two-byte letters', HEAD + 'é'.repeat(140 * 1024), 'too-large'],
    ['100,000 rules', `${HEAD}priorities:\n${lines(100_000, (i) => `  P${i}: {title: x}`)}`, 'too-large'],
    ['10,000 calendars', `${HEAD}calendars:\n${lines(10_000, (i) => `  c${i}: always`)}`, 'too-large'],
    ['a million anchors', lines(40_000, (i) => `- &a${i} x`), 'too-large'],
    [
      'an alias bomb',
      'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d]',
      'too-many-aliases',
    ],
    ['a flood of merge keys', `a: &a {x: 1}\n${lines(400, (i) => `b${i}: {<<: *a}`)}`, 'merge-key'],
    ['20,000 deep in flow lists', `${HEAD}x: ${'['.repeat(20_000)}`, 'too-deep'],
    ['20,000 deep in flow maps', `${HEAD}x: ${'{a: '.repeat(20_000)}`, 'too-deep'],
    ['20,000 deep in block lists', `${HEAD}x:\n  ${'- '.repeat(20_000)}`, 'too-deep'],
    ['20,000 deep in explicit keys', '? '.repeat(20_000), 'too-deep'],
    ['600 deep by indentation', lines(600, (i) => `${' '.repeat(i)}a:`), 'too-deep'],
    ['an alias to what contains it', 'policy: &a [*a]\n', 'cyclic-alias'],
    ['an alias to nothing', 'policy: *nowhere\n', 'unknown-alias'],
    ['many documents', '---\npolicy: a\n'.repeat(5000), 'one-document'],
    ['two documents', 'policy: a\n---\npolicy: b\n', 'one-document'],
    ['a function as a tag', 'policy: !!js/function "function(){}"\n', 'tag'],
    ['a binary', 'policy: !!binary aGVsbG8=\n', 'tag'],
    ['a tag of its own', 'policy: !foo x\n', 'tag'],
    ['a NUL', 'policy: a\0b\n', 'not-text'],
    ['__proto__ as a key', '__proto__: { polluted: 1 }\npolicy: a\n', 'reserved-name'],
    ['constructor as a tier', 'policy: a\ntiers: { constructor: { prototype: { polluted: 1 } } }\n', 'reserved-name'],
    ['a key that stands twice', 'policy: a\npolicy: b\n', 'duplicate-key'],
    ['a tab as indentation', 'policy: a\nsource:\n\ttitle: b\n', 'yaml'],
    ['a list as a key', '? [a, b]\n: c\npolicy: a\n', 'key-not-text'],
    ['nothing at all', '', 'empty'],
    ['only comments', '# nothing\n', 'empty'],
    ['a list', '- policy: a\n', 'wrong-value'],
    ['a word', 'policy\n', 'wrong-value'],
    ['a list of five thousand unknown keys', HEAD + lines(5000, (i) => `k${i}: x`), 'unknown-key'],
  ])('%s', (_name, text, rule) => {
    const { problems, compiled } = check(text);
    expect(compiled).toBeNull();
    expect(problems.map((problem) => problem.rule)).toContain(rule);
    for (const problem of problems) {
      expect(problem.line).toBeGreaterThan(0);
      expect(problem.column).toBeGreaterThan(0);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('a short text that stands for millions of rules', () => {
    const names = (letter: string): string => lines(49, (i) => `  ${letter}${i}: {title: x}`);
    const entries = Array.from({ length: 80 }, () => '1h').join(', ');
    const metrics = lines(40, (i) => `  m${i}: {P0-P48: [${entries}]}`);
    const text = `${HEAD}calendars: {c: always}\npriorities:\n${names('P')}\npromises:\n${metrics}\ntiers:\n${names('t')}\n`;
    expect(check(text).problems.map(({ rule }) => rule)).toContain('too-large');
  });
});

describe('odd names are plain data', () => {
  it('toString, valueOf and hasOwnProperty are tiers like others', () => {
    const { compiled } = check('policy: a\ntiers: { toString: {}, valueOf: {}, hasOwnProperty: {} }\n');
    expect([...(compiled?.policy.tiers.keys() ?? [])]).toEqual(['toString', 'valueOf', 'hasOwnProperty']);
  });

  it('a condition cannot ask for toString', () => {
    expect(problemsOf('policy: a\nexclusions: { x: { when: { toString: a } } }\n')[0]).toMatch(
      /^2:28 unknown-reference a condition cannot ask for "toString"/,
    );
  });

  it('a tier cannot extend toString', () => {
    expect(problemsOf('policy: a\ntiers: { gold: { extends: toString } }\n')[0]).toMatch(/there is no tier "toString"/);
  });
});

describe('what YAML would change keeps its meaning', () => {
  const valueOf = (text: string): unknown => {
    const read = readPolicy(`policy: a\ntitle: ${text}\n`);
    return read.kind === 'ok' ? read.document.text.title : read.problems.map(({ rule }) => rule);
  };
  it.each([
    ['NO'],
    ['no'],
    ['on'],
    ['Yes'],
    ['012'],
    ['1e3'],
    ['0x1F'],
    ['9:30'],
    ['22:30:15'],
    ['.inf'],
    ['1_000'],
    ['2026-12-25'],
    ['='],
    ['1.50'],
    ['3.0'],
    ['TRUE'],
  ])('%s stays as it is', (text) => expect(valueOf(text)).toBe(text));
  it.each([
    ['true', 'true'],
    ['7', '7'],
    ["'7'", '7'],
  ])('%s is the text %s', (text, meant) => expect(valueOf(text)).toBe(meant));
  it('nothing is not a title', () => expect(valueOf('')).toEqual(['wrong-value']));
  it('Norway is a country', () => {
    const found = problemsOf('policy: a\nholidays: { x: [{ country: NO }] }\n');
    expect(found[0]).toContain('country "NO"');
  });
  it('a byte order mark and carriage returns change nothing', () => {
    expect(problemsOf('\uFEFFpolicy: a\r\ntitle: b\r\n')).toEqual([]);
  });
  it('a text with a comma in a short map is one text, and the check says so', () => {
    const { compiled, problems } = check(
      'policy: a\nexclusions: { x: { title: Rain, snow or hail, when: { status: open } } }\n',
    );
    expect(compiled?.policy.exclusions[0]?.title).toBe('Rain, snow or hail');
    expect(problems.map(({ rule, severity }) => [rule, severity])).toEqual([['comma-in-text', 'info']]);
  });
});

describe('dates and zones that are none', () => {
  it.each([
    ['a day that no month has', 'holidays: { x: [{ date: 02-30 }] }', 'a date that exists'],
    ['a day that this month has not', 'holidays: { x: [{ date: 2026-02-29 }] }', 'a date that exists'],
    ['Mars', 'calendars: { c: { timeZone: Mars/Olympus, open: always } }', 'not a time zone'],
    ['a path', 'calendars: { c: { timeZone: ../../etc/passwd, open: always } }', 'not a time zone'],
    ['an offset', 'calendars: { c: { timeZone: +05:30, open: always } }', 'not a time zone'],
    ['the wrong case', 'calendars: { c: { timeZone: europe/london, open: always } }', 'write Europe/London'],
    ["the policy's own zone", 'timeZone: Nowhere/Land', 'not a time zone'],
    [
      'a window that ends before the day does',
      'calendars: { c: { timeZone: Etc/UTC, open: { mon: 25:00-26:00 } } }',
      '25:00',
    ],
    ['a day of the week that is none', 'calendars: { c: { timeZone: Etc/UTC, open: { mn: 09:00-17:00 } } }', 'mn'],
  ])('%s', (_name, text, said) => {
    const found = problemsOf(`policy: a\n${text}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(said);
    expect(found[0]).toMatch(/^2:/);
  });
});

describe('durations longer than any calendar', () => {
  it.each([
    ['51 years'],
    ['P700M'],
    ['20000 days'],
    ['99999999999999999999 business days'],
    ['1h 450000 working hours'],
  ])('%s', (text) => {
    const found = problemsOf(`policy: a\nstaleAfter: ${text}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^2:.*at most 50 years/);
  });
});

describe('patterns', () => {
  const withPattern = (pattern: string): string =>
    `policy: a\nexclusions: { x: { when: { requester.role: { matches: '${pattern}' } } } }\n`;
  it.each([['(?=a)b'], ['(?<!a)b'], ['(a)\\1'], ['(a{1000}){1000}'], ['[z-a]'], ['(']])(
    '%s is refused with its place',
    (pattern) => {
      expect(problemsOf(withPattern(pattern))[0]).toMatch(/^2:\d+ pattern /);
    },
  );
  it('a thousand of them are refused', () => {
    const many = lines(1000, (i) => `  e${i}: { when: { requester.role: { matches: 'a+b${i}' } } }`);
    const found = problemsOf(`policy: a\nexclusions:\n${many}\n`);
    expect(found[0]).toMatch(/^33:\d+ pattern more than 30 patterns/);
  });
  it('one of more than 300 letters is refused', () => {
    expect(problemsOf(withPattern('a'.repeat(301)))[0]).toContain('at most 300');
  });
  it.each([['(a+)+$'], ['(a|aa)+$'], ['(.*a){20}$'], ['^(([a-z])+.)+[A-Z]([a-z])+$'], ['(x+x+)+y']])(
    '%s runs in linear time',
    (pattern) => {
      const { compiled } = check(withPattern(pattern));
      const when = compiled?.policy.exclusions[0]?.when;
      if (when?.kind !== 'compare' || when.test.kind !== 'matches') throw new Error('no pattern');
      expect(when.test.test(`${'a'.repeat(900)}!`)).toBe(false);
    },
  );
});
