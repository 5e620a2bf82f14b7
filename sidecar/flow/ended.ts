/** What can still be done on a ticket that Zendesk has closed or deleted: what is owed after the solution goes on, nothing else. */
import { NO_CHOICES } from '#core/judge/choices.ts';
import type { Choices } from '#core/judge/choices.ts';
import type { Refusal } from '#core/judge/judge.ts';
import type { TicketRow } from './ports/tickets.ts';

/** One that was merged into another is closed. */
export type Ended = 'closed' | 'deleted';

/** Acts that need nothing of the ticket in Zendesk: a report is asked for and delivered, work is charged, after it closed. */
const AFTERWARDS: ReadonlySet<string> = new Set(['start', 'complete', 'work']);

/** Null: it goes on. */
export function endOf({ ended, seen }: Pick<TicketRow, 'ended' | 'seen'>): Ended | null {
  if (!ended) return null;
  return seen?.ticket.status === 'closed' ? 'closed' : 'deleted';
}

/** Why an act of this kind is refused on such a ticket; null: it is not for that. */
export function refusedByEnd(end: Ended | null, kind: string): Refusal | null {
  if (end === null || (end === 'closed' && AFTERWARDS.has(kind))) return null;
  const message =
    end === 'closed'
      ? 'Zendesk has closed the ticket: timers can still be asked for and completed, and work logged; nothing else is recorded.'
      : 'Zendesk has deleted the ticket: nothing is recorded on it any more.';
  return { code: end === 'closed' ? 'TICKET_CLOSED' : 'TICKET_DELETED', message, blockedBy: [] };
}

/** Those of the choices that are not refused. */
export function choicesAfter(end: Ended | null, choices: Choices): Choices {
  if (end === null) return choices;
  if (end === 'deleted') return NO_CHOICES;
  const { startTimers, completeTimers, services } = choices;
  return { ...NO_CHOICES, startTimers, completeTimers, services };
}
