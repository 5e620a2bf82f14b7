/** The five sample policies: nothing to mend, every clause done by a rule, and nobody's private data. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPolicy } from '#core/policy/check.ts';
import type { HolidaySource } from '#core/policy/holidays.ts';
import { loadHolidays } from '#rim/holidays/holidays.ts';
import { TODAY } from './policies.ts';

let holidays: HolidaySource;
beforeAll(async () => {
  holidays = await loadHolidays();
});

const CLAUSES = {
  nextplane: ['NEX', 16],
  starleaf: ['STA', 15],
  zynstra: ['ZYN', 14],
  pexip: ['PEX', 15],
  chevah: ['CHE', 11],
} as const;

describe.each(Object.entries(CLAUSES))('%s', (id, [letters, count]) => {
  const text = readFileSync(`sidecar/policies/${id}.yaml`, 'utf8');

  it('has nothing to mend', () => {
    expect(checkPolicy(text, { holidays, version: 0, today: TODAY }).problems).toEqual([]);
  });

  it('cites every clause of its source', () => {
    const { cover } = checkPolicy(text, { holidays, version: 0, today: TODAY });
    const clauses = Array.from({ length: count }, (_, index) => `${letters}-${String(index + 1).padStart(2, '0')}`);
    expect(cover.map(({ clause, state }) => [clause, state])).toEqual(clauses.map((clause) => [clause, 'cited']));
  });

  it('names no one: reserved domains and reserved numbers only', () => {
    const mails = text.match(/[\w.+-]+@[\w.-]+/g) ?? [];
    const phones = text.match(/\+\d[\d ]{6,}/g) ?? [];
    const hosts = [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map((match) => match[1] ?? '');
    expect(mails.filter((mail) => !mail.endsWith('.example'))).toEqual([]);
    expect(phones.filter((phone) => !/^\+44 20 7946 0\d{3}$|^\+1 555 01\d\d$/.test(phone.trim()))).toEqual([]);
    expect(hosts.filter((host) => !host.endsWith('.example'))).toEqual([]);
  });
});
