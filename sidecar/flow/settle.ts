/**
 * Settle: sends wanted minus seen as one safe update. Losing an answer, a conflict, a limit or a crash all end alike: read,
 * compare, send the rest.
 */
import { isNothing, tagsAfter } from '#core/plan/difference.ts';
import type { Difference } from '#core/plan/difference.ts';
import type { DeliveryFailure } from './ports/failures.ts';
import type { SettleResult } from './ports/store.ts';
import type { TicketWrite, Zendesk } from './ports/zendesk.ts';
import { afterWrite } from './settle/after-write.ts';
import { failed } from './settle/failed.ts';
import type { Settling } from './settle/settling.ts';
import { differenceOf } from './write-back.ts';

export interface SettlePorts {
  readonly zendesk: Zendesk;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
}

/** Writes one ticket. */
export async function settle(settling: Settling, ports: SettlePorts): Promise<SettleResult> {
  const open = differenceOf(settling.writeBack, settling.ticket);
  const answer = await ports.zendesk.updateTicket(writeOf(settling, open));
  if (!answer.ok && open.priority !== null && isOfPriority(answer.failure)) {
    const rest = await withoutPriority(settling, open, answer.failure, ports);
    if (rest !== null) return rest;
  }
  if (!answer.ok) return failed(settling, answer.failure, ports.random);
  return afterWrite(settling, open, answer.value);
}

/** Whether Zendesk says that it is the priority that it refuses. */
function isOfPriority({ kind, message }: DeliveryFailure): boolean {
  return kind === 'invalid' && /\bpriority\b/i.test(message);
}

/** An account may not know the priority: what else is wanted is written all the same. Null: nothing is, or that was refused too. */
async function withoutPriority(
  settling: Settling,
  open: Difference,
  { kind, message }: DeliveryFailure,
  { zendesk }: SettlePorts,
): Promise<SettleResult | null> {
  const rest = { ...open, priority: null };
  if (isNothing(rest) && settling.writeBack.notes.length === 0) return null;
  const answer = await zendesk.updateTicket(writeOf(settling, rest));
  if (!answer.ok) return null;
  const result = afterWrite(settling, rest, answer.value);
  return { ...result, writeBack: { ...result.writeBack, state: 'failed', lastError: `${kind}: ${message}` } };
}

function writeOf({ claim, ticket, writeBack }: Settling, open: Difference): TicketWrite {
  const { notes } = writeBack;
  return {
    ticketId: claim.ticketId,
    updatedStamp: ticket.updatedStamp,
    ...(open.priority === null ? {} : { priority: open.priority }),
    ...(open.addTags.length + open.removeTags.length === 0 ? {} : { tags: tagsAfter(ticket.tags, open) }),
    ...(notes.length === 0
      ? {}
      : {
          note: {
            body: notes.map(({ text }) => text).join('\n\n'),
            causes: notes.map(({ cause }) => cause),
          },
        }),
  };
}
