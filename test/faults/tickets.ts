/** The tickets of a drill: customers open them, agents and customers change them, and the model says what each must show. */
import type { Random } from '#test/sandbox/random.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { checkTicketInput } from '#test/sandbox/tickets/input.ts';
import { customerPerson, staff } from '#test/sandbox/world/people.ts';
import { fieldsOf } from '#test/sandbox/world.ts';
import { sameShown, shouldShow, shows } from './model.ts';

const IMPACTS = ['all_users', 'some_users', 'one_user', 'minor'] as const;
const CUSTOMERS = ['quarry-street-bank', 'lindenhof-clinics'] as const;

export interface Opening {
  readonly impact?: string;
  readonly person?: string;
  readonly customer?: string;
}

export interface Tickets {
  /** Those of which a decision is expected. */
  readonly ids: readonly number[];
  open(more?: Opening): number;
  change(ticketId: number): void;
  forget(ticketId: number): void;
  isRight(ticketId: number): boolean;
}

/** No webhook is sent: the test says what arrives. */
export function createTickets(sandbox: Sandbox, random: Random, timersRun = false): Tickets {
  const ids: number[] = [];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return {
    ids,
    open({ impact = pick(IMPACTS), person = 'technical', customer = pick(CUSTOMERS) } = {}) {
      const requester = customerPerson(sandbox.state, customer, person);
      const input = checkTicketInput({
        subject: 'Nothing arrives',
        comment: { body: 'Since this morning nothing arrives.' },
        requester_id: requester.id,
        custom_fields: fieldsOf(sandbox.state, { support_impact: impact, support_request: 'fault' }),
      });
      const { ticket } = sandbox.createTicket(input, { actorId: requester.id, channel: 'web' });
      ids.push(ticket.id);
      return ticket.id;
    },
    change(ticketId) {
      if (!sandbox.state.tickets.has(ticketId)) throw new Error(`there is no ticket ${String(ticketId)}`);
      const agent = staff(sandbox.state, 'agent').id;
      const changes = [
        { custom_fields: fieldsOf(sandbox.state, { support_impact: pick(IMPACTS) }) },
        { additional_tags: [`by_hand_${String(Math.floor(random() * 5))}`] },
        { custom_fields: fieldsOf(sandbox.state, { support_request: pick(['fault', 'change']) }) },
      ];
      sandbox.updateTicket(ticketId, checkTicketInput(pick(changes)), { actorId: agent, channel: 'web' });
    },
    forget(ticketId) {
      ids.splice(ids.indexOf(ticketId), 1);
    },
    isRight(ticketId) {
      const ticket = sandbox.state.tickets.get(ticketId);
      return ticket !== undefined && sameShown(shows(ticket), shouldShow(sandbox.state, ticket, timersRun));
    },
  };
}
