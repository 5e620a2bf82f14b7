/** What a look goes by: what was read before, or what Zendesk shows now, guessed where events confirm the guess. */
import { ticketAfter } from '#core/facts/from-audits.ts';
import type { Audit, ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import { confirms } from '../hints.ts';
import type { Delivered } from '../ports/failures.ts';
import type { Claim } from '../ports/store.ts';
import type { TicketGuess } from '../ports/zendesk.ts';
import { readTicket } from '../reading.ts';
import type { TicketKnowledge } from '../reading.ts';
import { governedBy } from './governed-by.ts';
import type { LookPorts } from './ports.ts';

/** What is known of the ticket; `read`: Zendesk is asked, whatever is known already. */
export async function knowledgeOf(claim: Claim, ports: LookPorts, read: boolean): Promise<Delivered<TicketKnowledge>> {
  const { seen, history } = claim.row;
  if (!read && seen !== null && history !== null) {
    return { ok: true, value: { ticket: seen.ticket, audits: history.audits } };
  }
  const guess: TicketGuess = (audits) => confirmedGuess(claim, ports, audits);
  // No guess is worth a request of its own where nothing can confirm it; nor after a conflict: then we were wrong.
  const mayGuess = claim.row.writeBack.attempts === 0 && claim.hints.some(({ hint }) => hint.complete);
  return readTicket(ports.zendesk, ports.directory, claim, history?.audits ?? [], mayGuess ? guess : null);
}

/** What the audits make of the ticket, where an event shows the very same state. */
async function confirmedGuess(claim: Claim, ports: LookPorts, audits: readonly Audit[]): Promise<ZendeskTicket | null> {
  const ticket = madeOf(claim, audits);
  if (ticket === null) return null;
  const bot = await ports.account.botUserId();
  const { policy } = await governedBy(claim, ports, { ticket, audits });
  const fields = policy === null ? null : await ports.account.fieldsOf(policy);
  if (!bot.ok || fields === null || !fields.ok) return null;
  const seeing = { ticket, audits, fields: fields.value, botUserId: bot.value };
  return claim.hints.some(({ hint }) => confirms(hint, seeing)) ? ticket : null;
}

/** The ticket as it was seen, with what the audits since did to it. */
function madeOf({ ticketId, row: { seen, history } }: Claim, audits: readonly Audit[]): ZendeskTicket | null {
  const auditId = history?.audits.at(-1)?.id;
  const before = seen === null || auditId === undefined ? null : { ticket: seen.ticket, auditId };
  const made = ticketAfter(ticketId, before, audits);
  if (made === null) return null;
  return { ...made, updatedStamp: new Date(made.updatedAt).toISOString().replace('.000Z', 'Z') };
}
