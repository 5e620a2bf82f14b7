/** Holiday sets: dates, ranges, days counted from others, exceptions. */
import { describe, expect, it } from 'vitest';
import { check } from './policies.ts';

function days(rules: string, year: number): string[] {
  const { compiled, problems } = check(`policy: a\nholidays: { other: [07-14], x: ${rules} }\n`);
  if (!compiled) throw new Error(JSON.stringify(problems));
  return (compiled.notes.holidays.get('x')?.(year) ?? []).map(({ date }) => date.slice(5));
}

describe('substitute days over new year', () => {
  it('of a Saturday, the Friday of the year before', () => {
    const set = '[{ date: 01-01, observed: nearest_weekday }]';
    expect([days(set, 2021), days(set, 2022)]).toEqual([['01-01', '12-31'], ['01-01']]);
  });
  it('of a Saturday, the Monday of the year after', () => {
    const set = '[{ date: 12-31, observed: next_weekday }]';
    expect([days(set, 2022), days(set, 2023)]).toEqual([['12-31'], ['01-02', '12-31']]);
  });
});

describe('a set has', () => {
  it.each([
    ['a date of every year', '[{ date: 12-24 }]', ['12-24']],
    ['a date of one year only', '[{ date: 2026-11-10 }, { date: 2027-11-10 }]', ['11-10']],
    ['dates without more', '[12-24, 2026-12-31, 2025-01-01]', ['12-24', '12-31']],
    ['several dates', '[{ dates: [05-01, 05-02] }]', ['05-01', '05-02']],
    ['a range', '[{ from: 12-24, to: 12-26 }]', ['12-24', '12-25', '12-26']],
    ['a range over new year', '[{ from: 12-30, to: 01-02 }]', ['01-01', '01-02', '12-30', '12-31']],
    ['its part of a range of one winter', '[{ from: 2026-12-30, to: 2027-01-02 }]', ['12-30', '12-31']],
    ['the days of a country', '[{ country: AA }]', ['01-01', '05-01']],
    ['the days of a region', '[{ country: BB, region: X }, { country: BB-X }]', ['02-02']],
    ['all days but some, by name or date', '[{ country: AA, except: [Founders Day] }]', ['01-01']],
    ['what a later rule takes out again', '[{ country: AA }, { except: [01-01] }]', ['05-01']],
    ['the day after Thanksgiving', '[{ after: thanksgiving, days: 1 }]', ['11-27']],
    ['the Monday after Easter', '[{ after: easter }]', ['04-06']],
    ['two days before Easter', '[{ before: easter, days: 2 }]', ['04-03']],
    [
      "a day after one of the set's own",
      "[{ country: AA }, { after: Founders' Day, days: 3 }]",
      ['01-01', '05-01', '05-04'],
    ],
    ['a day of another set', '[{ set: other }]', ['07-14']],
    ['another set by its name', '[other]', ['07-14']],
    ['a day after another set', '[{ after: other }]', ['07-15']],
    ['the last Monday of May', '[{ nth: -1, weekday: mon, month: 5 }]', ['05-25']],
    ['the second Friday of June', '[{ nth: 2, weekday: fri, month: 6 }]', ['06-12']],
    [
      'Christmas on a weekend: a substitute for each of the two days',
      '[{ dates: [2026-12-26, 2026-12-27], observed: next_weekday }]',
      ['12-26', '12-27', '12-28', '12-29'],
    ],
    [
      'a Sunday before a holiday: the day after it',
      '[{ date: 2026-11-01, observed: next_weekday }, { date: 2026-11-02 }]',
      ['11-01', '11-02', '11-03'],
    ],
    ['the Friday before a Saturday', '[{ date: 2026-07-04, observed: nearest_weekday }]', ['07-03', '07-04']],
    [
      'a Saturday with the Monday on which it is observed',
      '[{ date: 2026-08-15, observed: next_weekday }]',
      ['08-15', '08-17'],
    ],
    ['a movable feast by name', '[good friday]', ['04-03']],
  ])('%s', (_name, rules, dates) => expect(days(rules, 2026)).toEqual(dates));

  it('no 29 February in a year that has none', () =>
    expect([days('[02-29]', 2026), days('[02-29]', 2028)]).toEqual([[], ['02-29']]));
  it('a day after the last of December, in January', () => expect(days('[{ after: 12-31 }]', 2027)).toEqual(['01-01']));
});

it('says that a holiday has no such name', () => {
  const { problems } = check('policy: a\nholidays: { x: [{ country: AA }, { after: Founder Day }] }\n');
  expect(problems[0]).toMatchObject({ rule: 'unknown-reference', line: 2, mend: 'did you mean "Founders Day"?' });
});
