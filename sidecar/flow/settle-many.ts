/** Settle many: tickets that differ in the same way, written as one job. */
import { tagsAfter } from '#core/plan/difference.ts';
import type { SettleResult } from './ports/store.ts';
import type { ManyWritten } from './ports/zendesk.ts';
import { settle } from './settle.ts';
import type { SettlePorts } from './settle.ts';
import { written } from './settle/after-write.ts';
import { failed } from './settle/failed.ts';
import type { Settling } from './settle/settling.ts';
import { differenceOf } from './write-back.ts';

/** So many of a group are written by themselves where its job was not let in; the budget of single updates may stop them earlier. */
const BESIDE_JOBS = 40;

/** Writes many tickets alike, as one job. */
export async function settleMany(settlings: readonly Settling[], ports: SettlePorts): Promise<readonly SettleResult[]> {
  const [first] = settlings;
  if (first === undefined) return [];
  const open = differenceOf(first.writeBack, first.ticket);
  const answer = await ports.zendesk.updateMany({
    ticketIds: settlings.map(({ claim }) => claim.ticketId),
    ...(open.priority === null ? {} : { priority: open.priority }),
    addTags: open.addTags,
    removeTags: open.removeTags,
  });
  if (answer.ok) return settlings.map((settling) => afterJob(settling, answer.value, ports));
  const { failure } = answer;
  // The account's slots for jobs may be taken for hours, by others too: some go on within the limit of single updates.
  const few = failure.kind === 'rate_limited' ? settlings.slice(0, BESIDE_JOBS) : [];
  const rest = settlings.slice(few.length).map((settling) => failed(settling, failure, ports.random));
  return [...(await Promise.all(few.map((settling) => settle(settling, ports)))), ...rest];
}

function afterJob(settling: Settling, job: ManyWritten, ports: SettlePorts): SettleResult {
  const { claim, ticket, writeBack, firedCauses } = settling;
  if (!job.done.includes(claim.ticketId)) {
    const message = job.failed.find(({ ticketId }) => ticketId === claim.ticketId)?.message ?? 'the job left it out';
    return failed(settling, { kind: 'conflict', message }, ports.random);
  }
  const open = differenceOf(writeBack, ticket);
  // The job does not tell the new stamp: the ticket is read before it is written again.
  const after = { ...ticket, tags: tagsAfter(ticket.tags, open), priority: open.priority ?? ticket.priority };
  return {
    claim,
    seen: { ticket: after, fresh: false, jobAt: settling.now },
    writeBack: written(writeBack, open),
    firedCauses,
    mustRead: false,
    ended: false,
    lookAgain: false,
  };
}
