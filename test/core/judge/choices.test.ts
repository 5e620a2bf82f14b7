/** What is offered can be done, and nothing else: no choice on any ticket of any sample policy is refused, the rest is. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ActEvent } from '#core/facts/facts.ts';
import { choices } from '#core/judge/choices.ts';
import { judge, refusal } from '#core/judge/judge.ts';
import { SAMPLES, samplePolicy } from '#test/support/policies.ts';
import { stories } from './stories.ts';

/** `JUDGE_SEED` tells other stories; a run without it tells the same ones each time. */
const runs = { seed: Number(process.env.JUDGE_SEED ?? 20_210_609), numRuns: 400 };

const policies = await Promise.all(SAMPLES.map(samplePolicy));

test('nothing that is offered is refused', () => {
  fc.assert(
    fc.property(stories(policies), ({ policy, facts, at }) => {
      const offered = choices(policy, judge(policy, facts, at));
      const acts: ActEvent[] = [
        ...offered.exclusions.map(({ id }) => ({ at, kind: 'exclusion', exclusion: id }) as const),
        ...offered.startTimers.map(({ id }) => ({ at, kind: 'start', metric: id }) as const),
        ...offered.completeTimers.map(({ id }) => ({ at, kind: 'complete', metric: id }) as const),
        ...offered.agreeInstants.map(({ id }) => ({ at, kind: 'agree', metric: id, due: at + 3_600_000 }) as const),
        ...offered.services.map(({ id }) => ({ at, kind: 'work', service: id, ms: 60_000 }) as const),
      ];
      const told = { ...facts, events: facts.events.filter((event) => event.at <= at) };
      expect(acts.map((act) => refusal(policy, told, act)).filter((refused) => refused !== null)).toEqual([]);
    }),
    runs,
  );
});

test('what is not offered is refused', () => {
  fc.assert(
    fc.property(stories(policies), ({ policy, facts, at }) => {
      const offered = choices(policy, judge(policy, facts, at));
      const told = { ...facts, events: facts.events.filter((event) => event.at <= at) };
      const ids = [...policy.metrics.keys()];
      const acts: readonly (readonly [readonly { readonly id: string }[], ActEvent, string])[] = [
        ...policy.exclusions.map(
          ({ id }) => [offered.exclusions, { at, kind: 'exclusion', exclusion: id } as const, id] as const,
        ),
        ...ids.map((id) => [offered.startTimers, { at, kind: 'start', metric: id } as const, id] as const),
        ...ids.map((id) => [offered.completeTimers, { at, kind: 'complete', metric: id } as const, id] as const),
        ...ids.map(
          (id) => [offered.agreeInstants, { at, kind: 'agree', metric: id, due: at + 3_600_000 } as const, id] as const,
        ),
        ...policy.services.map(
          ({ id }) => [offered.services, { at, kind: 'work', service: id, ms: 60_000 } as const, id] as const,
        ),
      ];
      const taken = acts.filter(
        ([open, act, id]) => !open.some((each) => each.id === id) && refusal(policy, told, act) === null,
      );
      expect(taken.map(([, act]) => act)).toEqual([]);
    }),
    runs,
  );
});

test('a defect is refused where the policy knows none', () => {
  const defect = (at: number) =>
    ({ at, kind: 'defect', reference: 'owner/repository#1', url: null, state: 'open' }) as const;
  for (const policy of policies) {
    const [story] = fc.sample(stories([policy]), { numRuns: 1, seed: 1 });
    if (!story) throw new Error('no story');
    const { facts, at } = story;
    const isOffered = choices(policy, judge(policy, facts, at)).defects;
    expect(refusal(policy, { ...facts, events: [] }, defect(facts.opened)) === null).toBe(isOffered);
  }
});

test('an exclusion that only a person can record is offered, until it is recorded', async () => {
  const nextplane = await samplePolicy('nextplane');
  const [story] = fc.sample(stories([nextplane]), { numRuns: 1, seed: 1 });
  if (!story) throw new Error('no story');
  const { facts } = story;
  const at = facts.opened;
  const before = { ...facts, events: [] };
  const ids = (of: typeof facts) => choices(nextplane, judge(nextplane, of, at)).exclusions.map(({ id }) => id);
  expect(ids(before)).toContain('third_party');
  expect(ids(before)).not.toContain('unpaid');
  expect(ids({ ...facts, events: [{ at, kind: 'exclusion', exclusion: 'third_party' }] })).not.toContain('third_party');
});
