/** The page of attacks and the tests keep together: each file that it names is there and names the attack. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const PAGE = readFileSync('docs/reliability.md', 'utf8');
const rows = [...PAGE.matchAll(/^\| ([A-Z]-\d\d) +\| ([^|]+?) +\| ([^|]+?) +\|$/gm)].map(
  ([, name = '', what = '', tests = '']) => ({
    name,
    what,
    files: [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
  }),
);

it('has many attacks, each once, with tests', () => {
  expect(rows.length).toBeGreaterThan(50);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  expect(rows.filter(({ what, files }) => what === '' || files.length === 0)).toEqual([]);
});

it.each(rows)('$name: $what', ({ name, files }) => {
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  expect(files.filter((file) => !readFileSync(file, 'utf8').includes(name))).toEqual([]);
});
