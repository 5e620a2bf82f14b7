/** NEX-11: within a severity first come, first served; other policies may say that they go by opening alone. */
import { expect, test } from 'vitest';
import type { ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import { judge } from '#core/judge/judge.ts';
import type { Policy } from '#core/policy/policy.ts';
import { factsOf } from '#core/scenario/facts.ts';
import { queueColumns } from '#flow/queue-columns.ts';
import { samplePolicy } from '#test/support/policies.ts';

const TICKETS = [
  { id: 'minor first', opened: '2026-03-02T09:00:00Z', impact: 'minor' },
  { id: 'down second', opened: '2026-03-02T10:00:00Z', impact: 'all_users' },
  { id: 'one user third', opened: '2026-03-02T11:00:00Z', impact: 'one_user' },
  { id: 'down fourth', opened: '2026-03-02T12:00:00Z', impact: 'all_users' },
];

function queued(policy: Policy): readonly string[] {
  const rows = TICKETS.map(({ id, ...ticket }) => {
    const at = '2026-03-02T13:00:00Z';
    const facts = factsOf(policy, {
      name: id,
      contract: { tier: 'business' },
      ticket: { id, ...ticket },
      at,
      expect: {},
    });
    const seen = { organizationId: '1', status: 'open', createdAt: facts.opened } as ZendeskTicket;
    return { id, ...queueColumns(seen, policy, judge(policy, facts, Date.parse(at))) };
  });
  return rows
    .toSorted((one, other) => one.priorityRank - other.priorityRank || one.openedAt - other.openedAt)
    .map(({ id }) => id);
}

test('by priority, and within one by opening', async () => {
  const policy = await samplePolicy('nextplane');
  expect(queued(policy)).toEqual(['down second', 'down fourth', 'one user third', 'minor first']);
});

test('by opening alone where the policy says so', async () => {
  const policy = await samplePolicy('nextplane');
  expect(queued({ ...policy, queue: { order: ['opened'], cites: [] } })).toEqual(TICKETS.map(({ id }) => id));
});
