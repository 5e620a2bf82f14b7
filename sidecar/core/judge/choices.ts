// What a person may choose to do on a ticket, so that a page offers nothing that refusal.ts would refuse.
import type { Policy, Priority } from '#core/policy/policy.ts';
import type { Judgement } from './judgement.ts';
import { endsByItself, isAgreeable, workServices } from './refusal.ts';

export interface Choice {
  readonly id: string;
  readonly title: string;
}
export interface Choices {
  readonly priorities: readonly Pick<Priority, 'id' | 'title' | 'zendesk'>[];
  /** Only a person can record them, and none is recorded. */
  readonly exclusions: readonly Choice[];
  /** They run on request, are promised by the tier, and do not run. */
  readonly startTimers: readonly Choice[];
  readonly completeTimers: readonly Choice[];
  readonly agreeInstants: readonly Choice[];
  /** The tier charges for them. */
  readonly services: readonly Choice[];
  readonly defects: boolean;
}

export const NO_CHOICES: Choices = {
  priorities: [],
  exclusions: [],
  startTimers: [],
  completeTimers: [],
  agreeInstants: [],
  services: [],
  defects: false,
};

/** The choices on a judged ticket. `policy` is the one that judged it. */
export function choices(policy: Policy, judgement: Judgement): Choices {
  // What is not covered is promised nothing, and its timers rest unseen.
  const covered = judgement.coverage.verdict !== 'not_covered';
  const tier = covered ? (policy.tiers.get(judgement.tier.id) ?? null) : null;
  const promises = tier?.promises ?? [];
  const promised = new Set(promises.map(({ metric }) => metric));
  const priority = judgement.priority?.id ?? null;
  const agreeable = (metric: string): boolean => tier !== null && isAgreeable(tier, metric, priority);
  const running = judgement.timers.filter(({ metAt }) => metAt === null);
  const runs = new Set(running.map(({ metric }) => metric));
  const recorded = new Set(judgement.exclusions.filter((each) => each.recorded).map(({ id }) => id));
  const metrics = [...policy.metrics.values()];
  const workable = workServices(policy, judgement.tier.id, judgement.coverage.verdict);
  return {
    priorities: policy.priorities.map(({ id, title, zendesk }) => ({ id, title, zendesk })),
    exclusions: policy.exclusions.filter(({ id, when }) => when === null && !recorded.has(id)).map(named),
    startTimers: metrics.filter(({ id, onRequest }) => onRequest && promised.has(id) && !runs.has(id)).map(named),
    completeTimers: metrics.filter((metric) => runs.has(metric.id) && !endsByItself(metric)).map(named),
    agreeInstants: metrics.filter(({ id }) => runs.has(id) && agreeable(id)).map(named),
    services: policy.services.filter(({ id }) => workable.has(id)).map(named),
    defects: policy.defects !== null,
  };
}

function named({ id, title }: Choice): Choice {
  return { id, title };
}
