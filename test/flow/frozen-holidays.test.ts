/** Public holidays that a version has kept: what a library says later changes no promise that was made. */
import { expect, it } from 'vitest';
import { readPolicy } from '#core/policy/read.ts';
import { freezeHolidays, frozenHolidays } from '#flow/frozen-holidays.ts';
import { holidays } from '#test/core/policy/policies.ts';

it('keeps the years round the publication, country by country', () => {
  const read = readPolicy('policy: a\nholidays: { x: [{ country: AA }, { country: BB, region: X }] }\n');
  if (read.kind !== 'ok') throw new Error('unreadable');
  const source = frozenHolidays(freezeHolidays(read.document.text, holidays, 2026));
  expect(source({ country: 'AA', region: null, types: ['public'] }, 2026)).toEqual([
    { date: '2026-01-01', name: "New Year's Day" },
    { date: '2026-05-01', name: 'Founders Day' },
  ]);
  expect(source({ country: 'BB', region: 'X', types: ['public'] }, 2032)).toEqual([
    { date: '2032-02-02', name: 'Groundhog Day' },
  ]);
  expect(source({ country: 'AA', region: null, types: ['public'] }, 2033)).toEqual([]);
  expect(source({ country: 'CC', region: null, types: ['public'] }, 2026)).toBeNull();
});
