/** Facts of a ticket for tests: opened on a Monday at nine UTC, with impact a, and what is added. */
import type { ContractFacts, Facts } from '#core/facts/facts.ts';

export const at = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;

export const GOLD: ContractFacts = { tier: 'gold', status: 'active' };

export function ticket(more: Partial<Facts> = {}): Facts {
  return {
    ticketId: '1',
    opened: at('2026-03-02T09:00:00Z'),
    channel: null,
    status: 'open',
    fields: { impact: 'a' },
    contract: GOLD,
    requester: { approved: true },
    organization: {},
    events: [],
    ...more,
  };
}
