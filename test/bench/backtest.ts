// A back-test as `tierline policy backtest` runs it: packed pages of facts are read and judged under two versions.
import { readFile } from 'node:fs/promises';
import type { FactEvent, Facts } from '#core/facts/facts.ts';
import type { Page } from '#flow/backtest-page.ts';
import { backtestPages } from '#rim/backtest/crew.ts';
import { reader } from '#test/support/reader.ts';

const TICKETS = 1_000_000;
const THREADS = 2;
const PAGE = 1000;
/** Different pages, told again and again. */
const PAGES = 20;
const EVENTS = 10;
const OPENED = Date.UTC(2026, 0, 5, 14);
const MINUTE = 60_000;
const AT = OPENED + 400 * 1440 * MINUTE;
/** Seconds for a million tickets on two cores, and MB of heap over idle. */
const GOAL_SECONDS = 20;
const GOAL_MB = 256;

/** Runs the benchmark; false when a version compared with itself kept something else. */
export async function run(): Promise<boolean> {
  const text = await readFile('sidecar/policies/nextplane.yaml', 'utf8');
  const { policy } = await reader.check(text, '2026-01-05', null);
  const version = { name: 'nextplane.yaml', text, version: 1, frozen: policy?.frozen ?? '{}' };
  const pair = { before: version, draft: version };
  const pages = Array.from({ length: PAGES }, (_, page) => packedPage(page * PAGE));
  await backtestPages(pair, repeated(pages, PAGES), { threads: THREADS }); // threads' code is compiled and kept
  globalThis.gc?.();
  const idle = process.memoryUsage().heapUsed;
  const start = performance.now();
  const { tickets, rows } = await backtestPages(pair, repeated(pages, TICKETS / PAGE), { threads: THREADS });
  const seconds = ((performance.now() - start) / 1e3) * (1e6 / tickets);
  const over = (process.memoryUsage().heapUsed - idle) / 2 ** 20;
  console.log(`${String(tickets)} tickets of ${String(EVENTS)} events, each judged under two versions, in two threads`);
  console.log(`wall time for a million: ${seconds.toFixed(1)} s; goal ${String(GOAL_SECONDS)} s on two cores`);
  console.log(
    `heap over idle: ${over.toFixed(0)} MB here, at most 112 MB in each thread; goal ${String(GOAL_MB)} MB in all`,
  );
  return rows.every((row) => row.keptBefore === row.keptAfter && row.moved === 0 && row.lost.length === 0);
}

async function* repeated(pages: readonly string[], count: number): AsyncGenerator<Page> {
  for (let page = 0; page < count; page++) yield { packed: pages[page % pages.length] ?? '', at: AT };
}

function packedPage(first: number): string {
  return Array.from({ length: PAGE }, (_, i) => JSON.stringify(ticket(first + i))).join('\n');
}

function ticket(number: number): Facts {
  const opened = OPENED + number * MINUTE;
  return {
    ticketId: String(number),
    opened,
    channel: 'portal',
    status: 'new',
    fields: { impact: ['all_users', 'some_users', 'one_user'][number % 3] ?? null, request: 'fault' },
    contract: { tier: number % 2 === 0 ? 'business' : 'startup', status: 'active', startsOn: '2025-01-01' },
    requester: { approved: true },
    organization: { users: 50 },
    events: Array.from({ length: EVENTS }, (_, i) => event(i, opened + (i + 1) * (20 + (number % 90)) * MINUTE)),
  };
}

function event(i: number, at: number): FactEvent {
  if (i === EVENTS - 1) return { at, kind: 'update', status: 'solved' };
  if (i % 3 === 0) return { at, kind: 'update', comment: { by: 'agent', public: true } };
  return i % 3 === 1
    ? { at, kind: 'update', comment: { by: 'customer', public: true } }
    : { at, kind: 'update', status: i === 2 ? 'pending' : 'open' };
}
