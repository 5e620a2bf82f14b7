// unreachable-rule: a rule behind one that takes everything it could take.
import type { Condition } from '../policy.ts';
import type { Path } from '../problem.ts';
import type { Linting } from './linting.ts';
import { implies } from './logic.ts';

interface Ordered {
  readonly id: string;
  readonly when: Condition;
  readonly path: Path;
}

/** Lists of which the first whose condition holds is taken: priorities, requesters, routes. */
export function lintReach(linting: Linting): void {
  const { policy } = linting;
  const text = linting.document.text;
  shadowed(
    linting,
    'priority',
    policy.priorities.map(({ id, when }) => ({ id, when, path: ['priorities', id] })),
  );
  shadowed(
    linting,
    'rule for requesters',
    (policy.requesters?.otherwise ?? []).map(({ verdict, when }, index) => ({
      id: verdict,
      when,
      path: Array.isArray(text.requesters?.otherwise)
        ? ['requesters', 'otherwise', index]
        : ['requesters', 'otherwise'],
    })),
  );
  shadowed(
    linting,
    'route',
    policy.routes.map(({ id, when }, index) => ({
      id,
      when,
      path: Array.isArray(text.routes) ? ['routes', index] : ['routes', id],
    })),
  );
}

function shadowed(linting: Linting, what: string, rules: readonly Ordered[]): void {
  rules.forEach((rule, index) => {
    const earlier = rules.slice(0, index).find((other) => implies(rule.when, other.when));
    if (!earlier) return;
    const takes = earlier.when.kind === 'always' ? 'always holds' : 'holds whenever this one does';
    linting.say(
      'warning',
      'unreachable-rule',
      rule.path,
      `${what} "${rule.id}" can never be reached: "${earlier.id}" (line ${linting.line(earlier.path)}) ${takes}`,
      'put it before that one, or remove it',
    );
  });
}
