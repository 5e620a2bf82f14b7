/** S-06: due times against a second model that counts minute by minute: pauses, priorities that change, a policy that is edited. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FactEvent, Facts } from '#core/facts/facts.ts';
import { judge } from '#core/judge/judge.ts';
import { compiled, office } from '../policy/policies.ts';

const MINUTE = 60_000;
const RUNS = 2_000;

/** Hours by impact, before and after the policy is edited. */
const TARGETS = [
  { a: 4, b: 9, c: 20 },
  { a: 2, b: 12, c: 31 },
] as const;
type Impact = keyof (typeof TARGETS)[number];
const STATUSES = ['open', 'pending', 'hold'] as const;
type Status = 'new' | (typeof STATUSES)[number];

const policies = TARGETS.map(({ a, b, c }) => {
  const target = (hours: number): string =>
    `{ within: ${String(hours)}h, pauses: [{ when: { status: [pending, hold] } }] }`;
  return compiled(
    office(`metrics: { repair: { title: Repair, starts: opened, ends: solved } }
promises: { repair: { P1: ${target(a)}, P2: ${target(b)}, P3: ${target(c)} } }`),
  );
});

interface Change {
  /** Minutes after the one before. */
  readonly gap: number;
  readonly status?: Status;
  readonly impact?: Impact;
}
interface Life {
  readonly opened: number;
  readonly impact: Impact;
  readonly changes: readonly Change[];
  readonly after: number;
  readonly edited: boolean;
}

const impacts = fc.constantFrom<Impact>('a', 'b', 'c');
const gaps = fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 60, max: 4_000 }));
const lives: fc.Arbitrary<Life> = fc.record({
  opened: fc.integer({ min: 0, max: 14 * 1_440 }).map((minute) => Date.UTC(2026, 1, 2) + minute * MINUTE),
  impact: impacts,
  changes: fc.array(
    fc.oneof(
      fc.record({ gap: gaps, status: fc.constantFrom<Status>(...STATUSES) }),
      fc.record({ gap: gaps, impact: impacts }),
    ),
    { maxLength: 8 },
  ),
  after: gaps,
  edited: fc.boolean(),
});

/** Monday to Friday, 09:00 to 17:00 UTC. */
function isOpen(at: number): boolean {
  const day = new Date(at).getUTCDay();
  const hour = new Date(at).getUTCHours();
  return day >= 1 && day <= 5 && hour >= 9 && hour < 17;
}

interface Expected {
  readonly dueAt: number | null;
  readonly state: 'breached' | 'paused' | 'going';
}

/** Counts every open minute in which the ticket is not paused. What was broken stays as it was broken. */
function expected({ opened, impact, changes, after, edited }: Life): Expected {
  const targets = TARGETS[edited ? 1 : 0];
  let [status, current]: [Status, Impact] = ['new', impact];
  const counted: number[] = [];
  let at = opened;
  const isPaused = (): boolean => status === 'pending' || status === 'hold';
  const reached = (): number | undefined => counted[targets[current] * 60 - 1];
  const until = (end: number): void => {
    for (; at < end; at += MINUTE) if (!isPaused() && isOpen(at)) counted.push(at + MINUTE);
  };
  for (const change of changes) {
    until(at + change.gap * MINUTE);
    const due = reached();
    if (due !== undefined && due < at) return { dueAt: due, state: 'breached' };
    status = change.status ?? status;
    current = change.impact ?? current;
  }
  until(at + after * MINUTE);
  const now = at;
  if (reached() === undefined && isPaused()) return { dueAt: null, state: 'paused' };
  while (reached() === undefined) until(at + MINUTE);
  const dueAt = reached() ?? null;
  return { dueAt, state: dueAt !== null && dueAt < now ? 'breached' : isPaused() ? 'paused' : 'going' };
}

function told({ opened, impact, changes, after }: Life): { readonly facts: Facts; readonly at: number } {
  let at = opened;
  const events: FactEvent[] = changes.map(({ gap, status, impact: next }) => {
    at += gap * MINUTE;
    return {
      at,
      kind: 'update',
      ...(status === undefined ? {} : { status }),
      ...(next === undefined ? {} : { set: { impact: next } }),
    };
  });
  const facts: Facts = {
    ticketId: '1',
    opened,
    channel: 'web',
    status: 'new',
    fields: { impact },
    contract: { tier: 'gold', status: 'active' },
    requester: { approved: true },
    organization: {},
    events,
  };
  return { facts, at: at + after * MINUTE };
}

it(`${String(RUNS)} lives of a ticket have the due times of the second model`, () => {
  fc.assert(
    fc.property(lives, (life) => {
      const { facts, at } = told(life);
      const policy = policies[life.edited ? 1 : 0];
      if (policy === undefined) throw new Error('two policies are compiled');
      const timer = judge(policy, facts, at).timers.find(({ metric }) => metric === 'repair');
      const state = timer?.state === 'running' ? 'going' : timer?.state;
      expect({ dueAt: timer?.dueAt, state }).toEqual(expected(life));
    }),
    { numRuns: RUNS, seed: 6 },
  );
});
