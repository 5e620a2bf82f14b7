// A whole judgement: one ticket with 20 events under each sample policy, beside what a library needs for its due times alone.
import type { EpochMs, FactEvent, Facts } from '#core/facts/facts.ts';
import { judge } from '#core/judge/judge.ts';
import type { Policy } from '#core/policy/policy.ts';
import { compileSample } from '#test/support/policies.ts';
import { CALENDARS } from './time.cases.ts';
import { dayjsBusinessTime } from './time.peers.ts';

const ROUNDS = 7;
const CALLS = 4_000;
const POLICIES = ['nextplane', 'starleaf', 'zynstra', 'pexip', 'chevah'];
const OPENED = Date.UTC(2026, 2, 2, 14);

/** Runs the benchmark; false when two judgements of the same facts differed by a byte. */
export async function run(): Promise<boolean> {
  const library = libraryMicroseconds();
  console.log('policy      µs a judgement   judgements/s   x library   compiled KB');
  let right = true;
  for (const id of POLICIES) {
    const { policy, kilobytes } = await measured(id);
    const facts = ticket(policy);
    right = sameTwice(policy, facts) && right;
    const us = judgementMicroseconds(policy, facts);
    const columns = [us.toFixed(1), Math.round(1e6 / us), (library / us).toFixed(0), kilobytes];
    console.log(`${id.padEnd(12)}${columns.map((c, i) => String(c).padStart([14, 15, 12, 14][i] ?? 12)).join('')}`);
  }
  console.log(
    `library: dayjs-business-time, the ${DUES} due and warning instants of one ticket: ${library.toFixed(0)} µs`,
  );
  return right;
}

/** First response, update, their warnings. */
const DUES = 4;

function libraryMicroseconds(): number {
  const calendar = CALENDARS[0];
  if (calendar === undefined) throw new Error('there is no calendar to measure');
  const peer = dayjsBusinessTime(calendar);
  return median(() => {
    for (let i = 0; i < 40; i++) for (let due = 0; due < DUES; due++) peer.add(OPENED + i * 60_000, 60 * (due + 1));
    return 40;
  });
}

function judgementMicroseconds(policy: Policy, facts: Facts): number {
  const now = OPENED + 16 * 3_600_000;
  return median(() => {
    for (let i = 0; i < CALLS; i++) judge(policy, facts, now + i);
    return CALLS;
  });
}

/** Median over the rounds of the process's CPU time a call; the first round warms up. */
function median(work: () => number): number {
  const rounds: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const before = process.cpuUsage();
    const calls = work();
    const spent = process.cpuUsage(before);
    if (round > 0) rounds.push((spent.user + spent.system) / calls);
  }
  return rounds.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
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
  const now = OPENED + 16 * 3_600_000;
  return JSON.stringify(judge(policy, facts, now)) === JSON.stringify(judge(policy, facts, now));
}

/** Opened on a Monday, 20 events in 13 hours: replies of both sides, notes, changes of status and of fields. */
function ticket(policy: Policy): Facts {
  const tier = [...policy.tiers.keys()].at(-1) ?? '';
  return {
    ticketId: '1',
    opened: OPENED,
    channel: 'email',
    status: 'new',
    fields: { impact: firstValue(policy, 'impact'), request: firstValue(policy, 'request') },
    contract: { tier, status: 'active', entitlements: {} },
    requester: { approved: true },
    organization: { users: 50 },
    events: Array.from({ length: 20 }, (_, i) => event(policy, i, OPENED + (i + 1) * 40 * 60_000)),
  };
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
