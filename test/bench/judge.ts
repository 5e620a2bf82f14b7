// A whole judgement: one ticket with 20 events under each sample policy, beside what a library needs for its due times alone.
import type { EpochMs, FactEvent, Facts } from '#core/facts/facts.ts';
import { judge } from '#core/judge/judge.ts';
import type { Policy } from '#core/policy/policy.ts';
import { SAMPLES, compileSample } from '#test/support/policies.ts';
import { CALENDARS } from './time.cases.ts';
import { dayjsBusinessTime } from './time.peers.ts';

/** The goal for a ticket with 20 events, on one core. */
const GOAL = 20;
const BATCH = 100;
const BATCHES = 400;
const WARM = 20_000;
const OPENED = Date.UTC(2026, 2, 2, 14);
const HEAD = ['µs CPU', 'µs best', `goal ${String(GOAL)}`, 'judgements/s', 'x library', 'allocated KB', 'policy KB'];

/** Runs the benchmark; false when two judgements of the same facts differed by a byte. */
export async function run(): Promise<boolean> {
  const library = spentOn(libraryDues, 20).cpu;
  console.log(row('policy', HEAD));
  let right = true;
  const samples: { id: string; policy: Policy; facts: Facts; kilobytes: number }[] = [];
  for (const id of SAMPLES) {
    const { policy, kilobytes } = await measured(id);
    samples.push({ id, policy, facts: ticket(policy), kilobytes });
  }
  // A sidecar judges by all its policies in turn: what the engine learns of one must not be unlearned at the next.
  for (let i = 0; i < WARM; i++) for (const { policy, facts } of samples) judge(policy, facts, NOW + i);
  for (const { id, policy, facts, kilobytes } of samples) {
    right = sameTwice(policy, facts) && right;
    const { cpu, best } = spentOn((i) => void judge(policy, facts, NOW + i), BATCHES);
    const met = best <= GOAL ? 'met' : 'missed';
    const perSecond = Math.round(1e6 / cpu);
    const garbage = allocated(policy, facts).toFixed(1);
    console.log(
      row(id, [cpu.toFixed(1), best.toFixed(1), met, perSecond, (library / cpu).toFixed(0), garbage, kilobytes]),
    );
  }
  console.log(
    `µs CPU: of the judging thread, mean of ${String(BATCHES * BATCH)}. µs best: wall time in the best batch of ${String(BATCH)}, which others on the machine disturb least; the goal is held against it.`,
  );
  console.log(
    `library: dayjs-business-time, the ${DUES} due and warning instants of one ticket: ${library.toFixed(0)} µs`,
  );
  return right;
}

function row(name: string, columns: readonly (string | number)[]): string {
  return name.padEnd(12) + columns.map((column) => String(column).padStart(14)).join('');
}

/** First response, update, their warnings. */
const DUES = 4;

const NOW = OPENED + 16 * 3_600_000;
const PEER = dayjsBusinessTime(firstOf(CALENDARS));

function libraryDues(): void {
  for (let due = 0; due < DUES; due++) PEER.add(OPENED, 60 * (due + 1));
}

function firstOf<Item>([first]: readonly Item[]): Item {
  if (first === undefined) throw new Error('there is nothing to measure');
  return first;
}

interface Spent {
  /** µs of the main thread a call, without the compiler's and the collector's threads. */
  readonly cpu: number;
  /** µs of wall time a call in the best batch. */
  readonly best: number;
}

/** Half as many batches go before, unmeasured: what is compiled late is compiled then. */
function spentOn(work: (i: number) => void, batches: number): Spent {
  for (let i = 0; i < (batches * BATCH) / 2; i++) work(i);
  let best = Infinity;
  const before = process.threadCpuUsage();
  for (let batch = 0; batch < batches; batch++) {
    const start = performance.now();
    for (let i = 0; i < BATCH; i++) work(batch * BATCH + i);
    best = Math.min(best, ((performance.now() - start) * 1000) / BATCH);
  }
  const { user, system } = process.threadCpuUsage(before);
  return { cpu: (user + system) / (batches * BATCH), best };
}

/** KB of heap that one judgement takes, its answer included. */
function allocated(policy: Policy, facts: Facts): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < BATCH; i++) judge(policy, facts, NOW + i);
  return (process.memoryUsage().heapUsed - before) / BATCH / 1024;
}

const COPIES = 8;

/** A policy, and what each of several copies of it weighs once its calendars have answered for a year. */
async function measured(id: string): Promise<{ policy: Policy; kilobytes: number }> {
  const policy = await compileSample(id);
  judge(policy, ticket(policy), OPENED + 3_600_000);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const copies: Policy[] = [];
  for (let i = 0; i < COPIES; i++) copies.push(await compileSample(id));
  for (const copy of copies) judge(copy, ticket(copy), OPENED + 3_600_000);
  globalThis.gc?.();
  const weight = (process.memoryUsage().heapUsed - before) / copies.length;
  return { policy, kilobytes: Math.round(weight / 1024) };
}

function sameTwice(policy: Policy, facts: Facts): boolean {
  return JSON.stringify(judge(policy, facts, NOW)) === JSON.stringify(judge(policy, facts, NOW));
}

/** Opened on a Monday under a contract that covers it, 20 events in 13 hours: replies of both sides, notes, changes of status and of fields. */
function ticket(policy: Policy): Facts {
  const [first = '', tier = first] = policy.tiers.keys();
  return {
    ticketId: '1',
    opened: OPENED,
    channel: 'web',
    status: 'new',
    fields: { impact: firstValue(policy, 'impact'), request: firstValue(policy, 'request') },
    contract: {
      tier,
      status: 'active',
      startsOn: '2026-01-01',
      entitlements: everyEntitlement(policy),
      contacts: CONTACTS,
    },
    requester: { approved: true },
    organization: { users: 50 },
    events: Array.from({ length: 20 }, (_, i) => event(policy, i, OPENED + (i + 1) * 40 * 60_000)),
  };
}

const CONTACTS = ['approved', 'named'].map((role) => ({ role, name: 'A contact' }));

function everyEntitlement(policy: Policy): Record<string, number> {
  return Object.fromEntries([...policy.entitlements.keys()].map((id) => [id, 100]));
}

function event(policy: Policy, i: number, at: EpochMs): FactEvent {
  switch (i % 5) {
    case 0:
      return { at, kind: 'update', comment: { by: 'agent', public: true } };
    case 1:
      return { at, kind: 'update', comment: { by: 'customer', public: true } };
    case 2:
      return { at, kind: 'update', status: i % 2 === 0 ? 'pending' : 'open' };
    case 3:
      return { at, kind: 'update', set: { impact: lastValue(policy, 'impact', i) } };
    default:
      return { at, kind: 'update', comment: { by: 'agent', public: false } };
  }
}

function firstValue(policy: Policy, field: string): string | null {
  return policy.fields.get(field)?.values[0]?.id ?? null;
}

function lastValue(policy: Policy, field: string, i: number): string | null {
  const values = policy.fields.get(field)?.values ?? [];
  return values[i % Math.max(1, values.length)]?.id ?? null;
}
