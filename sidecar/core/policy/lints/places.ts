// Every condition of a policy with the place that it stands at.
import type { Condition, Policy } from '../policy.ts';
import type { Path } from '../problem.ts';
import type { PolicyDocument } from '../read.ts';
import { pathOf } from './linting.ts';

export interface PlacedCondition {
  readonly condition: Condition;
  readonly path: Path;
  /** What the rule is called when one speaks of it. */
  readonly what: string;
}

/** All conditions; those of promises once, however many tiers share them. */
export function conditionsOf(policy: Policy, document: PolicyDocument): readonly PlacedCondition[] {
  const found: PlacedCondition[] = [];
  const add = (condition: Condition | null, path: Path, what: string): void => {
    if (condition !== null && condition.kind !== 'always') found.push({ condition, path, what });
  };
  for (const { id, when } of policy.priorities) add(when, ['priorities', id, 'when'], `priority ${id}`);
  for (const { id, when } of policy.services) add(when, ['services', id, 'when'], `service ${id}`);
  for (const { id, when } of policy.exclusions) add(when, ['exclusions', id, 'when'], `exclusion ${id}`);
  for (const { id, when } of policy.intake) add(when, ['intake', id, 'when'], `intake ${id}`);
  for (const { id, when } of policy.duties.values()) add(when, ['duties', id, 'when'], `duty ${id}`);
  for (const { tag, when } of policy.tags) add(when, ['tags', tag], `tag ${tag}`);
  policy.routes.forEach(({ id, when }, index) =>
    add(when, Array.isArray(document.text.routes) ? ['routes', index] : ['routes', id], `route ${id}`),
  );
  policy.escalation.forEach(({ id, opensWhen }, index) =>
    add(opensWhen, ['escalation', index, 'opensWhen'], `step ${id}`),
  );
  policy.advice.forEach(({ when }, index) => add(when, ['advice', index, 'when'], 'advice'));
  if (policy.requesters) add(policy.requesters.must, ['requesters', 'must'], 'requesters');
  for (const level of policy.levels) {
    for (const handOff of level.handOffs) {
      add(handOff.when, ['levels', level.id, 'handOff'], `hand-off of ${level.id}`);
      add(handOff.atOnceWhen, ['levels', level.id, 'handOff'], `hand-off of ${level.id}`);
    }
  }
  const seen = new Set<string>();
  for (const tier of policy.tiers.values()) {
    for (const rule of tier.promises) {
      const key = `${rule.path} ${rule.priority ?? ''}`;
      if (seen.has(key)) continue;
      seen.add(key);
      add(rule.when, pathOf(rule.path), `promise ${rule.metric}`);
    }
  }
  return found;
}
