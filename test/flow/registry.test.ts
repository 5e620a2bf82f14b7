/** What the registry gives while versions are published. */
import { expect, test } from 'vitest';
import type { Policies, PolicyRecord } from '#flow/ports/policies.ts';
import { createRegistry } from '#flow/registry.ts';
import { reader } from '#test/support/reader.ts';

const TEXT = 'policy: tiny\ntitle: Tiny\ntimeZone: Etc/UTC\ntiers:\n  only: { title: Only }\n';
const log = { debug() {}, info() {}, warn() {}, error() {} };

test('a version published while a refresh is under way is there when the next one is', async () => {
  const published = [record(1)];
  const lists: (() => void)[] = [];
  const policies: Pick<Policies, 'list'> = {
    list() {
      const then = [...published];
      return new Promise((resolve) => lists.push(() => resolve(then)));
    },
  };
  const registry = createRegistry(policies as Policies, reader, log);
  const early = registry.refresh();
  published.push(record(2));
  const late = registry.refresh();
  lists.shift()?.();
  await early;
  await expect.poll(() => lists.length).toBe(1);
  lists.shift()?.();
  await late;
  expect(registry.get('tiny', 2)).not.toBeNull();
});

test('a refresh that failed does not fail the next one', async () => {
  let failures = 1;
  const policies: Pick<Policies, 'list'> = {
    list: () => (failures-- > 0 ? Promise.reject(new Error('no database')) : Promise.resolve([record(1)])),
  };
  const registry = createRegistry(policies as Policies, reader, log);
  const [first, second] = await Promise.allSettled([registry.refresh(), registry.refresh()]);
  expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  expect(registry.ids()).toEqual(['tiny']);
});

function record(version: number): PolicyRecord {
  return {
    id: 'tiny',
    version,
    state: 'published',
    title: 'Tiny',
    text: TEXT,
    frozen: '{}',
    savedAt: version,
    publishedAt: version,
    note: null,
    movesOpen: false,
  };
}
