/** P-06, P-07: The named lints: each finds what it is for, with line and remedy, and leaves good policies alone. */
import { describe, expect, it } from 'vitest';
import { check, office, problemsOf } from './policies.ts';

const found = (text: string): string => problemsOf(office(text)).join('\n');

describe('unreachable-rule', () => {
  it('a priority behind one that always holds', () => {
    expect(problemsOf('policy: a\npriorities:\n  P1: {}\n  P2: { when: { status: open } }\n')).toEqual([
      '4:3 unreachable-rule priority "P2" can never be reached: "P1" (line 3) always holds (put it before that one, or remove it)',
    ]);
  });
  it('a priority behind one that takes all of its tickets', () => {
    expect(
      problemsOf(
        'policy: a\npriorities:\n  P1: { when: { channel: [phone, email] } }\n  P2: { when: { channel: phone, status: open } }\n',
      )[0],
    ).toMatch(/^4:3 unreachable-rule .*"P1" \(line 3\) holds whenever/);
  });
  it('a requester, a route, a promise in a list', () => {
    expect(
      found(
        'requesters: { must: { requester.approved: true }, otherwise: [{ verdict: not_approved }, { when: { priority: P1 }, verdict: emergency }] }',
      ),
    ).toContain('"emergency" can never be reached');
    expect(found('topics: { x: X }\nroutes: [{ when: { topic: x }, contact: a }, { topic: x, contact: b }]')).toContain(
      'route "b" can never be reached',
    );
    expect(found('promises: { update: { P1: [1h, { within: 2h, when: { channel: phone } }] } }')).toContain(
      'this promise of update P1 can never be reached: the one in line 6 takes all',
    );
  });
  it('an own rule above an inherited one is no fault', () => {
    expect(found('promises: { update: 1h, first_response: { P1: 1h, default: 2h } }')).toBe('');
  });
});

describe('condition-never-holds', () => {
  it.each([
    ['two values at once', '{ all: [{ impact: a }, { impact: b }] }'],
    ['a value and not that value', '{ impact: a, not: { impact: [a, b] } }'],
    ['no number is between', '{ contract.users: { moreThan: 10, lessThan: 10 } }'],
    ['weekdays and weekends', '{ all: [{ opened.on: weekdays }, { opened.on: weekends }] }'],
    ['inside and outside of a calendar', '{ opened.during: office, opened.outside: office }'],
    ['dates that do not meet', '{ opened.before: 2026-01-01, opened.after: 2026-06-01 }'],
    ['never', 'never'],
  ])('%s', (_name, when) => {
    expect(found(`exclusions: { x: { when: ${when} } }`)).toMatch(/condition-never-holds/);
  });
  it.each([
    ['two tags', '{ all: [{ tags: a }, { tags: b }] }'],
    ['one of two', '{ any: [{ impact: a }, { impact: b }] }'],
    ['a range', '{ contract.users: { atLeast: 10, atMost: 10 } }'],
    ['two states of promises', '{ all: [{ promise: breached }, { promise: met }] }'],
  ])('but not: %s', (_name, when) => expect(found(`exclusions: { x: { when: ${when} } }`)).toBe(''));
});

describe('promises', () => {
  it('promise-never-met: no time at all', () =>
    expect(found('promises: { update: 0m }')).toMatch(/promise-never-met update is due at the moment/));
  it('promise-never-met: a clock that never opens', () => {
    const text =
      'policy: a\ncalendars: { shut: { timeZone: Etc/UTC, open: never } }\ntiers: { gold: { promises: { update: 1h } } }\n';
    expect(problemsOf(text)[0]).toMatch(/^3:\d+ promise-never-met update runs on "shut", which never opens/);
  });
  it('promise-contradiction: two times for one case, with both places', () => {
    expect(found('promises:\n  update:\n    P1: 1h\n    P1-P3: 2h')).toBe(
      '9:5 promise-contradiction update P1 is 2h here (promises.update.P1-P3) and 1h in line 8 (promises.update.P1); the first one holds (say under which condition each holds)',
    );
  });
  it('promise-contradiction: solved before answered', () => {
    expect(found('promises: { first_response: { P1: 8h }, resolution: { P1: 4h } }')).toMatch(
      /promise-contradiction resolution of P1 is due after 4h .*first_response only after 8h/,
    );
  });
  it('priority-without-target', () => {
    expect(found('promises: { update: { P1: 1h, P3: 2h } }')).toMatch(
      /priority-without-target tier "gold" promises nothing for priority P2/,
    );
  });
  it('a promise for some priorities only is no fault where another one is for all', () => {
    expect(found('promises: { resolution: { P1: 8h }, first_response: 4h }')).toBe('');
  });
});

describe('self-feeding', () => {
  it.each([
    ['a tag that asks for itself', 'tags: { hot: { tags: hot } }'],
    ['a priority that asks for the priority', 'exclusions: {}\nservices: {}\nqueue: { order: priority }'],
    ['a route that asks for the tag that it sets', 'routes: [{ when: { tags: quote }, contact: a, tag: quote }]'],
    ['a duty that asks for its own tag', 'duties: { d: { when: { not: { tags: later } }, tag: later } }'],
    ['an exclusion that asks for itself', 'exclusions: { x: { when: { exclusion.x: true } } }'],
  ])('%s', (name, text) => {
    const whole = name.includes('a priority')
      ? office(text).replace('P1: { when: { impact: a } }', 'P1: { when: { priority: P2 } }')
      : office(text);
    expect(problemsOf(whole).join('\n')).toContain('self-feeding');
  });
});

describe('tag-not-normalised', () => {
  it.each([
    ['a space', 'very hot', 'very_hot'],
    ['a comma', '"hot,cold"', 'hot_cold'],
    ['capitals', 'Hot', 'hot'],
    ['an emoji', 'hot🔥', 'hot'],
    ['letters that run the other way', '"hot\\u202Etoh"', 'hot_toh'],
    ['a letter that looks like another', 'hоt', 'h_t'],
    ['more than 80 characters', 'a'.repeat(81), 'a'.repeat(80)],
  ])('%s is refused, with what would do', (_name, tag, mended) => {
    const { problems } = check(office(`topics: { x: X }\nroutes: [{ topic: x, contact: a, tag: ${tag} }]`));
    const problem = problems.find(({ rule }) => rule === 'tag-not-normalised');
    expect([problem?.severity, problem?.line, problem?.mend]).toEqual(['error', 7, `write ${mended}`]);
  });
  it('a tier in capitals is told how its tag is written', () => {
    const { problems } = check('policy: a\ntiers: { Gold: {} }\n');
    expect(problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'info it is written to Zendesk as the tag tier_gold: it has capitals',
    ]);
  });
});

describe('queue-order', () => {
  it.each([
    ['a word that it does not know', '[priority, due]', 'the queue is not ordered by "due"'],
    ['the priority after the opening', '[opened, priority]', 'the priority would order nothing'],
  ])('%s', (_name, order, said) => expect(found(`queue: { order: ${order} }`)).toContain(said));
  it.each([['[priority, opened]'], ['opened'], ['[priority]']])('but not %s', (order) =>
    expect(found(`queue: { order: ${order} }`)).toBe(''),
  );
});

describe('allowances', () => {
  const allowing = (terms: string): string =>
    problemsOf(`policy: a\ntiers: { a: { allowances: { incidents: { number: 10${terms} } } } }\n`).join('\n');
  it.each([[', per: contract, carryOver: all'], [', per: contract, carryOver: 3']])('carry-over: %s', (written) =>
    expect(allowing(written)).toContain('no incidents are ever carried over: the whole contract is one period'),
  );
  it('allowance-period: one that nothing is counted in', () =>
    expect(allowing(', per: week')).toContain('"week" is no period that incidents are counted in'));
  it.each([[''], [', per: contract, carryOver: none'], [', per: month, carryOver: false'], [', carryOver: 0']])(
    'but not "%s"',
    (written) => expect(allowing(written)).not.toMatch(/carry-over|allowance-period/u),
  );
  it.each([['3 months'], ['-1'], ['2.5']])('carryOver: %s is no number of them', (carryOver) =>
    expect(allowing(`, carryOver: ${carryOver}`)).toContain(`"${carryOver}" does not fit here`),
  );
});

describe('calendars', () => {
  it('holidays-missing: a set whose dates end with this year', () => {
    expect(problemsOf('policy: a\nholidays: { x: [{ date: 2026-12-25 }, { date: 2025-12-25 }] }\n')).toEqual([
      '2:13 holidays-missing the set "x" has no days for 2027 (add the dates of 2027, or name a country: { country: GB, region: ENG })',
    ]);
  });
  it('holidays-missing: dates that stand in a calendar', () => {
    expect(
      problemsOf(
        'policy: a\ncalendars: { c: { timeZone: Etc/UTC, open: always, closedOn: [2026-01-01, 2026-12-25] } }\n',
      )[0],
    ).toContain('holidays-missing');
  });
  it('dst-day: hours gained and lost, as information', () => {
    const { problems } = check('policy: a\ncalendars: { c: { timeZone: Europe/Berlin, open: always } }\n');
    expect(problems.map(({ severity, rule, message }) => `${severity} ${rule} ${message}`)).toEqual([
      'info dst-day 2026-03-29: "c" is open 1 h shorter because summer time begins',
      'info dst-day 2026-10-25: "c" is open 1 h longer because summer time ends',
    ]);
  });
  it('no word of it where no hours change', () => {
    expect(
      check('policy: a\ncalendars: { c: { timeZone: Europe/Berlin, open: { mon-fri: 09:00-17:00 } } }\n').problems,
    ).toEqual([]);
  });
});

describe('clauses', () => {
  const clauses = 'source: { title: S, clauses: { A-1: One, A-2: { title: Two, manual: by people }, A-3: Three } }\n';
  it('clause-not-cited, and a cited clause that is not listed', () => {
    expect(problemsOf(`policy: a\n${clauses}exclusions: { x: { title: X, cites: [A-1, A-33] } }\n`)).toEqual([
      '2:82 clause-not-cited nothing cites A-3 (add cites: A-3 to the rule that does it, or say how people do it: { title: …, manual: … })',
      '3:30 unknown-clause the source lists no clause A-33 (did you mean "A-3"?)',
    ]);
  });
  it('the cover map: cited with its places, manual, or open', () => {
    const { cover } = check(
      `policy: a\n${clauses}exclusions: { x: { title: X, cites: A-1 } }\ncontacts: { y: { email: y@a.example, cites: A-1 } }\n`,
    );
    expect(cover.map(({ clause, state, places, manual }) => [clause, state, places, manual])).toEqual([
      ['A-1', 'cited', ['contacts.y', 'exclusions.x'], null],
      ['A-2', 'manual', [], 'by people'],
      ['A-3', 'open', [], null],
    ]);
  });
});
