// A back-test as `tierline policy backtest` runs it: packed pages of facts are read and judged under two versions.
import type { FactEvent, Facts } from '#core/facts/facts.ts';
import { Backtest } from '#core/judge/backtest.ts';
import { compileSample } from '#test/support/policies.ts';

const TICKETS = 100_000;
const PAGE = 1000;
const EVENTS = 10;
const OPENED = Date.UTC(2026, 0, 5, 14);
const MINUTE = 60_000;
/** Seconds for a million tickets on two cores, and MB of heap over idle. */
const GOAL_SECONDS = 20;
const GOAL_MB = 256;

/** Runs the benchmark; false when a version compared with itself kept something else. */
export async function run(): Promise<boolean> {
  const [before, draft] = await Promise.all([compileSample('nextplane'), compileSample('nextplane')]);
  const backtest = new Backtest(before, draft);
  globalThis.gc?.();
  const idle = process.memoryUsage().heapUsed;
  let most = 0;
  let cpu = 0;
  for (let first = 0; first < TICKETS; first += PAGE) {
    const packed = packedPage(first);
    const start = process.threadCpuUsage();
    for (const line of packed.split('\n')) backtest.add(JSON.parse(line) as Facts, OPENED + 400 * 1440 * MINUTE);
    const { user, system } = process.threadCpuUsage(start);
    cpu += (user + system) / 1e6;
    most = Math.max(most, process.memoryUsage().heapUsed - idle);
  }
  const perMillion = (cpu * 1e6) / TICKETS;
  console.log(`${String(TICKETS)} tickets of ${String(EVENTS)} events, each judged under two versions, on one thread`);
  console.log(`CPU for a million: ${perMillion.toFixed(1)} s; goal ${String(GOAL_SECONDS)} s on two cores`);
  console.log(`most heap over idle: ${(most / 2 ** 20).toFixed(0)} MB; goal ${String(GOAL_MB)} MB`);
  return backtest.rows.every((row) => row.keptBefore === row.keptAfter && row.moved === 0 && row.lost.length === 0);
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
