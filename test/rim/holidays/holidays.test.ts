/** Public holidays as the library gives them: the whole country and the region, the day itself and its substitute. */
import { beforeAll, expect, it } from 'vitest';
import type { HolidaySource } from '#core/policy/holidays.ts';
import { loadHolidays } from '#rim/holidays/holidays.ts';

let source: HolidaySource;
beforeAll(async () => {
  source = await loadHolidays();
});
const dates = (country: string, region: string | null, year: number): string[] | undefined =>
  source({ country, region, types: ['public'] }, year)?.map(({ date }) => date.slice(5));

it('a country has its own days, a region those and more', () => {
  expect(dates('GB', null, 2021)).not.toContain('08-30');
  expect(dates('GB', 'ENG', 2021)).toEqual(expect.arrayContaining(['01-01', '04-02', '08-30']));
});
it('closes the day itself and its substitute day', () => {
  expect(dates('GB', 'ENG', 2021)).toEqual(expect.arrayContaining(['12-25', '12-26', '12-27', '12-28']));
  expect(dates('US', null, 2021)).toEqual(expect.arrayContaining(['07-04', '07-05', '12-24', '12-25', '12-31']));
});
it('takes a holiday of several days as several days', () => {
  expect(dates('AM', null, 2026)?.filter((date) => date.startsWith('01-0'))).toEqual(
    expect.arrayContaining(['01-01', '01-02', '01-03', '01-04', '01-05']),
  );
});
it('does not know what there is not', () => {
  expect([dates('ZZ', null, 2026), dates('GB', 'XX', 2026), dates('toString', null, 2026)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
it('takes only the kinds that are asked for', () => {
  expect(source({ country: 'DE', region: null, types: ['bank'] }, 2026)?.map(({ name }) => name)).toContain(
    'Christmas Eve',
  );
});
