/** Two people take the same escalation step at one time: it is taken once, when the first of them did, and told of once (I2). */
import { expect, it } from 'vitest';
import { judge } from '#core/judge/judge.ts';
import { compiled, office } from '../policy/policies.ts';
import { at, ticket } from './tickets.ts';

it('keeps the instant of whoever took the step first', () => {
  const policy = compiled(
    office(`contacts: { team: { title: Team } }
escalation: [{ step: support, title: Support, contact: team }]`),
  );
  const first = at('2026-03-02T10:00:00Z');
  const facts = ticket({
    events: [first, first + 400].map((when) => ({
      at: when,
      kind: 'escalate' as const,
      step: 'support',
      reason: 'now',
    })),
  });
  expect(judge(policy, facts, first + 1_000).escalation.steps).toMatchObject([{ state: 'taken', takenAt: first }]);
});
