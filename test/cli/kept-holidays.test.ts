/** Public holidays that one command reckoned and the next one finds. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HolidaySource } from '#core/policy/holidays.ts';
import { openKeptHolidays } from '../../sidecar/commands/kept-holidays.ts';

const GB = { country: 'GB', region: 'ENG', types: ['public'] } as const;
const NOWHERE = { country: 'XX', region: null, types: ['public'] } as const;
const DAYS = [{ date: '2026-12-25', name: 'Christmas Day' }];

let folder: string;
let opened: number;
const library: HolidaySource = ({ country }, year) => (country === 'GB' ? (year === 2026 ? DAYS : []) : null);
const open = (): HolidaySource => {
  opened += 1;
  return library;
};
beforeEach(async () => {
  opened = 0;
  folder = await mkdtemp(join(tmpdir(), 'tierline-holidays-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was asked before needs no library; what was not is asked and kept too', async () => {
  const first = openKeptHolidays(folder, open);
  expect([first.source(GB, 2026), first.source(GB, 2027), first.source(NOWHERE, 2026)]).toEqual([DAYS, [], null]);
  first.keep();
  const second = openKeptHolidays(folder, open);
  expect([second.source(GB, 2026), second.source(GB, 2027), second.source(NOWHERE, 2026)]).toEqual([DAYS, [], null]);
  expect(opened).toBe(1);
  expect(second.source(GB, 2028)).toEqual([]);
  expect(opened).toBe(2);
  second.keep();
  expect(openKeptHolidays(folder, open).source(GB, 2028)).toEqual([]);
  expect(opened).toBe(2);
  expect(await readdir(folder)).toHaveLength(1);
});

test.each([['{'], ['[["GB/ENG/public/2026", [{"date": 1}]]]'], ['{"a": 1}']])(
  'a file that holds %s is not believed',
  async (text) => {
    const { source, keep } = openKeptHolidays(folder, open);
    source(GB, 2026);
    keep();
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), text);
    expect(openKeptHolidays(folder, open).source(GB, 2026)).toEqual(DAYS);
    expect(opened).toBe(2);
  },
);

test('where nothing can be written nothing is kept', () => {
  const { source, keep } = openKeptHolidays(join(folder, 'not-there'), open);
  expect(source(GB, 2026)).toEqual(DAYS);
  expect(keep).not.toThrow();
});
