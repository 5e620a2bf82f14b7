/** A small policy that promises what Zendesk's SLA measures, and tickets whose clocks stand in every way. */
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { checkTicketInput } from '#test/sandbox/tickets/input.ts';
import { createTicket, updateTicket, viaOf } from '#test/sandbox/tickets/write.ts';
import { staff } from '#test/sandbox/world/people.ts';

const MINUTE = 60_000;
export const PARITY = `
policy: parity
title: Parity
timeZone: UTC
priorities: { P1: {} }
promises:
  first_response: { P1: 1h }
  next_response: { P1: 2h }
  update: { P1: 4h }
  resolution: { P1: { within: 8h, pauses: [{ when: { status: [pending, hold] } }] } }
tiers: { only: {} }
`;

/** Opened five hours ago by the customer; their numbers by what became of them. */
export function parityTickets({ state, clock }: Sandbox, customerId: number) {
  const agentId = staff(state, 'agent').id;
  const now = clock.now();
  const via = viaOf('web');
  type Step = readonly [minutesAgo: number, by: 'agent' | 'customer', input: object];
  /** Opened five hours ago. */
  const tell = (...steps: readonly Step[]): string => {
    const input = checkTicketInput({
      subject: 'x',
      comment: { body: 'x' },
      requester_id: customerId,
      priority: 'urgent',
    });
    const { ticket } = createTicket(state, input, { actorId: customerId, via, at: now - 300 * MINUTE });
    for (const [ago, by, change] of steps) {
      const context = { actorId: by === 'agent' ? agentId : customerId, via, at: now - ago * MINUTE };
      updateTicket(state, ticket.id, checkTicketInput(change), context);
    }
    return String(ticket.id);
  };
  const says = { comment: { body: 'x', public: true } };
  return {
    unanswered: tell(),
    asked: tell([290, 'agent', { ...says, status: 'open' }], [60, 'customer', says], [30, 'customer', says]),
    waits: tell([290, 'agent', { ...says, status: 'pending' }]),
    waited: tell([290, 'agent', { ...says, status: 'pending' }], [200, 'customer', { ...says, status: 'open' }]),
    solved: tell([290, 'agent', { ...says, status: 'open' }], [60, 'agent', { ...says, status: 'solved' }]),
  };
}
