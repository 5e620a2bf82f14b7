/** Which conditions of a trigger hold on our write: Zendesk's operators, one by one. */
import { describe, expect, it } from 'vitest';
import { tryTrigger, type BenchTicket } from '#core/install/trigger-bench.ts';

const before: BenchTicket = { tags: ['vip'], values: { status: 'open', priority: '', type: 'incident' } };
const after: BenchTicket = {
  tags: ['vip', 'tier_business', 'sla_at_risk'],
  values: { ...before.values, priority: 'high', custom_fields_360: 'all_users' },
};

describe('a condition', () => {
  it.each([
    ['update_type', 'is', 'Change', 'holds'],
    ['update_type', 'is', 'Create', 'fails'],
    ['current_tags', 'includes', 'none sla_at_risk', 'holds'],
    ['current_tags', 'includes', 'sla_breached', 'fails'],
    ['current_tags', 'not_includes', 'sla_breached', 'holds'],
    ['current_tags', 'not_includes', 'VIP', 'fails'],
    ['current_tags', 'changed', null, 'holds'],
    ['current_tags', 'not_changed', null, 'fails'],
    ['status', 'is', 'open', 'holds'],
    ['status', 'is_not', 'open', 'fails'],
    ['status', 'changed', null, 'fails'],
    ['status', 'less_than', 'solved', 'holds'],
    ['status', 'greater_than_equal', 'pending', 'fails'],
    ['priority', 'value', 'high', 'holds'],
    ['priority', 'value_previous', '', 'holds'],
    ['priority', 'not_value', 'high', 'fails'],
    ['priority', 'greater_than', 'normal', 'holds'],
    ['priority', 'not_present', null, 'fails'],
    ['custom_fields_360', 'is', ['all_users'], 'holds'],
    ['custom_fields_361', 'is', 'x', 'unknown'],
    ['status', 'within_previous', '3', 'unknown'],
  ] as const)('%s %s %s %s', (field, operator, value, verdict) => {
    expect(tryTrigger({ all: [{ field, operator, value }], any: [] }, before, after).fires).toBe(verdict);
  });
});

describe('a trigger', () => {
  const holds = { field: 'status', operator: 'is', value: 'open' };
  const fails = { field: 'status', operator: 'is', value: 'new' };
  const unknown = { field: 'brand_id', operator: 'is', value: '1' };

  it('needs all of all, and one of any where there is any', () => {
    const fires = (all: object[], any: object[]) =>
      tryTrigger({ all, any } as Parameters<typeof tryTrigger>[0], before, after).fires;
    expect(fires([holds], [])).toBe('holds');
    expect(fires([holds, fails], [])).toBe('fails');
    expect(fires([holds], [fails, holds])).toBe('holds');
    expect(fires([holds], [fails])).toBe('fails');
    expect(fires([holds, unknown], [])).toBe('unknown');
    expect(fires([unknown], [fails])).toBe('fails');
    expect(fires([holds], [unknown, fails])).toBe('unknown');
  });

  it('sees a creation as a change of everything that is set', () => {
    const created = tryTrigger({ all: [{ field: 'status', operator: 'changed', value: null }], any: [] }, null, after);
    expect(created.fires).toBe('holds');
  });
});
