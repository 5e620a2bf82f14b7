/** S-06: What holds of every judgement, whatever the ticket's life: tried on random stories of the sample policies and of other agreements. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '#core/judge/judge.ts';
import type { Judgement, TimerJudgement } from '#core/judge/judgement.ts';
import { AGREEMENTS, agreement } from '../../agreements/agreements.ts';
import { SAMPLES, samplePolicy } from '../../support/policies.ts';
import { stories, type Story } from './stories.ts';

const samples = await Promise.all(SAMPLES.map(samplePolicy));
const policies = [...samples, ...samples, ...AGREEMENTS.map(agreement)];
const story = stories(policies);
const runs = {
  seed: Number(process.env.JUDGE_SEED ?? 20_210_609),
  numRuns: Number(process.env.JUDGE_RUNS ?? 250),
  interruptAfterTimeLimit: 50_000,
};

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

const text = ({ policy, facts, at }: Story): string => JSON.stringify(judge(policy, facts, at));

/** What may differ between two instants at which nothing happened: the instant itself, and time that passes. */
function still(judgement: Judgement): unknown {
  const passing = ({ remainingMs: _, receipt, ...timer }: TimerJudgement) => ({
    ...timer,
    receipt: timer.state === 'paused' ? [] : receipt,
  });
  const { at: _at, timers, hours, downtime, ...rest } = judgement;
  const solved = timers.every((t) => t.metAt !== null);
  return { ...rest, timers: timers.map(passing), ...(solved ? {} : { hours, downtime }) };
}

describe('a judgement', () => {
  it('is the same for the same facts, byte by byte, and changes none of them', () => {
    fc.assert(
      fc.property(story, (told) => {
        freeze(told.facts);
        expect(text(told)).toBe(text(told));
      }),
      runs,
    );
  });

  it('sees nothing that is later than its instant', () => {
    fc.assert(
      fc.property(story, fc.double({ min: 0, max: 1, noNaN: true }), ({ policy, facts, at }, share) => {
        const when = Math.floor(facts.opened + (at - facts.opened) * share);
        const known = { ...facts, events: facts.events.filter((event) => event.at <= when) };
        expect(text({ policy, facts, at: when })).toBe(text({ policy, facts: known, at: when }));
      }),
      runs,
    );
  });

  it('changes at nextAt and not before', () => {
    fc.assert(
      fc.property(story, fc.double({ min: 0, max: 1, noNaN: true }), ({ policy, facts, at }, share) => {
        const now = judge(policy, facts, at);
        const end = now.nextAt ?? at + 400 * 86_400_000;
        const later = Math.min(end - 1, at + Math.floor((end - at) * share));
        expect(still(judge(policy, facts, later))).toEqual(still(now));
      }),
      runs,
    );
  });

  it('lays receipts that run without a gap from the start to the due instant and add up to the target', () => {
    fc.assert(
      fc.property(story, ({ policy, facts, at }) => {
        for (const timer of judge(policy, facts, at).timers) checkReceipt(timer);
      }),
      runs,
    );
  });

  it('orders its instants: started, warned, due', () => {
    fc.assert(
      fc.property(story, ({ policy, facts, at }) => {
        for (const timer of judge(policy, facts, at).timers) {
          const { startedAt, warnAt, dueAt, metAt, state } = timer;
          if (warnAt !== null) expect(warnAt).toBeGreaterThanOrEqual(startedAt);
          if (warnAt !== null && dueAt !== null) expect(warnAt).toBeLessThanOrEqual(dueAt);
          if (state === 'running' && dueAt !== null) expect(at).toBeLessThanOrEqual(dueAt);
          if (state === 'breached') expect(dueAt).toBeLessThan(at);
          if (state === 'breached_met') expect(metAt).toBeGreaterThan(dueAt ?? Infinity);
          if (state === 'met' && dueAt !== null && metAt !== null) expect(metAt).toBeLessThanOrEqual(dueAt);
        }
      }),
      runs,
    );
  });

  it('wants each tag once, and never two priorities or levels', () => {
    fc.assert(
      fc.property(story, ({ policy, facts, at }) => {
        const { wantedTags } = judge(policy, facts, at);
        expect(new Set(wantedTags).size).toBe(wantedTags.length);
        for (const kind of ['priority_', 'level_', 'owner_', 'tier_'])
          expect(wantedTags.filter((tag) => tag.startsWith(kind)).length).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });
});

function checkReceipt(timer: TimerJudgement): void {
  if (timer.dueAt === null || timer.receipt.length === 0) return;
  let at = timer.startedAt;
  let counted = 0;
  for (const span of timer.receipt) {
    expect(span.from).toBe(at);
    expect(span.to).toBeGreaterThan(span.from);
    if (span.counted) counted += span.to - span.from;
    at = span.to;
  }
  expect(at).toBe(timer.dueAt);
  if (timer.target?.kind === 'working') expect(counted).toBe(timer.target.ms);
}
