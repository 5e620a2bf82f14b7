/** Threads that back-test pages: in order, and never left waiting for what does not come. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Page, Pair } from '#flow/backtest-page.ts';
import { backtestPages } from '#rim/backtest/crew.ts';
import { reader } from '#test/support/reader.ts';

const OPENED = Date.UTC(2026, 2, 2, 15);
const text = readFileSync('sidecar/policies/nextplane.yaml', 'utf8');
const stricter = text.replace('first_response: { P1: 4h,', 'first_response: { P1: 1h,');
const frozen = (await reader.check(text, '2026-03-02', null)).policy?.frozen ?? '';
const version = (written: string, number: number) => ({
  name: `nextplane version ${String(number)}`,
  text: written,
  version: number,
  frozen,
});
const PAIR: Pair = { before: version(text, 1), draft: version(stricter, 2) };

/** A page of one ticket that was answered after so many minutes. */
function page(ticketId: string, minutes: number): Page {
  const answer = { at: OPENED + minutes * 60_000, kind: 'update', comment: { by: 'agent', public: true } };
  const contract = { tier: 'startup', status: 'active' };
  const parties = { contract, requester: { approved: true }, organization: {} };
  const fields = { impact: 'all_users' };
  const facts = { ticketId, opened: OPENED, channel: 'helpdesk', status: 'new', fields, ...parties, events: [answer] };
  return { packed: JSON.stringify(facts), at: OPENED + 86_400_000 };
}
async function* pages(count: number, fault?: Error): AsyncGenerator<Page> {
  for (let index = 0; index < count; index++) yield page(String(index), 240);
  if (fault !== undefined) throw fault;
}

test('pages are merged in their order, whichever thread was first, and each is told of', async () => {
  let told = 0;
  const result = await backtestPages(PAIR, pages(9), { threads: 2, onPage: (tickets) => (told += tickets) });
  expect(result.tickets).toBe(9);
  expect(told).toBe(9);
  const row = result.rows.find(({ metric }) => metric === 'first_response');
  expect(row).toMatchObject({ keptBefore: 9, keptAfter: 0 });
  expect(row?.lost).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
});

test('what the pages fail with, it fails with', async () => {
  const fault = new Error('the database is away');
  await expect(backtestPages(PAIR, pages(3, fault), { threads: 1 })).rejects.toBe(fault);
});

test('a text that cannot be read ends it, however many pages there are', async () => {
  const pair = { ...PAIR, draft: version('policy: [', 3) };
  await expect(backtestPages(pair, pages(1_000), { threads: 1 })).rejects.toThrow(
    'nextplane version 3 can no longer be read',
  );
});

test('aborted, it ends at once with the reason, also while a page does not come', async () => {
  const abort = new AbortController();
  const asked = Promise.withResolvers<void>();
  async function* never(): AsyncGenerator<Page> {
    yield page('1', 120);
    asked.resolve();
    await new Promise<never>(() => undefined);
  }
  const ended = backtestPages(PAIR, never(), { threads: 1, signal: abort.signal });
  void asked.promise.then(() => abort.abort(new Error('stopped')));
  await expect(ended).rejects.toThrow('stopped');
  await expect(backtestPages(PAIR, pages(1), { threads: 1, signal: abort.signal })).rejects.toThrow('stopped');
});
